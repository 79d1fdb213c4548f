import type { DriftVerdict } from '@/api/generated/endpoints';
import { counted, metric, NO_VALUE } from '@/format/number';
import { DIVERGENCES, type DriftPast, type DriftPastFeature } from './health';
import { words } from './words';

const says = words.driftPast;

type Point = DriftPastFeature['points'][number];

export interface PastRow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly feature: string;
  readonly rows: number;
  readonly verdict: DriftVerdict;
  readonly psi: number | null;
  /** What was measured by the test that says most; null where the rows were too few, as its figures are. */
  readonly measured: string | null;
  readonly value: number | null;
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
        const feature = kind === 'PREDICTION' ? says.prediction(name) : name;
        return [{ id: `${from} ${to} ${kind} ${name}`, from, to, feature, rows, ...pick(point) }];
      }),
    )
    .sort((a, b) => b.from.localeCompare(a.from));
}

function pick({ verdict, psi, divergence, value, byChance, floor }: Point) {
  return {
    verdict,
    psi,
    measured: divergence === null ? null : DIVERGENCES[divergence],
    value,
    byChance,
    floor,
  };
}

/** What a test found and what chance gives, in multiples of its limit; null where there was none. */
function inLimits({ value, byChance, floor }: Point) {
  if (value === null || byChance === null || floor === null || floor === 0) return null;
  return { value: value / floor, byChance: byChance / floor };
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
  /** What the whole height stands for, in limits. */
  readonly most: number;
}

const ROOM = 1.1;

/** Windows by their time, so that one without rows is a gap; the limits are in view always. */
export function drawnPast(windows: DriftPast['windows'], points: DriftPastFeature['points']): Drawn {
  const begin = Date.parse(windows[0]?.from ?? '');
  const end = Math.max(...windows.map(({ to }) => Date.parse(to)));
  const tested = points.map(inLimits);
  const most = ROOM * Math.max(1, ...tested.flatMap((of) => (of === null ? [] : [of.value, of.byChance])));
  const bars = windows.flatMap(({ from, to }, index): Bar[] => {
    const point = points[index];
    if (point === undefined) return [];
    const test = tested[index] ?? null;
    return [
      {
        x: (Date.parse(from) - begin) / (end - begin),
        width: (Date.parse(to) - Date.parse(from)) / (end - begin),
        height: (test?.value ?? 0) / most,
        byChance: test === null ? null : test.byChance / most,
        floor: test === null ? null : 1 / most,
        verdict: point.verdict,
      },
    ];
  });
  return { bars, most };
}

/** What the plot shows, in a sentence. */
export function pastInWords({ drifted, points }: DriftPastFeature): string {
  const known = points.flatMap(({ psi }) => (psi === null ? [] : [psi]));
  const times = points.flatMap((point) => inLimits(point)?.value ?? []);
  const few = points.filter(({ verdict }) => verdict === 'INSUFFICIENT').length;
  return [
    counted(points.length, 'window', 'windows'),
    known.length === 0
      ? says.psi(NO_VALUE)
      : says.psiInterval(metric(Math.min(...known)), metric(Math.max(...known))),
    ...(times.length === 0 ? [] : [says.mostTimes(metric(Number(Math.max(...times).toPrecision(2))))]),
    says.drifted(drifted),
    says.tooFewRows(few),
  ].join(', ');
}
