import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import { SetQuotaDocument, type OperatedTenantFragment } from '@/api/generated/operator';
import { amountOf, wordsOf } from '@/format/quota';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { Panel } from '@/parts/Panel';
import table from '@/parts/table.module.css';
import { Tag } from '@/parts/Tag';
import { useRequestForm } from '@/parts/use-request-form';
import styles from './operator.module.css';

type Quota = OperatedTenantFragment['quotas'][number];

interface QuotasProps {
  readonly tenant: OperatedTenantFragment;
  readonly onChange: () => void;
}

/** What it may have, by its plan or by an operator. */
export function Quotas({ tenant, onChange }: QuotasProps) {
  const [setting, setSetting] = useState<Quota | null>(null);
  return (
    <Panel title="Quotas" note="a limit set here holds for this organisation alone">
      <div className={styles.scroll}>
        <table className={table.table}>
          <caption className="sr">Quotas</caption>
          <thead>
            <tr>
              <th scope="col">Limit</th>
              <th scope="col" data-figures>
                Used
              </th>
              <th scope="col" data-figures>
                At most
              </th>
              <th scope="col" className="only-wide">
                Set by
              </th>
              <th scope="col">
                <span className="sr">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {tenant.quotas.map((quota) => (
              <tr key={quota.name}>
                <td data-name>{wordsOf(quota.name).word}</td>
                <td data-figures>{amountOf(quota.name, quota.used)}</td>
                <td data-figures>{quota.limit === null ? 'no limit' : amountOf(quota.name, quota.limit)}</td>
                <td className="only-wide">
                  {quota.source === 'OPERATOR' ? <Tag>operator</Tag> : <span className="t3">plan</span>}
                </td>
                <td data-figures>
                  <Button
                    variant="default"
                    aria-label={`Set ${wordsOf(quota.name).word}`}
                    onClick={() => setSetting(quota)}
                  >
                    Set
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {setting !== null && (
        <QuotaDialog
          tenantId={tenant.id}
          quota={setting}
          onChange={onChange}
          onClose={() => setSetting(null)}
        />
      )}
    </Panel>
  );
}

interface QuotaDialogProps {
  readonly tenantId: string;
  readonly quota: Quota;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

const WHOLE = /^\d{1,15}$/;

function QuotaDialog({ tenantId, quota, onChange, onClose }: QuotaDialogProps) {
  const [, set] = useMutation(SetQuotaDocument);
  const own = quota.source === 'OPERATOR';
  const { word, atLimit } = wordsOf(quota.name);
  const { field, failure, sending, submit } = useRequestForm(
    { limit: own && quota.limit !== null ? String(quota.limit) : '' },
    async ({ limit }, once) => {
      const change = limit.trim() === '' ? { remove: true } : { limit: Number(limit.trim()) };
      const input = { tenantId, name: quota.name, ...change, expectedLimit: own ? quota.limit : null };
      const { error } = await set({ input }, once);
      if (error !== undefined) return toFailure(error);
      onChange();
      onClose();
      return null;
    },
  );
  return (
    <Dialog title={word} opened onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <div className={styles.fields}>
          <p className="t2">
            {amountOf(quota.name, quota.used)} in use. What is there stays, also beyond a lower limit; at the
            limit {atLimit}.
          </p>
          <TextInput
            label="At most"
            description={
              own ? 'Left empty the plan’s limit holds again' : 'In whole units; bytes for what is stored'
            }
            inputMode="numeric"
            autoComplete="off"
            data-autofocus
            {...field('limit', {
              validate: (value: string) =>
                (own && value.trim() === '') || WHOLE.test(value.trim()) || 'A whole number of 0 or more',
            })}
          />
          {failure !== null && <FormFailure what="Could not set the limit" failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            Set limit
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
