import type { RunListedFragment } from '@/api/generated/runs';
import { isNumeric, type Condition, type Operator } from './condition';

/** Runs whose values lie beside each other. */
export interface Bin {
  readonly runs: number;
  /** As many of them as a condition keeps. */
  readonly kept: number;
}

export interface Distribution {
  readonly low: number;
  readonly high: number;
  readonly runs: number;
  readonly bins: readonly Bin[];
}

const BINS = 24;

const HOLDS: Readonly<Partial<Record<Operator, (value: number, number: number) => boolean>>> = {
  is: (value, number) => value === number,
  not: (value, number) => value !== number,
  ge: (value, number) => value >= number,
  le: (value, number) => value <= number,
  gt: (value, number) => value > number,
  lt: (value, number) => value < number,
};

/** How the values that a condition is about lie among these runs; null where it is about no numbers, or about too few. */
export function distributionOf(
  condition: Condition,
  runs: readonly Pick<RunListedFragment, 'params' | 'metrics'>[],
): Distribution | null {
  if (condition.kind !== 'param' && condition.kind !== 'metric') return null;
  // Of the others the list knows no values.
  if (!isNumeric(condition) || (condition.of ?? 'LATEST') !== 'LATEST') return null;
  const values = runs.flatMap((run) =>
    valueIn(condition.kind === 'param' ? run.params : run.metrics, condition.key),
  );
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (values.length < 2 || low === high) return null;
  const number = condition.value.trim() === '' ? Number.NaN : Number(condition.value);
  const keeps = HOLDS[condition.operator];
  const bins = Array.from({ length: BINS }, () => ({ runs: 0, kept: 0 }));
  for (const value of values) {
    // By halves: what lies between the least and the greatest of all numbers is itself none.
    const share = (value / 2 - low / 2) / (high / 2 - low / 2);
    const bin = bins[Math.min(BINS - 1, Math.floor(share * BINS))];
    if (bin === undefined) continue;
    bin.runs += 1;
    // Without a number yet nothing is left out.
    if (Number.isNaN(number) || keeps?.(value, number) === true) bin.kept += 1;
  }
  return { low, high, runs: values.length, bins };
}

function valueIn(
  list: readonly { readonly key: string; readonly value: string | number | null }[],
  key: string,
): number[] {
  const value = list.find((item) => item.key === key)?.value;
  if (value === undefined || value === null || value === '') return [];
  const number = Number(value);
  return Number.isFinite(number) ? [number] : [];
}
