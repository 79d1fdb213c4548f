import { approximate } from '@/format/amount';
import { metric, money } from '@/format/number';
import { duration } from '@/format/time';
import { betterIs, leadingMetric } from '@/features/runs/metrics';

/** What the plots need to know of a run. */
export interface PlottedRun {
  readonly id: string;
  readonly name: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly cost: { readonly amount: string; readonly currency: string } | null;
  readonly params: readonly { readonly key: string; readonly value: string }[];
  readonly metrics: readonly { readonly key: string; readonly value: number | null }[];
  readonly leadingMetric: { readonly key: string } | null;
}

/** Something that runs differ in and that has a place on an axis. */
export interface Dimension {
  readonly id: string;
  readonly label: string;
  readonly kind: 'param' | 'metric' | 'cost' | 'duration';
  /** Null where the run has none. */
  readonly of: (run: PlottedRun) => number | null;
  readonly format: (value: number) => string;
  readonly better: 'max' | 'min' | null;
  /** Words in place of numbers: a value is the place of its word. */
  readonly words?: readonly string[];
}

/** An axis of more words than this says nothing. */
const MAX_WORDS = 12;
/** Values that are so far apart are told apart by their logarithm alone. */
const LOG_FROM = 50;

/** What the runs can be drawn over: their figures, and the parameters that are not the same in all of them. */
export function dimensionsOf(runs: readonly PlottedRun[]): Dimension[] {
  const params = keysOf(runs.map((run) => run.params)).flatMap((key) => paramOf(runs, key) ?? []);
  const metrics = keysOf(runs.map((run) => run.metrics)).map(metricOf);
  const currency = runs.find(({ cost }) => cost !== null)?.cost?.currency;
  return [
    ...metrics,
    ...params,
    ...(currency === undefined ? [] : [costOf(currency)]),
    ...(runs.some((run) => tookMs(run) !== null) ? [DURATION] : []),
  ].filter(({ of }) => runs.some((run) => of(run) !== null));
}

/** The metric that says most of the runs, where there is one. */
export function leadingOf(
  dimensions: readonly Dimension[],
  runs: readonly PlottedRun[],
): Dimension | undefined {
  const key = leadingMetric(runs);
  return dimensions.find(({ kind, label }) => kind === 'metric' && label === key);
}

function metricOf(key: string): Dimension {
  return {
    id: `m.${key}`,
    label: key,
    kind: 'metric',
    of: ({ metrics }) => metrics.find((one) => one.key === key)?.value ?? null,
    format: metric,
    better: betterIs(key),
  };
}

function paramOf(runs: readonly PlottedRun[], key: string): Dimension | null {
  const textOf = ({ params }: PlottedRun) => params.find((param) => param.key === key)?.value;
  const texts = [...new Set(runs.map(textOf).filter((text) => text !== undefined))];
  if (texts.length < 2) return null;
  const base = { id: `p.${key}`, label: key, kind: 'param', better: null } as const;
  if (texts.every((text) => text.trim() !== '' && Number.isFinite(Number(text)))) {
    return {
      ...base,
      of: (run) => {
        const text = textOf(run);
        return text === undefined ? null : Number(text);
      },
      format: metric,
    };
  }
  if (texts.length > MAX_WORDS) return null;
  const words = texts.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return {
    ...base,
    of: (run) => {
      const at = words.indexOf(textOf(run) ?? '');
      return at < 0 ? null : at;
    },
    format: (value) => words[value] ?? '',
    words,
  };
}

/** As precise as the platform's amounts: what is less than a cent is not nothing. */
const COST_DIGITS = 6;

function costOf(currency: string): Dimension {
  return {
    id: 'cost',
    label: 'Cost',
    kind: 'cost',
    of: ({ cost }) => (cost === null ? null : approximate(cost.amount)),
    // A place on an axis, not an amount: that stands in the table.
    format: (value) => money(value.toFixed(COST_DIGITS), currency),
    better: 'min',
  };
}

const DURATION: Dimension = {
  id: 'duration',
  label: 'Duration',
  kind: 'duration',
  of: tookMs,
  format: duration,
  better: 'min',
};

function tookMs({ startedAt, endedAt }: PlottedRun): number | null {
  return startedAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt);
}

function keysOf(lists: readonly (readonly { readonly key: string }[])[]): string[] {
  return [...new Set(lists.flatMap((list) => list.map(({ key }) => key)))].sort();
}

/** Where a value stands between the least (0) and the greatest (1) of an axis. */
export interface AxisScale {
  readonly low: number;
  readonly high: number;
  readonly isLog: boolean;
  readonly at: (value: number) => number;
  readonly value: (at: number) => number;
}

export function scaleOf({ of, words }: Dimension, runs: readonly PlottedRun[]): AxisScale {
  const values = runs.map(of).filter((value) => value !== null);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const isLog = words === undefined && low > 0 && high / low >= LOG_FROM;
  const [from, to] = isLog ? [Math.log(low), Math.log(high)] : [low, high];
  // By halves: what lies between the least and the greatest of all numbers is itself none.
  const half = to / 2 - from / 2;
  const between = (at: number) => from * (1 - at) + to * at;
  return {
    low,
    high,
    isLog,
    at: (value) => (half === 0 ? 0.5 : ((isLog ? Math.log(value) : value) / 2 - from / 2) / half),
    value: (at) => (isLog ? Math.exp(between(at)) : between(at)),
  };
}

const READABLE_DIGITS = 6;

/** Both ends, the lesser first, in as many digits as one reads; in all of them where fewer would keep less. */
export function readableRange(one: number, other: number): readonly [least: string, most: string] {
  const [least, most] = one <= other ? [one, other] : [other, one];
  const rounded = (value: number) => Number(value.toPrecision(READABLE_DIGITS));
  return [
    String(rounded(least) <= least ? rounded(least) : least),
    String(rounded(most) >= most ? rounded(most) : most),
  ];
}
