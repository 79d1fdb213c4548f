import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { LimitDetailsQuery, LimitsQuery } from '@/api/generated/limits';
import { count, counted, NO_VALUE, percent } from '@/format/number';
import { Meter } from '@/parts/Meter';
import { useNow } from '@/parts/now';
import { Skeleton } from '@/parts/states';
import { Status } from '@/parts/Status';
import { Strip, type Figure } from '@/parts/Strip';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import {
  amountOf,
  inText,
  nearest,
  peakShareOf,
  shareOf,
  short,
  toneOf,
  wordsOf,
  type Quota,
  type QuotaName,
} from './quota';
import { total, worstDay, type Refusals } from './refusal';

export const FIGURE_LABELS = ['Nearest its limit', 'At the limit', 'API rate', 'Stored', 'API keys'];

type Tenant = LimitsQuery['tenant'];
type Forecast = NonNullable<Tenant['storageForecast']>;

/** What is asked for by itself: undefined until it is there, null where it did not come. */
export type Asked<T> = T | null | undefined;

interface LimitsGlanceProps {
  readonly tenant: Tenant;
  /** Left out for whoever may not read who did what. */
  readonly refusals?: { readonly week: Asked<Refusals> };
  /** Left out for whoever may not manage keys. */
  readonly keys?: { readonly counts: Asked<NonNullable<LimitDetailsQuery['tenant']['apiKeyCounts']>> };
}

/** Which limit would be met first, which are met, and what was refused for it. */
export function LimitsGlance({ tenant, refusals, keys }: LimitsGlanceProps) {
  const now = useNow();
  const { quotas, rateLimit: rate } = tenant;
  const full = quotas.filter((quota) => (shareOf(quota) ?? 0) >= 1);
  return (
    <Strip
      lead
      figures={[
        nearestFigure(quotas, refusals?.week ?? []),
        {
          label: 'At the limit',
          value: count(full.length),
          context: [
            full.length === 0 ? (
              metInWeek(quotas)
            ) : (
              <Status tone="bad" icon="bad">
                {full.map(({ name }) => wordsOf(name).word).join(', ')}
              </Status>
            ),
          ],
        },
        ...(refusals === undefined ? [] : [refusedFigure(refusals.week, now)]),
        {
          label: 'API rate',
          value: short(rate.usedPointsPerMinute),
          unit: 'points/min',
          context: [`limit ${short(rate.pointsPerMinute)}, one key ${short(rate.perKeyPointsPerMinute)}`],
        },
        storedFigure(tenant),
        keysFigure(quotas, keys),
      ]}
    />
  );
}

function metInWeek(quotas: readonly Quota[]): string {
  const met = quotas.filter((quota) => (peakShareOf(quota) ?? 0) >= 1);
  return met.length === 0
    ? 'nor in the last 7 days'
    : `in 7 days: ${met.map(({ name }) => wordsOf(name).word).join(', ')}`;
}

function nearestFigure(quotas: readonly Quota[], week: Refusals): Figure {
  const label = 'Nearest its limit';
  const quota = nearest(quotas);
  const share = quota === null ? null : shareOf(quota);
  if (quota === null || share === null) return { label, value: NO_VALUE, context: ['nothing is limited'] };
  const { word } = wordsOf(quota.name);
  const words = `${amountOf(quota.name, quota.used)} of ${amountOf(quota.name, quota.limit ?? 0)}`;
  const peak = peakShareOf(quota);
  const most = quota.peak === null ? '' : `, at most ${amountOf(quota.name, quota.peak)} in 7 days`;
  return {
    label,
    value: percent(share),
    unit: `of ${inText(word)}`,
    meter: (
      <Meter
        used={share}
        tone={toneOf(share)}
        {...(peak === null ? {} : { peak })}
        label={`${word}: ${words}${most}`}
      />
    ),
    context: [`${words}${most}`, ...refusedInWeek(week, quota.name)],
  };
}

function refusedInWeek(week: Refusals, name: QuotaName): string[] {
  const refused = week.find(({ limit }) => limit === name)?.refused ?? 0;
  return refused === 0 ? [] : [`refused ${counted(refused, 'time', 'times')} in 7 days`];
}

function refusedFigure(week: Asked<Refusals>, nowMs: number): Figure {
  const label = 'Refused, 7 days';
  if (week === undefined)
    return { label, value: <Skeleton width={64} />, context: [<Skeleton key="0" width={96} />] };
  if (week === null) return { label, value: NO_VALUE, context: ['could not be loaded'] };
  const worst = worstDay(week, nowMs);
  const all = total(week);
  return {
    label,
    value: count(all),
    unit: all === 1 ? 'request' : 'requests',
    context: [worst === null ? 'by no limit' : `${count(worst.refused)} of them on ${worst.day}`],
  };
}

function storedFigure({ quotas, storageForecast: full }: Tenant): Figure {
  const stored = of(quotas, 'STORED_BYTES');
  if (stored === undefined) return { label: 'Stored', value: NO_VALUE };
  return {
    label: 'Stored',
    value: amountOf('STORED_BYTES', stored.used),
    context: stored.limit === null ? ['no limit'] : storedContext(stored.limit, full),
  };
}

/** When it will be full, how sure that is, and where it comes from. */
function storedContext(limit: number, full: Forecast | null): string[] {
  const of = `of ${amountOf('STORED_BYTES', limit)}`;
  if (full === null) return [of];
  const latest = full.latestDays === null ? 'more than a year' : counted(full.latestDays, 'day', 'days');
  return [
    `${of}, full in about ${counted(full.days, 'day', 'days')}`,
    `${count(full.earliestDays)} to ${latest}, by the rise of ${count(full.readings)} days`,
  ];
}

function keysFigure(quotas: readonly Quota[], keys: LimitsGlanceProps['keys']): Figure {
  const quota = of(quotas, 'API_KEYS');
  const counts = keys?.counts;
  const inForce = counts?.inForce ?? quota?.used;
  const value = inForce === undefined ? NO_VALUE : count(inForce);
  return {
    label: 'API keys',
    value:
      keys === undefined ? (
        value
      ) : (
        <Link to={paths.keys()} data-link aria-label={`API keys: ${value}`}>
          {value}
        </Link>
      ),
    unit: 'in force',
    context: keysContext(quota, keys),
  };
}

function keysContext(quota: Quota | undefined, keys: LimitsGlanceProps['keys']): ReactNode[] {
  if (keys?.counts === undefined && keys !== undefined) return [<Skeleton key="0" width={96} />];
  const counts = keys?.counts ?? null;
  if (counts === null) return [quota?.limit == null ? 'no limit' : `of ${count(quota.limit)}`];
  const { inForce, unused, endingSoon, nextEnd } = counts;
  if (inForce === 0) return ['none yet'];
  if (unused === 0 && endingSoon === 0) return ['all in use, none ends in 14 days'];
  return [
    <Status key="0" tone="warn" icon="warn">
      <span>
        {unused === 0 ? 'none' : count(unused)} unused
        {endingSoon > 0 && `, ${counted(endingSoon, 'ends', 'end')} `}
        {endingSoon === 1 && nextEnd !== null && <When at={nextEnd} />}
        {endingSoon > 1 && 'in 14 days'}
      </span>
    </Status>,
  ];
}

function of(quotas: readonly Quota[], name: QuotaName): Quota | undefined {
  return quotas.find((quota) => quota.name === name);
}
