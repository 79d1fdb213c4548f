import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { before, daysFrom, isoDay, monthName, monthOf, shortDay, weekOf, type Span } from '@/format/period';
import { DAY_MS, MINUTE_MS } from '@/format/units';
import { words } from './words';

const says = words.period;

export type PeriodKind = 'week' | 'month' | 'custom';

/** More days than this do not fit one page. */
export const MAX_DAYS = 366;

export interface CostPeriod {
  readonly kind: PeriodKind;
  readonly span: Span;
  /** What it is compared with. */
  readonly earlier: Span;
  readonly nowMs: number;
  /** "this month", "1 to 9 Nov". */
  readonly label: string;
  readonly earlierLabel: string;
}

/** The period in the address: this month unless it names another one. */
export function readPeriod(search: URLSearchParams, nowMs: number): CostPeriod {
  const custom = search.get('period') === 'custom' ? daysFrom(search.get('from'), search.get('to')) : null;
  if (custom !== null && custom.toMs - custom.fromMs <= MAX_DAYS * DAY_MS)
    return period('custom', custom, nowMs);
  return search.get('period') === 'week'
    ? period('week', weekOf(nowMs), nowMs)
    : period('month', monthOf(nowMs), nowMs);
}

function period(kind: PeriodKind, span: Span, nowMs: number): CostPeriod {
  const earlier = before(span, nowMs);
  const labels = {
    week: [says.thisWeek, says.lastWeek],
    month: [says.thisMonth, says.sameDaysOf(monthName(earlier.fromMs))],
    custom: [days(span), days(earlier)],
  } as const;
  const [label, earlierLabel] = labels[kind];
  return { kind, span, earlier, nowMs, label, earlierLabel };
}

/** `1 Nov to 19 Nov`, or `19 Nov`. */
export function days({ fromMs, toMs }: Span): string {
  const [first, last] = [isoDay(fromMs), isoDay(Math.max(fromMs, toMs - 1))];
  return first === last ? shortDay(first) : says.span(shortDay(first), shortDay(last));
}

/** The days of the period that have begun: `1 Nov to 19 Nov`. */
export function daysSoFar({ span: { fromMs, toMs }, nowMs }: CostPeriod): string {
  return days({ fromMs, toMs: Math.max(fromMs + 1, Math.min(toMs, nowMs)) });
}

/** The period stays the same object while the page is open: "now" is when it was opened. */
export function useCostPeriod(): CostPeriod {
  const [search] = useSearchParams();
  const [nowMs] = useState(() => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  const text = search.toString();
  return useMemo(() => readPeriod(new URLSearchParams(text), nowMs), [text, nowMs]);
}
