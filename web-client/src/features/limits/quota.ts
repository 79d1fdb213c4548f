import type { LimitsQuery, LimitDetailsQuery } from '@/api/generated/limits';
import { amountOf, QUOTA_NAMES, wordsOf } from '@/format/quota';
import { calendarDate } from '@/format/time';
import { words } from './words';

export { amountOf, wordsOf, type QuotaName } from '@/format/quota';

export type Quota = LimitsQuery['tenant']['quotas'][number];

/** What refuses because it is used up: quotas, and the rates of the API. */
export type LimitName = NonNullable<LimitDetailsQuery['tenant']['refusals']>[number]['limit'];

const says = words.quotas;

/** From here on a limit wants a look. */
const NEAR = 0.75;

/** As it stands within a sentence: `metric points a minute`, but `CPUs`. */
export function inText(word: string): string {
  return /^[A-Z][a-z ]/.test(word) ? word.charAt(0).toLowerCase() + word.slice(1) : word;
}

export function limitWord(name: LimitName): string {
  switch (name) {
    case 'API_RATE':
      return says.rate;
    case 'API_KEY_RATE':
      return says.rateOfKey;
    default:
      return wordsOf(name).word;
  }
}

export interface QuotaGroup {
  readonly area: string;
  readonly quotas: readonly Quota[];
}

/** By what they are about; what the platform does not limit at all is there too. */
export function grouped(quotas: readonly Quota[]): readonly QuotaGroup[] {
  const areas = [...new Set(QUOTA_NAMES.map((name) => wordsOf(name).area))];
  return areas
    .map((area) => ({
      area,
      quotas: QUOTA_NAMES.filter((name) => wordsOf(name).area === area)

        .flatMap((name) => quotas.filter((quota) => quota.name === name)),
    }))
    .filter((group) => group.quotas.length > 0);
}

/** Part of the limit that is used, 0 to 1 and beyond; null where there is none. */
export function shareOf({ limit, used }: Quota): number | null {
  if (limit === null) return null;
  return limit === 0 ? 1 : used / limit;
}

/** Part of the limit that the most of seven days was; null where there is no limit, or nobody has looked. */
export function peakShareOf({ limit, peak }: Quota): number | null {
  if (limit === null || peak === null) return null;
  return limit === 0 ? 1 : peak / limit;
}

/** Whether it was so near its limit in the last seven days that more may be wanted. */
export function isNear(quota: Quota): boolean {
  return Math.max(shareOf(quota) ?? 0, peakShareOf(quota) ?? 0) >= NEAR;
}

export function toneOf(share: number): 'accent' | 'warn' | 'bad' {
  return share >= 1 ? 'bad' : share >= NEAR ? 'warn' : 'accent';
}

/** What an operator changed, and when: `plan 128, since 2 Oct 2026`; null where the plan's limit applies. */
export function changeOf({ name, source, planLimit, setAt }: Quota): string | null {
  if (source !== 'OPERATOR') return null;
  const planned = planLimit === null ? says.planWithoutLimit : says.planned(amountOf(name, planLimit));
  return setAt === null ? planned : says.since(planned, calendarDate(setAt));
}

/** The one that would be met first; null where nothing is limited. */
export function nearest(quotas: readonly Quota[]): Quota | null {
  return quotas.reduce<Quota | null>((found, quota) => {
    const share = shareOf(quota);
    if (share === null) return found;
    return found === null || share > (shareOf(found) ?? 0) ? quota : found;
  }, null);
}

/** `30.2 k`, `120 M`: for figures whose last digits say nothing. */
export function short(value: number): string {
  return SHORT.format(value).replace(/([KMB])$/, (unit) => `\u00a0${unit === 'K' ? 'k' : unit}`);
}

const SHORT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
