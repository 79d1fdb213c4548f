import { everyBucket } from '@/format/buckets';
import type { Line } from '@/parts/TimeSeries';
import {
  figuresOf,
  quietBucket,
  type Bucket,
  type Period,
  type TrafficFigures,
} from '@/features/endpoints/traffic';
import { MINUTE_MS } from '@/format/units';
import { words } from './words';

export interface RevisionTraffic {
  readonly revision: { readonly id: string; readonly number: number };
  readonly buckets: readonly Bucket[];
}

interface Lines {
  readonly traffic: readonly Line[];
  readonly latency: readonly Line[];
  readonly errors: readonly Line[];
}

/** What was measured of each revision, by its id: those that are missing were asked nothing. */
export function measuredOf(
  found: readonly RevisionTraffic[],
  bounds: { readonly from: string; readonly to: string },
  period: Period,
): ReadonlyMap<string, TrafficFigures> {
  return new Map(
    found.map(({ revision, buckets }) => [
      revision.id,
      figuresOf(everyBucket<Bucket>(buckets, bounds, period.buckets, quietBucket), period),
    ]),
  );
}

/** A line for each revision; where it was asked nothing it has no latency, and no share of errors. */
export function linesOf(
  found: readonly RevisionTraffic[],
  bounds: { readonly from: string; readonly to: string },
  { lengthMs, buckets: count }: Period,
): Lines {
  const bucketMinutes = lengthMs / count / MINUTE_MS;
  const whole = found.map(({ revision, buckets }) => ({
    id: revision.id,
    label: words.revision(revision.number),
    buckets: everyBucket<Bucket>(buckets, bounds, count, quietBucket),
  }));
  const lines = (y: (bucket: Bucket) => number | null) =>
    whole.map(({ id, label, buckets }): Line => ({
      id,
      label,
      points: buckets.map((bucket) => ({ x: Date.parse(bucket.at) / 1_000, y: y(bucket) })),
    }));
  return {
    traffic: lines(({ requests }) => requests / bucketMinutes),
    latency: lines(({ p95Ms }) => p95Ms),
    errors: lines(({ requests, errors }) => (requests === 0 ? null : errors / requests)),
  };
}
