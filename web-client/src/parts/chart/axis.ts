import { shortDay } from '@/format/period';
import { words } from './words';

/** What x means; times are seconds since 1970, or since the start, percents of what each series came to. */
export type XAxis = 'step' | 'time' | 'elapsed' | 'percent';

export type Range = readonly [min: number, max: number];

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances between ticks of a time axis, in seconds: what people count in, aligned to UTC. */
export const TIME_STEPS = [
  0.01,
  0.1,
  0.5,
  1,
  2,
  5,
  10,
  15,
  30,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  28 * DAY,
  91 * DAY,
  364 * DAY,
];

/** Whole steps only, in ones, twos and fives. */
export const WHOLE_STEPS = Array.from({ length: 16 }, (_, power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
).flat();

const PERCENT_STEPS = [0.1, 0.5, 1, 2, 5, 10, 20, 25, 50];

/** Distances that ticks of the axis may have. */
export const TICK_STEPS: Readonly<Record<XAxis, number[]>> = {
  step: WHOLE_STEPS,
  time: TIME_STEPS,
  elapsed: TIME_STEPS,
  percent: PERCENT_STEPS,
};

const STEPS = new Intl.NumberFormat('en-US');
const USUAL = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 5 });
const SMALL = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** The words under the x axis; `apart` is the distance between two of them. */
export function tickLabel(x: number, axis: XAxis, apart: number): string {
  if (axis === 'step') return compact(x);
  if (axis === 'percent') return `${compact(x)}\u00a0%`;
  if (axis === 'elapsed') return elapsed(x, apart);
  const at = new Date(x * 1_000).toISOString();
  if (apart >= DAY) return shortDay(at.slice(0, 10));
  return apart < MINUTE ? at.slice(11, 19) : at.slice(11, 16);
}

/** Where the pointer is, in full. */
export function xLabel(x: number, axis: XAxis): string {
  if (axis === 'step') return `step ${STEPS.format(x)}`;
  if (axis === 'percent') return words.atPercent(compact(Math.round(x * 10) / 10));
  if (axis === 'elapsed') return `after ${elapsed(x, 1)}`;
  return `${new Date(x * 1_000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The head of the column in a CSV. */
export const X_UNITS: Readonly<Record<XAxis, string>> = {
  step: 'step',
  time: 'UTC',
  ...words.units,
};

/** What stands in the chart's head, so that nobody guesses. */
export const X_WORDS: Readonly<Record<XAxis, string>> = words.axes;

/** Where a y axis begins that does not reach 0, or ends below it; null where 0 is on it. */
export function cutOf([low, high]: Range): number | null {
  if (low > 0) return low;
  return high < 0 ? high : null;
}

/** `10 k`, `2.5 M`. */
export function compact(value: number): string {
  const magnitude = Math.abs(value);
  const [divisor, unit] =
    magnitude >= 1e9
      ? [1e9, ' G']
      : magnitude >= 1e6
        ? [1e6, ' M']
        : magnitude >= 1e4
          ? [1e3, ' k']
          : [1, ''];
  const text = (magnitude === 0 || magnitude >= 0.001 ? USUAL : SMALL).format(value / divisor);
  return `${text.replace('-', '−')}${unit.replace(' ', '\u00a0')}`;
}

function elapsed(seconds: number, apart: number): string {
  if (seconds < MINUTE || apart < 1) return `${compact(Math.round(seconds * 10) / 10)}\u00a0s`;
  if (seconds < HOUR) {
    const rest = Math.round(seconds % MINUTE);
    return rest === 0
      ? `${seconds / MINUTE}\u00a0m`
      : `${Math.floor(seconds / MINUTE)}\u00a0m ${rest}\u00a0s`;
  }
  const minutes = Math.round((seconds % HOUR) / MINUTE);
  const hours = `${Math.floor(seconds / HOUR)}\u00a0h`;
  return minutes === 0 ? hours : `${hours} ${minutes}\u00a0m`;
}

/**
 * The x range of a chart that follows: it grows by an eighth at a time, so that a new point seldom moves the axis.
 *
 * @param before the range drawn last; null for the first time
 */
export function followed(before: Range | null, first: number, last: number, live: boolean): Range {
  if (!live || first === last) return [first, last > first ? last : first + 1];
  if (before !== null && before[0] === first && last <= before[1]) return before;
  return [first, last + (last - first) / 8];
}

/** Shifted by a share of its width, within the data. */
export function panned([min, max]: Range, share: number, [first, last]: Range): Range {
  const width = max - min;
  const start = Math.max(Math.min(first, min), Math.min(min + width * share, Math.max(last, max) - width));
  return [start, start + width];
}

/** Narrower or wider around `centre`; null when that is all there is, or more. */
export function zoomed(
  [min, max]: Range,
  factor: number,
  centre: number,
  [first, last]: Range,
): Range | null {
  const start = centre - (centre - min) * factor;
  const end = centre + (max - centre) * factor;
  if (start <= first && end >= last) return null;
  return end - start > (last - first) * 1e-6 ? [Math.max(start, first), Math.min(end, last)] : [min, max];
}

/**
 * A y range that ends on round numbers, so that it stays the same while values move a little.
 *
 * @param zeroBased for amounts: their axis begins at 0
 */
export function roundRange(low: number, high: number, zeroBased: boolean): Range {
  const from = drawable(zeroBased ? Math.min(0, low) : low);
  const to = drawable(zeroBased ? Math.max(0, high) : high);
  if (from === to) return from === 0 ? [0, 1] : [from - Math.abs(from) * 0.1, to + Math.abs(to) * 0.1];
  const rough = (to - from) / 8;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((digit) => digit * power >= rough) ?? 10) * power;
  return [clean(Math.floor(from / step) * step), clean(Math.ceil(to / step) * step)];
}

/** A hundredth of the greatest number: round numbers beyond both ends, and what lies between them, are numbers too. */
const FARTHEST = 1e306;

function drawable(value: number): number {
  return Math.max(-FARTHEST, Math.min(FARTHEST, value));
}

function clean(value: number): number {
  return Number(value.toPrecision(12));
}
