import { Button } from '@mantine/core';
import { useState } from 'react';
import type { OperatedTenantFragment } from '@/api/generated/operator';
import { exactUtc } from '@/format/time';
import { KeyValue } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import { PlanDialog } from './PlanDialog';
import { StandingDialog } from './StandingDialog';

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
      {changing && <StandingDialog tenant={tenant} onChange={onChange} onClose={() => setChanging(false)} />}
    </Panel>
  );
}
