import { rate } from '@/format/number';
import { HOUR_MS, MINUTE_MS } from '@/format/units';
import { words } from './words';

const says = words.traffic;

/** What the endpoint did in one stretch of time. */
export interface Bucket {
  readonly at: string;
  readonly requests: number;
  readonly errors: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

/** What figures are made of. */
type Counted = Pick<Bucket, 'requests' | 'errors' | 'p95Ms'>;

export interface Period {
  readonly key: string;
  readonly label: string;
  readonly lengthMs: number;
  readonly buckets: number;
}

/** Buckets of whole minutes, so that each is a sum of what was metered. */
export const PERIODS: readonly [Period, ...Period[]] = [
  { key: '1h', label: '60 min', lengthMs: HOUR_MS, buckets: 60 },
  { key: '24h', label: '24 h', lengthMs: 24 * HOUR_MS, buckets: 96 },
  { key: '7d', label: '7 days', lengthMs: 7 * 24 * HOUR_MS, buckets: 168 },
];

export function periodOf(key: string | null): Period {
  return PERIODS.find((period) => period.key === key) ?? PERIODS[0];
}

/** The period that ends with the last whole minute before `nowMs`: what is under way would look like a fall. */
export function boundsOf({ lengthMs }: Period, nowMs: number): { from: string; to: string } {
  const to = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  return { from: new Date(to - lengthMs).toISOString(), to: new Date(to).toISOString() };
}

export function monthBounds(nowMs: number): { from: string; to: string } {
  const now = new Date(nowMs);
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  return { from: from.toISOString(), to: to.toISOString() };
}

export interface TrafficFigures {
  /** In the last bucket; null where nothing was metered at all. */
  readonly perMinute: number | null;
  /** Over the whole period. */
  readonly averagePerMinute: number;
  readonly requests: number;
  readonly errors: number;
  /** Null without requests. */
  readonly errorShare: number | null;
  /** Of the last bucket that had requests. */
  readonly p95Ms: number | null;
  readonly highestP95Ms: number | null;
}

/** Quantiles of buckets cannot be added up: the last and the highest are what can be said of a period. */
export function figuresOf(buckets: readonly Counted[], { lengthMs }: Period): TrafficFigures {
  const requests = sum(buckets, (bucket) => bucket.requests);
  const errors = sum(buckets, (bucket) => bucket.errors);
  const minutes = lengthMs / MINUTE_MS;
  const last = buckets.at(-1);
  const known = buckets.flatMap((bucket) => (bucket.p95Ms === null ? [] : [bucket.p95Ms]));
  return {
    perMinute: last === undefined ? null : last.requests / (minutes / buckets.length),
    averagePerMinute: requests / minutes,
    requests,
    errors,
    errorShare: requests === 0 ? null : errors / requests,
    p95Ms: known.at(-1) ?? null,
    highestP95Ms: known.length === 0 ? null : Math.max(...known),
  };
}

/** A stretch in which nobody asked. */
export function quietBucket(at: string) {
  return { at, requests: 0, errors: 0, inFlight: 0, p50Ms: null, p95Ms: null, p99Ms: null };
}

/** Adds the minute that has just ended and lets go of the oldest; one that is known already takes the other's place. */
export function withMinute<B extends Bucket>(buckets: readonly B[], minute: B, limit: number): B[] {
  const before = buckets.filter((bucket) => bucket.at !== minute.at);
  return [...before, minute].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).slice(-limit);
}

/**
 * What a weight comes to in requests a minute if callers are split by it. What revisions were asked is counted once they
 * were: of a weight that nobody has set yet nothing was measured.
 */
export function expectedRate(perMinute: number, weight: number): number {
  return (perMinute * weight) / 100;
}

/** `41 requests/min expected`; of all the traffic it is what was measured. */
export function expectedInWords(perMinute: number, weight: number): string {
  return says.requestsMin(rate(expectedRate(perMinute, weight)), weight);
}

function sum(buckets: readonly Counted[], of: (bucket: Counted) => number): number {
  return buckets.reduce((total, bucket) => total + of(bucket), 0);
}
