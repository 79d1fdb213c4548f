import Big from 'big.js';
import type { CostQuery } from '@/api/generated/cost';
import { approximate, sum, type Amount } from '@/format/amount';
import { daysOf, type Span } from '@/format/period';
import { DAY_MS } from '@/format/units';
import type { CostPeriod } from './cost-period';

const LOOKED_BACK_MS = 7 * DAY_MS;
/** As the platform writes the forecasts of budgets. */
const DECIMAL_PLACES = 10;

/** The last seven days: what comes is expected to be like them. */
export function lately(nowMs: number): Span {
  return { fromMs: nowMs - LOOKED_BACK_MS, toMs: nowMs };
}

/** The whole tenant's budget of this very period. */
export function budgetOf({ budgets }: Pick<CostQuery, 'budgets'>, { kind }: CostPeriod) {
  return budgets.find(({ projectId, period }) => projectId === null && period === kind.toUpperCase());
}

/** What the period will have cost if it goes on as in the last seven days; null of days that were chosen. */
export function forecastOf(data: CostQuery, period: CostPeriod): Amount | null {
  if (period.kind === 'custom') return null;
  const budget = budgetOf(data, period);
  if (budget !== undefined) return budget.forecast.amount;
  return goingOn(data.cost.total.amount, data.recent.total.amount, period);
}

/** As the platform makes the forecast of a budget: what was spent, and for what is left as in the last seven days. */
function goingOn(spent: Amount, recent: Amount, { span, nowMs }: CostPeriod): Amount {
  const leftMs = Math.max(0, span.toMs - nowMs);
  return new Big(recent).times(leftMs).div(LOOKED_BACK_MS).plus(spent).round(DECIMAL_PLACES).toFixed();
}

/** The forecast of each project by its id, the budget's own where it has one; empty of days that were chosen. */
export function forecastsOf(data: CostQuery, period: CostPeriod): ReadonlyMap<string, Amount> {
  if (period.kind === 'custom') return new Map();
  const [spent, recent] = [byProject(data.cost.lines), byProject(data.recent.lines)];
  const own = data.budgets.filter((budget) => budget.period === period.kind.toUpperCase());
  return new Map(
    [...new Set([...spent.keys(), ...recent.keys()])].map((id) => [
      id,
      own.find(({ projectId }) => projectId === id)?.forecast.amount ??
        goingOn(spent.get(id) ?? '0', recent.get(id) ?? '0', period),
    ]),
  );
}

type OfProject = Pick<CostQuery['recent']['lines'][number], 'projectId' | 'amount'>;

function byProject(lines: readonly OfProject[]): Map<string, Amount> {
  const amounts = new Map<string, Amount>();
  for (const { projectId, amount } of lines) {
    const id = projectId ?? '';
    amounts.set(id, sum([amounts.get(id) ?? '0', amount.amount]));
  }
  return amounts;
}

const SPREAD_DAYS = 14;
const FEWEST_DAYS = 7;
/** Student's t that 10 % lie above, for 6 to 13 degrees of freedom. */
const T_90 = [1.44, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.35] as const;

/** The whole days before today by whose spread a forecast is made a range. */
export function spreadDays(nowMs: number): Span {
  const toMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  return { fromMs: toMs - SPREAD_DAYS * DAY_MS, toMs };
}

/** What each whole day cost, from the first one that cost something. */
export function dailyAmounts(lines: CostQuery['wholeDays']['lines'], span: Span): number[] {
  const days = daysOf(span).map((day) =>
    approximate(sum(lines.filter((line) => line.day === day).map(({ amount }) => amount.amount))),
  );
  const first = days.findIndex((amount) => amount !== 0);
  return first < 0 ? [] : days.slice(first);
}

/**
 * Half of the range that a forecast so many days ahead lies in with 80 %; null with fewer than seven days.
 *
 * The forecast is `ahead` times the mean of seven days. Where days are alike and know nothing of each other, what comes
 * differs from it by `s · √(ahead + ahead² / 7)`: days' own spread, and that of the mean. `s` is the standard deviation
 * of the days given, so that Student's t stands in place of the normal quantile.
 */
export function halfRange(days: readonly number[], ahead: number): number | null {
  if (days.length < FEWEST_DAYS) return null;
  const mean = days.reduce((total, amount) => total + amount, 0) / days.length;
  const squares = days.reduce((total, amount) => total + (amount - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (days.length - 1));
  const t = T_90[Math.min(days.length, SPREAD_DAYS) - FEWEST_DAYS] ?? T_90[0];
  return t * deviation * Math.sqrt(ahead + (ahead * ahead) / 7);
}

/** Where the range of a forecast lies, of the period from 0 to 1. */
export interface BandPoint {
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

/** The range at the end of each day to come, around the straight line to the forecast; null where none is made. */
export function bandOf(data: CostQuery, period: CostPeriod): readonly BandPoint[] | null {
  const forecast = forecastOf(data, period);
  const { span, nowMs } = period;
  const left = (span.toMs - nowMs) / DAY_MS;
  if (forecast === null || left <= 0) return null;
  const days = dailyAmounts(data.wholeDays.lines, spreadDays(nowMs));
  const spent = approximate(data.cost.total.amount);
  const rise = approximate(forecast) - spent;
  const points: BandPoint[] = [];
  for (let step = 0; step < left + 1; step += 1) {
    const ahead = Math.min(step, left);
    const half = halfRange(days, ahead);
    if (half === null) return null;
    const middle = spent + rise * (ahead / left);
    const at = (nowMs + ahead * DAY_MS - span.fromMs) / (span.toMs - span.fromMs);
    // What is spent stays spent.
    points.push({ at, low: Math.max(spent, middle - half), high: middle + half });
  }
  return points;
}
