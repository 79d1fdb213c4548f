import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { LimitDetailsQuery, LimitsQuery } from '@/api/generated/limits';
import { count, NO_VALUE, percent } from '@/format/number';
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
import { words } from './words';

const says = words.glance;

export const FIGURE_LABELS = [says.nearest, says.full, says.rate, says.stored, says.keys];

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
          label: says.full,
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
          label: says.rate,
          value: short(rate.usedPointsPerMinute),
          unit: says.pointsAMinute,
          context: [says.rateLimits(short(rate.pointsPerMinute), short(rate.perKeyPointsPerMinute))],
        },
        storedFigure(tenant),
        keysFigure(quotas, keys),
      ]}
    />
  );
}

function metInWeek(quotas: readonly Quota[]): string {
  const met = quotas.filter((quota) => (peakShareOf(quota) ?? 0) >= 1);
  return met.length === 0 ? says.noneMet : says.met(met.map(({ name }) => wordsOf(name).word).join(', '));
}

function nearestFigure(quotas: readonly Quota[], week: Refusals): Figure {
  const label = says.nearest;
  const quota = nearest(quotas);
  const share = quota === null ? null : shareOf(quota);
  if (quota === null || share === null) return { label, value: NO_VALUE, context: [says.nothingLimited] };
  const { word } = wordsOf(quota.name);
  const used = says.used(amountOf(quota.name, quota.used), amountOf(quota.name, quota.limit ?? 0));
  const peak = peakShareOf(quota);
  const most = quota.peak === null ? '' : says.atMost(amountOf(quota.name, quota.peak));
  return {
    label,
    value: percent(share),
    unit: says.ofQuota(inText(word)),
    meter: (
      <Meter
        used={share}
        tone={toneOf(share)}
        {...(peak === null ? {} : { peak })}
        label={says.meter(word, `${used}${most}`)}
      />
    ),
    context: [`${used}${most}`, ...refusedInWeek(week, quota.name)],
  };
}

function refusedInWeek(week: Refusals, name: QuotaName): string[] {
  const refused = week.find(({ limit }) => limit === name)?.refused ?? 0;
  return refused === 0 ? [] : [says.refusedTimes(refused)];
}

function refusedFigure(week: Asked<Refusals>, nowMs: number): Figure {
  const label = says.refused;
  if (week === undefined)
    return { label, value: <Skeleton width={64} />, context: [<Skeleton key="0" width={96} />] };
  if (week === null) return { label, value: NO_VALUE, context: [says.notLoaded] };
  const worst = worstDay(week, nowMs);
  const all = total(week);
  return {
    label,
    value: count(all),
    unit: says.requests(all),
    context: [worst === null ? says.byNone : says.onDay(worst.refused, worst.day)],
  };
}

function storedFigure({ quotas, storageForecast: full }: Tenant): Figure {
  const stored = of(quotas, 'STORED_BYTES');
  if (stored === undefined) return { label: says.stored, value: NO_VALUE };
  return {
    label: says.stored,
    value: amountOf('STORED_BYTES', stored.used),
    context: stored.limit === null ? [says.noLimit] : storedContext(stored.limit, full),
  };
}

/** When it will be full, how sure that is, and where it comes from. */
function storedContext(limit: number, full: Forecast | null): string[] {
  const amount = amountOf('STORED_BYTES', limit);
  if (full === null) return [says.ofLimit(amount)];
  const latest = full.latestDays === null ? says.overAYear : says.latest(full.latestDays);
  return [says.fullIn(amount, full.days), says.range(full.earliestDays, latest, full.readings)];
}

function keysFigure(quotas: readonly Quota[], keys: LimitsGlanceProps['keys']): Figure {
  const quota = of(quotas, 'API_KEYS');
  const counts = keys?.counts;
  const inForce = counts?.inForce ?? quota?.used;
  const value = inForce === undefined ? NO_VALUE : count(inForce);
  return {
    label: says.keys,
    value:
      keys === undefined ? (
        value
      ) : (
        <Link to={paths.keys()} data-link aria-label={says.keysAloud(value)}>
          {value}
        </Link>
      ),
    unit: says.inForce,
    context: keysContext(quota, keys),
  };
}

function keysContext(quota: Quota | undefined, keys: LimitsGlanceProps['keys']): ReactNode[] {
  if (keys?.counts === undefined && keys !== undefined) return [<Skeleton key="0" width={96} />];
  const counts = keys?.counts ?? null;
  if (counts === null) return [quota?.limit == null ? says.noLimit : says.ofLimit(count(quota.limit))];
  const { inForce, unused, endingSoon, nextEnd } = counts;
  if (inForce === 0) return [says.noKeys];
  if (unused === 0 && endingSoon === 0) return [says.allUsed];
  return [
    <Status key="0" tone="warn" icon="warn">
      <span>
        {says.unused(unused)}
        {endingSoon > 0 && says.ending(endingSoon)}
        {endingSoon === 1 && nextEnd !== null && <When at={nextEnd} />}
        {endingSoon > 1 && says.soon}
      </span>
    </Status>,
  ];
}

function of(quotas: readonly Quota[], name: QuotaName): Quota | undefined {
  return quotas.find((quota) => quota.name === name);
}
