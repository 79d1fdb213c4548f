import { Fragment } from 'react';
import { percent } from '@/format/number';
import { Meter } from '@/parts/Meter';
import table from '@/parts/table.module.css';
import { Tag } from '@/parts/Tag';
import styles from './limits.module.css';
import { amountOf, grouped, shareOf, toneOf, wordsOf, type Quota } from './quota';

/** Every quota under what it is about. */
export function QuotaTable({ quotas }: { readonly quotas: readonly Quota[] }) {
  return (
    <table className={`${table.table ?? ''} ${styles.quotas ?? ''}`}>
      <caption className="sr">Quotas</caption>
      <thead>
        <tr>
          <th scope="col">Limit</th>
          <th scope="col">Use</th>
          <th scope="col" data-figures>
            Used
          </th>
          <th scope="col" className="only-wide">
            Set by
          </th>
          <th scope="col" className="only-wide">
            At the limit
          </th>
        </tr>
      </thead>
      <tbody>
        {grouped(quotas).map(({ area, quotas: members }) => (
          <Fragment key={area}>
            <tr className={styles.group}>
              <th colSpan={5} scope="rowgroup">
                {area}
              </th>
            </tr>
            {members.map((quota) => (
              <Row key={quota.name} quota={quota} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Row({ quota }: { readonly quota: Quota }) {
  const { name, limit, used, source } = quota;
  const { word, atLimit } = wordsOf(name);
  const share = shareOf(quota);
  return (
    <tr>
      <td data-name>
        <span className={styles.word}>{word}</span>
        <span className={`only-narrow ${styles.under ?? ''}`}>{limit === null ? 'no limit' : atLimit}</span>
      </td>
      <td className={styles.use}>
        {share === null ? (
          <span className="t3">no limit</span>
        ) : (
          <Meter used={share} tone={toneOf(share)} label={`${word}: ${percent(share)} used`} />
        )}
      </td>
      <td data-figures>
        <b className={styles.used}>{amountOf(name, used)}</b>
        {limit !== null && <span className="t3"> of {amountOf(name, limit)}</span>}
      </td>
      <td className="only-wide">
        {source === 'OPERATOR' ? <Tag>operator</Tag> : <span className="t3">plan</span>}
      </td>
      <td className="only-wide t3 f12">{limit === null ? '–' : atLimit}</td>
    </tr>
  );
}
