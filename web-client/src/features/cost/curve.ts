import Big from 'big.js';
import type { ReportLineFragment } from '@/api/generated/cost';
import { approximate, compareAmounts, sum, type Amount } from '@/format/amount';
import { daysOf, gone, isoDay, type Span } from '@/format/period';

/** What was spent since the period started, at the end of a day. */
export interface CurvePoint {
  readonly day: string;
  /** Of the period, 0 to 1. */
  readonly at: number;
  readonly amount: Amount;
}

export interface Curve {
  /** Up to today, whose point stands where the day is now. */
  readonly now: readonly CurvePoint[];
  /** The same days of the period before, by the place of the days in it. */
  readonly before: readonly CurvePoint[];
}

interface CurveArgs {
  readonly span: Span;
  readonly nowMs: number;
  readonly now: readonly ReportLineFragment[];
  readonly before: readonly ReportLineFragment[];
  readonly earlier: Span;
}

export function curveOf({ span, nowMs, now, before, earlier }: CurveArgs): Curve {
  const days = daysOf(span);
  const over = gone(span, nowMs);
  const today = isoDay(Math.min(nowMs, span.toMs - 1));
  const places = days.map((_, index) => Math.min((index + 1) / days.length, over));
  return {
    now: addedUp(
      now,
      days.filter((day) => day <= today),
      places,
    ),
    before: addedUp(before, daysOf(earlier).slice(0, days.length), places),
  };
}

function addedUp(
  lines: readonly ReportLineFragment[],
  days: readonly string[],
  places: readonly number[],
): CurvePoint[] {
  const byDay = new Map<string, Amount[]>();
  for (const { day, amount } of lines) {
    if (day !== null) byDay.set(day, [...(byDay.get(day) ?? []), amount.amount]);
  }
  let total = '0';
  return days.map((day, index) => {
    total = sum([total, ...(byDay.get(day) ?? [])]);
    return { day, at: places[index] ?? 1, amount: total };
  });
}

/** The day on which more than the budget is spent, or will be if it goes on to the forecast; null where it holds. */
export function passedOn(
  { now }: Pick<Curve, 'now'>,
  { span, forecast, budget }: { readonly span: Span; readonly forecast: Amount; readonly budget: Amount },
): string | null {
  const passed = now.find(({ amount }) => compareAmounts(amount, budget) > 0);
  if (passed !== undefined) return passed.day;
  const last = now.at(-1);
  if (compareAmounts(forecast, budget) <= 0) return null;
  const from = { at: last?.at ?? 0, amount: approximate(last?.amount ?? '0') };
  const part = (approximate(budget) - from.amount) / (approximate(forecast) - from.amount);
  const at = from.at + part * (1 - from.at);
  return isoDay(Math.min(span.toMs - 1, span.fromMs + at * (span.toMs - span.fromMs)));
}

/** Of the straight line from what is spent to the forecast; null before now. */
export function expectedAt(at: number, last: CurvePoint | undefined, forecast: Amount | null): Amount | null {
  if (forecast === null || last === undefined || at <= last.at) return null;
  const part = (at - last.at) / (1 - last.at);
  return new Big(forecast).minus(last.amount).times(part).plus(last.amount).round(10).toFixed();
}
