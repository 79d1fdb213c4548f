import type { DriftVerdict } from '@/api/generated/endpoints';
import { count, counted, metric, NO_VALUE } from '@/format/number';
import type { DriftPast, DriftPastFeature } from './health';

export interface PastRow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly feature: string;
  readonly rows: number;
  readonly verdict: DriftVerdict;
  readonly psi: number | null;
  readonly byChance: number | null;
  readonly floor: number | null;
}

/** Of each window and feature one, the newest window first. */
export function pastRows({ windows, features }: DriftPast): PastRow[] {
  return windows
    .flatMap(({ from, to, rows }, index) =>
      features.flatMap(({ name, kind, points }): PastRow[] => {
        const point = points[index];
        if (point === undefined) return [];
        const feature = kind === 'PREDICTION' ? `prediction, ${name}` : name;
        return [{ id: `${from} ${kind} ${name}`, from, to, feature, rows, ...pick(point) }];
      }),
    )
    .sort((a, b) => b.from.localeCompare(a.from));
}

function pick({ verdict, psi, byChance, floor }: DriftPastFeature['points'][number]) {
  return { verdict, psi, byChance, floor };
}

/** A window in the plot: from 0 to 1 along the time, and up to 1 of its height. */
export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  /** Null where it was not tested. */
  readonly byChance: number | null;
  readonly floor: number | null;
  readonly verdict: DriftVerdict;
}

export interface Drawn {
  readonly bars: readonly Bar[];
  /** What the whole height stands for. */
  readonly most: number;
}

const ROOM = 1.1;

/** Windows by their time, so that one without rows is a gap; the limits are in view always. */
export function drawnPast(windows: DriftPast['windows'], points: DriftPastFeature['points']): Drawn {
  const begin = Date.parse(windows[0]?.from ?? '');
  const end = Math.max(...windows.map(({ to }) => Date.parse(to)));
  const most =
    ROOM *
    Math.max(1e-6, ...points.flatMap(({ psi, byChance, floor }) => [psi ?? 0, byChance ?? 0, floor ?? 0]));
  const bars = windows.flatMap(({ from, to }, index): Bar[] => {
    const point = points[index];
    if (point === undefined) return [];
    const { verdict, psi, byChance, floor } = point;
    return [
      {
        x: (Date.parse(from) - begin) / (end - begin),
        width: (Date.parse(to) - Date.parse(from)) / (end - begin),
        height: (psi ?? 0) / most,
        byChance: byChance === null ? null : byChance / most,
        floor: floor === null ? null : floor / most,
        verdict,
      },
    ];
  });
  return { bars, most };
}

/** What the plot shows, in a sentence. */
export function pastInWords({ drifted, points }: DriftPastFeature): string {
  const known = points.flatMap(({ psi }) => (psi === null ? [] : [psi]));
  const few = points.filter(({ verdict }) => verdict === 'INSUFFICIENT').length;
  return [
    counted(points.length, 'window', 'windows'),
    known.length === 0
      ? `PSI ${NO_VALUE}`
      : `PSI ${metric(Math.min(...known))} to ${metric(Math.max(...known))}`,
    `drifted in ${count(drifted)}`,
    `too few rows in ${count(few)}`,
  ].join(', ');
}
