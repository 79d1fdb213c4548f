import type { OverTime } from '@/features/endpoints/use-over-time';
import type { LimitMark, SeriesPoint } from '@/parts/TimeSeries';
import { words } from './words';

type ReplicaBucket = OverTime['replicaHistory'][number];

/** A stretch in which replicas became ready or ended. */
export interface ReplicaChange {
  /** When it begins. */
  readonly at: string;
  readonly before: number;
  readonly after: number;
  readonly started: number;
  readonly ended: number;
}

/** Those of a period, oldest first. */
export function changesOf(buckets: readonly ReplicaBucket[]): ReplicaChange[] {
  return buckets
    .filter(({ started, ended }) => started > 0 || ended > 0)
    .map(({ at, ready, started, ended }) => ({
      at,
      before: ready - started + ended,
      after: ready,
      started,
      ended,
    }));
}

/** Where each bucket begins, as in the charts of the traffic beside. */
export function readyPoint({ at, ready }: ReplicaBucket): SeriesPoint {
  return { x: Date.parse(at) / 1_000, y: ready };
}

/** Between which numbers the platform keeps them. */
export function boundMarks({ min, max }: { readonly min: number; readonly max: number }): LimitMark[] {
  if (min === max) return [{ value: min, label: words.only(min) }];
  return [
    { value: min, label: words.least(min) },
    { value: max, label: words.most(max) },
  ];
}
