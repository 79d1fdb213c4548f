import Big from 'big.js';
import type { CostQuery } from '@/api/generated/cost';
import type { Amount } from '@/format/amount';
import type { Span } from '@/format/period';
import type { CostPeriod } from './cost-period';

const DAY_MS = 86_400_000;
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
  const leftMs = Math.max(0, period.span.toMs - period.nowMs);
  return new Big(data.recent.total.amount)
    .times(leftMs)
    .div(LOOKED_BACK_MS)
    .plus(data.cost.total.amount)
    .round(DECIMAL_PLACES)
    .toFixed();
}
