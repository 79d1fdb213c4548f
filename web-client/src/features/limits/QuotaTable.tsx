import { Fragment } from 'react';
import type { LimitsQuery } from '@/api/generated/limits';
import { NO_VALUE, percent } from '@/format/number';
import { Meter } from '@/parts/Meter';
import table from '@/parts/table.module.css';
import { Tag } from '@/parts/Tag';
import { askForMore } from './ask';
import styles from './limits.module.css';
import {
  amountOf,
  changeOf,
  grouped,
  inText,
  isNear,
  peakShareOf,
  shareOf,
  toneOf,
  wordsOf,
  type Quota,
} from './quota';
import { words } from './words';

const says = words.quotas;

/** Every quota of the organisation under what it is about. */
export function QuotaTable({ tenant }: { readonly tenant: LimitsQuery['tenant'] }) {
  return (
    <table className={`${table.table ?? ''} ${styles.quotas ?? ''}`}>
      <caption className="sr">{says.title}</caption>
      <thead>
        <tr>
          <th scope="col">{says.limit}</th>
          <th scope="col">
            {says.use}
            <small className="only-wide">{says.useNote}</small>
          </th>
          <th scope="col" data-figures>
            {says.used}
          </th>
          <th scope="col" data-figures className="only-wide">
            {says.peak}
          </th>
          <th scope="col" className="only-wide">
            {says.setBy}
          </th>
          <th scope="col" className="only-wide">
            {says.atLimit}
          </th>
        </tr>
      </thead>
      <tbody>
        {grouped(tenant.quotas).map(({ area, quotas }) => (
          <Fragment key={area}>
            <tr className={styles.group}>
              <th colSpan={6} scope="rowgroup">
                {area}
              </th>
            </tr>
            {quotas.map((quota) => (
              <Row key={quota.name} quota={quota} ask={isNear(quota) ? askForMore(tenant, quota) : null} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly quota: Quota;
  /** A mail that asks for more; null where that is not offered. */
  readonly ask: string | null;
}

function Row({ quota, ask }: RowProps) {
  const { name, limit, used, peak } = quota;
  const { word, atLimit } = wordsOf(name);
  const change = changeOf(quota);
  const more = ask !== null && (
    <a href={ask} className={styles.ask} data-link aria-label={says.askFor(inText(word))}>
      {words.page.askForMore}
    </a>
  );
  return (
    <tr>
      <td data-name>
        <span className={styles.word}>{word}</span>
        <span className={`only-narrow ${styles.under ?? ''}`}>
          {limit === null ? says.noLimit : atLimit} {more}
        </span>
      </td>
      <td className={styles.use}>
        <Use quota={quota} />
      </td>
      <td data-figures>
        <b className={styles.used}>{amountOf(name, used)}</b>
        {limit !== null && <span className="t3">{says.of(amountOf(name, limit))}</span>}
      </td>
      <td data-figures className={`only-wide ${isMet(quota) ? (styles.met ?? '') : ''}`}>
        {peak === null ? NO_VALUE : amountOf(name, peak)}
      </td>
      <td className="only-wide">
        {change === null ? <span className="t3">{says.plan}</span> : <Tag>{says.operator}</Tag>}
        {change !== null && <span className={`${styles.under ?? ''} ${styles.change ?? ''}`}>{change}</span>}
      </td>
      <td className="only-wide t3 f12">
        {limit === null ? NO_VALUE : atLimit} {more}
      </td>
    </tr>
  );
}

/** Whether the limit was met in the last seven days. */
function isMet(quota: Quota): boolean {
  return (peakShareOf(quota) ?? 0) >= 1;
}

function Use({ quota }: { readonly quota: Quota }) {
  const share = shareOf(quota);
  const peak = peakShareOf(quota);
  if (share === null) return <span className="t3">{says.noLimit}</span>;
  const most = peak === null ? '' : says.atMost(percent(peak));
  return (
    <Meter
      used={share}
      tone={toneOf(share)}
      {...(peak === null ? {} : { peak })}
      label={`${says.usedShare(wordsOf(quota.name).word, percent(share))}${most}`}
    />
  );
}
