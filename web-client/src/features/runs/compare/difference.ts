import { betterIs } from '@/features/runs/metrics';
import { minus, signedMoney } from '@/format/amount';
import { metricInColumn, metric } from '@/format/number';
import { duration } from '@/format/time';

export interface Difference {
  /** With its sign; `same` where there is none. */
  readonly text: string;
  /** Which way that is, where the name of the metric tells. */
  readonly word: 'better' | 'worse' | null;
}

/** What is only noise of floating point, as a share of the greater value. */
const NOISE = 1e-12;
const SAME: Difference = { text: 'same', word: null };

/** How a metric differs from the baseline's; null where one of both has none. */
export function metricDifference(key: string, value: number | null, base: number | null): Difference | null {
  if (value === null || base === null) return null;
  const difference = value - base;
  // Further apart than a number can tell.
  if (!Number.isFinite(difference)) return null;
  if (Math.abs(difference) <= NOISE * Math.max(Math.abs(value), Math.abs(base))) return SAME;
  const better = betterIs(key);
  const shown = Math.abs(difference);
  // Small ones are told in figures of their own: four decimals would make nothing of them.
  const text = shown < 0.0001 ? metric(shown) : metricInColumn(shown);
  return {
    text: `${difference > 0 ? '+' : '−'}${text}`,
    word: better === null ? null : difference > 0 === (better === 'max') ? 'better' : 'worse',
  };
}

export function durationDifference(ms: number | null, base: number | null): Difference | null {
  if (ms === null || base === null) return null;
  if (ms === base) return SAME;
  return { text: `${ms > base ? '+' : '−'}${duration(Math.abs(ms - base))}`, word: null };
}

interface Money {
  readonly amount: string;
  readonly currency: string;
}

export function moneyDifference(cost: Money | null, base: Money | null): Difference | null {
  if (cost === null || base === null) return null;
  const difference = minus(cost.amount, base.amount);
  if (Number(difference) === 0) return SAME;
  return { text: signedMoney(difference, cost.currency), word: null };
}
