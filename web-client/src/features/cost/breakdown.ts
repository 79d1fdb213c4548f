import type { BudgetRowFragment, ReportLineFragment } from '@/api/generated/cost';
import {
  approximate,
  compareAmounts,
  digitsTogether,
  percents,
  roundedParts,
  share,
  sum,
  together,
  type Amount,
} from '@/format/amount';
import { words } from './words';

export type Dimension = 'project' | 'resource' | 'day';

/** A part of what was spent, beside the same of the period before: exact, and as it is shown. */
export interface Spending {
  readonly amount: Amount;
  readonly text: string;
  /** Of the exact whole. */
  readonly share: number;
  readonly percent: string;
  readonly before: Amount;
  readonly beforeText: string;
}

/** One row of the table: a part of the whole. */
export interface Part extends Spending {
  readonly key: string;
  /** Null while it is on its way. */
  readonly name: string | null;
  /** Both as they are shown, to so many decimals: what they are made of adds up to these. */
  readonly shown: Amount;
  readonly shownBefore: Amount;
  readonly digits: number;
  /** Of the whole period; null where none is made. */
  readonly forecast: Amount | null;
  readonly budget: BudgetRowFragment | undefined;
}

export interface Breakdown {
  readonly parts: readonly Part[];
  readonly total: Amount;
  readonly totalText: string;
  readonly before: Amount;
  readonly beforeText: string;
  readonly isRounded: boolean;
}

interface Report {
  readonly now: readonly ReportLineFragment[];
  readonly before: readonly ReportLineFragment[];
  readonly budgets: readonly BudgetRowFragment[];
  /** By project. */
  readonly forecasts?: ReadonlyMap<string, Amount>;
  readonly currency: string;
  readonly nameOf: (dimension: Dimension, key: string) => string | null;
}

/** The report by one dimension, the dearest first; days in their order. */
export function breakDown(
  dimension: Dimension,
  { now, before, budgets, forecasts, currency, nameOf }: Report,
): Breakdown {
  const groups = grouped(now, dimension);
  const earlier = dimension === 'day' ? new Map<string, Amount>() : grouped(before, dimension);
  const keys = [...new Set([...groups.keys(), ...earlier.keys()])];
  const amounts = keys.map((key) => groups.get(key) ?? '0');
  const befores = keys.map((key) => earlier.get(key) ?? '0');
  // Both columns stand beside each other: one precision.
  const digits = digitsTogether([...amounts, ...befores]);
  const shown = together(amounts, currency, digits);
  const shownBefore = together(befores, currency, digits);
  const [asShown, asShownBefore] = [roundedParts(amounts, digits), roundedParts(befores, digits)];
  const shownShares = percents(amounts);
  const total = sum(amounts);
  const parts = keys.map((key, index) => ({
    key,
    name: nameOf(dimension, key),
    amount: amounts[index] ?? '0',
    text: shown.texts[index] ?? '',
    share: share(amounts[index] ?? '0', total),
    percent: shownShares[index] ?? '',
    before: befores[index] ?? '0',
    beforeText: shownBefore.texts[index] ?? '',
    shown: asShown[index] ?? '0',
    shownBefore: asShownBefore[index] ?? '0',
    digits,
    forecast: dimension === 'project' ? (forecasts?.get(key) ?? null) : null,
    budget: dimension === 'project' ? budgets.find(({ project }) => project?.id === key) : undefined,
  }));
  parts.sort((a, b) =>
    dimension === 'day' ? a.key.localeCompare(b.key) : compareAmounts(b.amount, a.amount),
  );
  return {
    parts,
    total,
    totalText: shown.whole,
    before: sum(befores),
    beforeText: shownBefore.whole,
    isRounded: shown.isRounded || shownBefore.isRounded,
  };
}

/** Series of a stacked chart; the sixth holds what is left of the others. */
export interface Series {
  readonly key: string;
  /** Null while it is on its way. */
  readonly name: string | null;
  readonly total: Amount;
  /** One a day, in the order of the days; only for drawing. */
  readonly perDay: readonly number[];
  readonly amounts: readonly Amount[];
}

const MAX_SERIES = 6;

export function seriesOf(
  lines: readonly ReportLineFragment[],
  dimension: Exclude<Dimension, 'day'>,
  days: readonly string[],
  nameOf: Report['nameOf'],
): Series[] {
  const totals = [...grouped(lines, dimension)].sort(([, a], [, b]) => compareAmounts(b, a));
  const shown = totals.length <= MAX_SERIES ? totals : totals.slice(0, MAX_SERIES - 1);
  const own = new Set(shown.map(([key]) => key));
  const rest = lines.filter((line) => !own.has(keyOf(line, dimension)));
  const series = shown.map(([key]) =>
    oneSeries(
      key,
      nameOf(dimension, key),
      lines.filter((line) => keyOf(line, dimension) === key),
      days,
    ),
  );
  return rest.length === 0
    ? series
    : [...series, oneSeries('', words.days.others(totals.length - shown.length), rest, days)];
}

function oneSeries(
  key: string,
  name: string | null,
  lines: readonly ReportLineFragment[],
  days: readonly string[],
): Series {
  const byDay = grouped(lines, 'day');
  const amounts = days.map((day) => byDay.get(day) ?? '0');
  return {
    key,
    name,
    total: sum(lines.map(({ amount }) => amount.amount)),
    amounts,
    perDay: amounts.map(approximate),
  };
}

function grouped(lines: readonly ReportLineFragment[], dimension: Dimension): Map<string, Amount> {
  const groups = new Map<string, Amount[]>();
  for (const line of lines) {
    const key = keyOf(line, dimension);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line.amount.amount]);
    else group.push(line.amount.amount);
  }
  return new Map([...groups].map(([key, amounts]) => [key, sum(amounts)]));
}

function keyOf({ projectId, resource, day }: ReportLineFragment, dimension: Dimension): string {
  if (dimension === 'project') return projectId ?? '';
  return (dimension === 'resource' ? resource : day) ?? '';
}
