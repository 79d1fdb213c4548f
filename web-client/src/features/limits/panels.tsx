import { Link } from 'react-router';
import type { LimitsQuery } from '@/api/generated/limits';
import { count, NO_VALUE, percent } from '@/format/number';
import { calendarDate, durationMs } from '@/format/time';
import { DAY_MS } from '@/format/units';
import { KeyValue } from '@/parts/KeyValue';
import { Meter } from '@/parts/Meter';
import { PanelBody } from '@/parts/Panel';
import { paths } from '@/paths';
import { askForRate } from './ask';
import styles from './limits.module.css';
import { toneOf } from './quota';
import { words } from './words';

const says = words.plan;

/** What is left of this minute's points, and where more is asked for. */
export function Rate({ tenant }: { readonly tenant: LimitsQuery['tenant'] }) {
  const { pointsPerMinute, usedPointsPerMinute, perKeyPointsPerMinute } = tenant.rateLimit;
  const ask = askForRate(tenant);
  const used = pointsPerMinute === 0 ? 1 : usedPointsPerMinute / pointsPerMinute;
  return (
    <>
      <PanelBody>
        <Meter used={used} tone={toneOf(used)} label={words.rate.used(percent(used))} />
      </PanelBody>
      <KeyValue
        facts={[
          { label: words.rate.usedNow, value: count(usedPointsPerMinute) },
          { label: words.rate.organisation, value: count(pointsPerMinute) },
          { label: words.rate.oneKey, value: count(perKeyPointsPerMinute) },
        ]}
      />
      <p className={styles.note}>
        {words.rate.note}
        {ask !== null && (
          <>
            {' '}
            <a href={ask} className={styles.ask} data-link>
              {words.rate.ask}
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
        { label: says.title, value: plan },
        ...(planSince === null ? [] : [{ label: says.since, value: calendarDate(planSince) }]),
        {
          label: says.byOperator,
          value: set === 0 ? says.none : says.ofLimits(set, quotas.length),
        },
        { label: says.maxLife, value: inDays(keyPolicy.maxLife) ?? says.noLimit },
        { label: says.unusedAfter, value: inDays(keyPolicy.unusedAfter) ?? NO_VALUE },
        {
          label: says.costs,
          value: (
            <Link to={paths.cost()} data-link>
              {says.cost}
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
  return ms === null ? null : says.days(Math.round(ms / DAY_MS));
}
