import { compact, cutOf, roundRange } from '@/parts/chart/axis';

/** An axis of a metric that ends on round numbers. */
export interface Level {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  /** 0 to 1. */
  readonly at: (value: number) => number;
  /** Where the axis begins, when that is not at zero. */
  readonly cut: string | null;
}

export function levelOf(values: readonly number[]): Level {
  const [low, high] = roundRange(Math.min(...values), Math.max(...values), false);
  const cut = cutOf([low, high]);
  return {
    low,
    middle: (low + high) / 2,
    high,
    // Beyond the ends lies only what is too large to have an axis.
    at: (value) => Math.min(1, Math.max(0, (value - low) / (high - low))),
    cut: cut === null ? null : compact(cut),
  };
}
