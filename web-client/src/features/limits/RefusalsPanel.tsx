import { Fragment } from 'react';
import { Link } from 'react-router';
import type { LimitsQuery } from '@/api/generated/limits';
import { count, NO_VALUE } from '@/format/number';
import { isoDay, shortDay } from '@/format/period';
import { DAY_MS } from '@/format/units';
import { useNow } from '@/parts/now';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { Status } from '@/parts/Status';
import table from '@/parts/table.module.css';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { BodySkeleton } from '@/parts/PanelSkeleton';
import { DayBars } from './DayBars';
import styles from './limits.module.css';
import { outcomeOfActor, outcomeOfLimit, type Outcome } from './outcome';
import { limitWord } from './quota';
import { kindOf, ofOthers, total, type LimitRefusals, type Refusals } from './refusal';
import { words } from './words';

const says = words.refusals;

/** Callers of a limit that are named; the rest are one line. */
const NAMED = 4;
const SIX_DAYS_MS = 6 * DAY_MS;

interface RefusalsPanelProps {
  /** Both undefined until they are there. */
  readonly tenant: LimitsQuery['tenant'] | undefined;
  readonly refusals: Refusals | undefined;
}

/** Which limit has refused whom, how often and when last, and what came of it. */
export function RefusalsPanel({ tenant, refusals }: RefusalsPanelProps) {
  return (
    <Panel
      title={says.title}
      end={
        <Link to={paths.audit()} data-link>
          {says.audit}
        </Link>
      }
    >
      {refusals === undefined ? (
        <BodySkeleton />
      ) : refusals.length === 0 ? (
        <Empty title={says.none}>
          <p>{says.noneText}</p>
        </Empty>
      ) : (
        <RefusalsTable refusals={refusals} tenant={tenant} />
      )}
    </Panel>
  );
}

interface RefusalsTableProps {
  readonly refusals: Refusals;
  readonly tenant: LimitsQuery['tenant'] | undefined;
}

function RefusalsTable({ refusals, tenant }: RefusalsTableProps) {
  const now = useNow();
  return (
    <table className={`${table.table ?? ''} ${styles.quotas ?? ''}`}>
      <caption className="sr">{says.title}</caption>
      <thead>
        <tr>
          <th scope="col">{says.who}</th>
          <th scope="col" className="only-wide">
            {shortDay(isoDay(now - SIX_DAYS_MS))}–{shortDay(isoDay(now))} <small>{says.ownScale}</small>
          </th>
          <th scope="col" data-figures>
            {says.refused}
          </th>
          <th scope="col">{says.last}</th>
          <th scope="col" className="only-wide">
            {says.outcome}
          </th>
        </tr>
      </thead>
      <tbody>
        {refusals.map((refused) => (
          <OfLimit
            key={refused.limit}
            refused={refused}
            outcome={tenant === undefined ? null : outcomeOfLimit(refused, tenant)}
            nowMs={now}
          />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td>{says.all}</td>
          <td className="only-wide" />
          <td data-figures>{count(total(refusals))}</td>
          <td />
          <td className="only-wide" />
        </tr>
      </tfoot>
    </table>
  );
}

interface OfLimitProps {
  readonly refused: LimitRefusals;
  readonly outcome: Outcome | null;
  readonly nowMs: number;
}

function OfLimit({ refused, outcome, nowMs }: OfLimitProps) {
  const others = ofOthers(refused, NAMED);
  return (
    <Fragment>
      <tr className={styles.limit}>
        <th scope="rowgroup">
          {limitWord(refused.limit)}
          <CameOfBelow outcome={outcome} />
        </th>
        <td className="only-wide">
          <DayBars daily={refused.daily} nowMs={nowMs} />
        </td>
        <td data-figures>
          <b className={styles.used}>{count(refused.refused)}</b>
        </td>
        <td>
          <When at={refused.lastAt} />
        </td>
        <td className="only-wide">
          <CameOf outcome={outcome} />
        </td>
      </tr>
      {refused.actors.slice(0, NAMED).map((one) => (
        <tr key={`${one.actor.kind} ${one.actor.label} ${one.lastAt}`} className={styles.actor}>
          <td>
            <span className={`cut ${styles.who ?? ''}`} title={one.actor.label}>
              {one.actor.label}
            </span>
            {kindOf(one) !== null && <span className="t3"> {kindOf(one)}</span>}
            <CameOfBelow outcome={outcomeOfActor(refused.limit, one)} />
          </td>
          <td className="only-wide" />
          <td data-figures>{count(one.refused)}</td>
          <td>
            <When at={one.lastAt} />
          </td>
          <td className="only-wide">
            <CameOf outcome={outcomeOfActor(refused.limit, one)} />
          </td>
        </tr>
      ))}
      {others > 0 && (
        <tr className={styles.actor}>
          <td className="t3">{says.others}</td>
          <td className="only-wide" />
          <td data-figures>{count(others)}</td>
          <td />
          <td className="only-wide" />
        </tr>
      )}
    </Fragment>
  );
}

/** On a narrow screen, which has no column for it. */
function CameOfBelow({ outcome }: { readonly outcome: Outcome | null }) {
  if (outcome === null) return null;
  return (
    <span className={`only-narrow ${styles.under ?? ''}`}>
      <CameOf outcome={outcome} />
    </span>
  );
}

/** A dash where nothing is known: the audit log may tell. */
function CameOf({ outcome }: { readonly outcome: Outcome | null }) {
  if (outcome === null) return <span className="t3">{NO_VALUE}</span>;
  const { tone, words } = outcome;
  if (tone === 'idle') return <span className="t3 f12">{words}</span>;
  return (
    <Status tone={tone} icon={tone}>
      <span className="f12">{words}</span>
    </Status>
  );
}
