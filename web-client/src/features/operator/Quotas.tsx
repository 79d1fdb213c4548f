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

const says = words.quotas;

interface QuotasProps {
  readonly tenant: OperatedTenantFragment;
  readonly onChange: () => void;
}

/** What it may have, by its plan or by an operator. */
export function Quotas({ tenant, onChange }: QuotasProps) {
  const [setting, setSetting] = useState<Quota | null>(null);
  return (
    <Panel title={says.title} note={says.note}>
      <div className={styles.scroll}>
        <table className={table.table}>
          <caption className="sr">{says.title}</caption>
          <thead>
            <tr>
              <th scope="col">{says.limit}</th>
              <th scope="col" data-figures>
                {says.used}
              </th>
              <th scope="col" data-figures>
                {words.quota.label}
              </th>
              <th scope="col" className="only-wide">
                {says.setBy}
              </th>
              <th scope="col">
                <span className="sr">{says.change}</span>
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
                  {quota.source === 'OPERATOR' ? (
                    <Tag>{says.operator}</Tag>
                  ) : (
                    <span className="t3">{says.plan}</span>
                  )}
                </td>
                <td data-figures>
                  <Button
                    variant="default"
                    aria-label={says.setOf(wordsOf(quota.name).word)}
                    onClick={() => setSetting(quota)}
                  >
                    {says.set}
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
