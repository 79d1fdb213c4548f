import { Button } from '@mantine/core';
import { useState } from 'react';
import type { OperatedTenantFragment } from '@/api/generated/operator';
import { amountOf, wordsOf } from '@/format/quota';
import { Panel } from '@/parts/Panel';
import table from '@/parts/table.module.css';
import { Tag } from '@/parts/Tag';
import styles from './operator.module.css';
import { QuotaDialog, type Quota } from './QuotaDialog';
import { words } from './words';

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
                {words.quota.label}
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
                <td data-figures>
                  {quota.limit === null ? words.quota.none : amountOf(quota.name, quota.limit)}
                </td>
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
