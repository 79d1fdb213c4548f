import type { LimitsQuery } from '@/api/generated/limits';
import { bytes, count } from '@/format/number';

export type Quota = LimitsQuery['tenant']['quotas'][number];
export type QuotaName = Quota['name'];

export interface QuotaWords {
  readonly word: string;
  readonly area: string;
  /** What becomes of a request that would go beyond it. */
  readonly atLimit: string;
}

/** In the order in which they are shown. */
const WORDS: Readonly<Record<QuotaName, QuotaWords>> = {
  PROJECTS: { word: 'Projects', area: 'Organisation', atLimit: 'creating is refused' },
  MEMBERS: { word: 'Members and invitations', area: 'Organisation', atLimit: 'inviting is refused' },
  STORED_BYTES: { word: 'Stored bytes', area: 'Storage and intake', atLimit: 'the upload is refused' },
  METRIC_POINTS_PER_MINUTE: {
    word: 'Metric points a minute',
    area: 'Storage and intake',
    atLimit: 'the batch is refused',
  },
  QUEUED_JOBS: { word: 'Queued jobs', area: 'Jobs and capacity', atLimit: 'submitting is refused' },
  RUNNING_JOBS: { word: 'Running jobs', area: 'Jobs and capacity', atLimit: 'the job waits' },
  CPUS: { word: 'CPUs', area: 'Jobs and capacity', atLimit: 'the job waits' },
  ENDPOINTS: { word: 'Endpoints', area: 'Serving', atLimit: 'deploying is refused' },
  OPEN_SOCKETS: { word: 'Open sockets', area: 'Serving', atLimit: 'the new one is closed, 4429' },
};

/** From here on a limit wants a look. */
const NEAR = 0.75;

export function wordsOf(name: QuotaName): QuotaWords {
  return WORDS[name];
}

export interface QuotaGroup {
  readonly area: string;
  readonly quotas: readonly Quota[];
}

/** By what they are about; what the platform does not limit at all is there too. */
export function grouped(quotas: readonly Quota[]): readonly QuotaGroup[] {
  const names = Object.keys(WORDS) as QuotaName[];
  const areas = [...new Set(names.map((name) => WORDS[name].area))];
  return areas
    .map((area) => ({
      area,
      quotas: names
        .filter((name) => WORDS[name].area === area)
        .flatMap((name) => quotas.filter((quota) => quota.name === name)),
    }))
    .filter((group) => group.quotas.length > 0);
}

/** Part of the limit that is used, 0 to 1 and beyond; null where there is none. */
export function shareOf({ limit, used }: Quota): number | null {
  if (limit === null) return null;
  return limit === 0 ? 1 : used / limit;
}

export function toneOf(share: number): 'accent' | 'warn' | 'bad' {
  return share >= 1 ? 'bad' : share >= NEAR ? 'warn' : 'accent';
}

/** The one that would be met first; null where nothing is limited. */
export function nearest(quotas: readonly Quota[]): Quota | null {
  return quotas.reduce<Quota | null>((found, quota) => {
    const share = shareOf(quota);
    if (share === null) return found;
    return found === null || share > (shareOf(found) ?? 0) ? quota : found;
  }, null);
}

/** `118`, or `8.4 TiB` for what is bytes. */
export function amountOf(name: QuotaName, value: number): string {
  return name === 'STORED_BYTES' ? bytes(value) : count(value);
}

/** `30.2 k`, `120 M`: for figures whose last digits say nothing. */
export function short(value: number): string {
  return SHORT.format(value).replace(/([KMB])$/, (unit) => `\u00a0${unit === 'K' ? 'k' : unit}`);
}

const SHORT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
