import { Link } from 'react-router';
import type { LimitsQuery } from '@/api/generated/limits';
import { count, counted, NO_VALUE, percent } from '@/format/number';
import { calendarDate, durationMs } from '@/format/time';
import { KeyValue } from '@/parts/KeyValue';
import { Meter } from '@/parts/Meter';
import { PanelBody } from '@/parts/Panel';
import { paths } from '@/paths';
import { askForRate } from './ask';
import styles from './limits.module.css';
import { toneOf } from './quota';

const DAY_MS = 86_400_000;

/** What is left of this minute's points, and where more is asked for. */
export function Rate({ tenant }: { readonly tenant: LimitsQuery['tenant'] }) {
  const { pointsPerMinute, usedPointsPerMinute, perKeyPointsPerMinute } = tenant.rateLimit;
  const ask = askForRate(tenant);
  const used = pointsPerMinute === 0 ? 1 : usedPointsPerMinute / pointsPerMinute;
  return (
    <>
      <PanelBody>
        <Meter used={used} tone={toneOf(used)} label={`${percent(used)} of the rate used in this minute`} />
      </PanelBody>
      <KeyValue
        facts={[
          { label: 'Used in this minute', value: count(usedPointsPerMinute) },
          { label: 'Organisation', value: count(pointsPerMinute) },
          { label: 'One API key', value: count(perKeyPointsPerMinute) },
        ]}
      />
      <p className={styles.note}>
        An operation costs a point, and one for each item that its lists may hold and each field that is read
        by itself. Beyond the rate it is answered with RATE_LIMITED and how long to wait; RateLimit headers
        say what is left.
        {ask !== null && (
          <>
            {' '}
            <a href={ask} className={styles.ask} data-link>
              Ask for a higher rate
            </a>
          </>
        )}
      </p>
    </>
  );
}

/** Which plan it is and since when, what of it an operator has changed, and what the organisation wants of its keys. */
export function Plan({ tenant }: { readonly tenant: LimitsQuery['tenant'] }) {
  const { plan, planSince, keyPolicy, quotas } = tenant;
  const set = quotas.filter(({ source }) => source === 'OPERATOR').length;
  return (
    <KeyValue
      facts={[
        { label: 'Plan', value: plan },
        ...(planSince === null ? [] : [{ label: 'On it since', value: calendarDate(planSince) }]),
        {
          label: 'Set by an operator',
          value: set === 0 ? 'none' : `${count(set)} of ${count(quotas.length)} limits`,
        },
        { label: 'Maximum key life', value: inDays(keyPolicy.maxLife) ?? 'no limit' },
        { label: 'Key marked unused after', value: inDays(keyPolicy.unusedAfter) ?? NO_VALUE },
        {
          label: 'What it costs',
          value: (
            <Link to={paths.cost()} data-link>
              Cost
            </Link>
          ),
        },
      ]}
    />
  );
}

/** Null for no length of time. */
function inDays(length: string | null): string | null {
  const ms = length === null ? null : durationMs(length);
  return ms === null ? null : counted(Math.round(ms / DAY_MS), 'day', 'days');
}
