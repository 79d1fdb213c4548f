import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import {
  ResumeTenantDocument,
  SuspendTenantDocument,
  type OperatedTenantFragment,
} from '@/api/generated/operator';
import { exactUtc } from '@/format/time';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import { needed, useRequestForm } from '@/parts/use-request-form';
import styles from './operator.module.css';
import { PlanDialog } from './PlanDialog';

interface StandingProps {
  readonly tenant: OperatedTenantFragment;
  readonly onChange: () => void;
}

/** Whether it runs, and the way to the other. */
export function Standing({ tenant, onChange }: StandingProps) {
  const [changing, setChanging] = useState(false);
  const [planning, setPlanning] = useState(false);
  const runs = tenant.status === 'ACTIVE';
  return (
    <Panel
      title={tenant.name}
      end={
        runs ? (
          <Status tone="ok" icon="ok">
            Active
          </Status>
        ) : (
          <Status tone="bad" icon="slash">
            Suspended
          </Status>
        )
      }
    >
      <KeyValue
        facts={[
          { label: 'Slug', value: tenant.slug },
          { label: 'Plan', value: tenant.plan },
          { label: 'Since', value: `${exactUtc(tenant.createdAt).slice(0, 16)} UTC` },
        ]}
      />
      <PanelBody>
        <Button
          variant={runs ? 'default' : 'filled'}
          {...(runs ? { color: 'red' } : {})}
          onClick={() => setChanging(true)}
        >
          {runs ? `Suspend ${tenant.name}…` : `Resume ${tenant.name}…`}
        </Button>{' '}
        <Button variant="default" onClick={() => setPlanning(true)}>
          Change plan…
        </Button>
      </PanelBody>
      {planning && <PlanDialog tenant={tenant} onChange={onChange} onClose={() => setPlanning(false)} />}
      {changing && (
        <ReasonDialog tenant={tenant} runs={runs} onChange={onChange} onClose={() => setChanging(false)} />
      )}
    </Panel>
  );
}

interface ReasonDialogProps extends StandingProps {
  readonly runs: boolean;
  readonly onClose: () => void;
}

function ReasonDialog({ tenant, runs, onChange, onClose }: ReasonDialogProps) {
  const [, suspend] = useMutation(SuspendTenantDocument);
  const [, resume] = useMutation(ResumeTenantDocument);
  const { field, failure, sending, submit } = useRequestForm({ reason: '' }, async ({ reason }, once) => {
    const input = { id: tenant.id, reason: reason.trim() };
    const { error } = await (runs ? suspend({ input }, once) : resume({ input }, once));
    if (error !== undefined) return toFailure(error);
    onChange();
    onClose();
    return null;
  });
  const verb = runs ? 'Suspend' : 'Resume';
  return (
    <Dialog title={`${verb} ${tenant.name}?`} opened onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <div className={styles.fields}>
          <p className="t2">
            {runs
              ? 'A second later its keys and members are not let in, its running tasks go back to the queue and its endpoints stop. Its data stays.'
              : 'Its keys and members are let in again, and the endpoints that were stopped are started.'}
          </p>
          <Textarea
            label="Reason"
            description="Its owners read it in their audit log"
            rows={3}
            required
            data-autofocus
            {...field('reason', needed('Say why'))}
          />
          {failure !== null && <FormFailure what={`Could not ${verb.toLowerCase()} it`} failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending} {...(runs ? { color: 'red' } : {})}>
            {verb} {tenant.name}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
