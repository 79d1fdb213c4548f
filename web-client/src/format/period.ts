import { calendarDay } from './time';
import { DAY_MS } from './units';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** From the first moment to the one after the last, in milliseconds; days are those of UTC, as in the ledger. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Monday to Monday. */
export function weekOf(nowMs: number): Span {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const fromMs = today - ((new Date(nowMs).getUTCDay() + 6) % 7) * DAY_MS;
  return { fromMs, toMs: fromMs + 7 * DAY_MS };
}

export function monthOf(nowMs: number): Span {
  const now = new Date(nowMs);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return { fromMs: Date.UTC(year, month, 1), toMs: Date.UTC(year, month + 1, 1) };
}

/** The span of two days, both of them within it; null where the text is no such pair. */
export function daysFrom(from: string | null, to: string | null): Span | null {
  if (from === null || to === null || !DAY.test(from) || !DAY.test(to)) return null;
  const [fromMs, lastMs] = [Date.parse(from), Date.parse(to)];
  if (Number.isNaN(fromMs) || Number.isNaN(lastMs) || lastMs < fromMs) return null;
  return { fromMs, toMs: lastMs + DAY_MS };
}

/** What came before: the same days of the month before for a month, else as many days just before. */
export function before(span: Span, nowMs: number): Span {
  const elapsedMs = Math.min(span.toMs, Math.max(nowMs, span.fromMs)) - span.fromMs;
  const isMonth = monthOf(span.fromMs).fromMs === span.fromMs && monthOf(span.fromMs).toMs === span.toMs;
  const fromMs = isMonth ? monthOf(span.fromMs - DAY_MS).fromMs : span.fromMs - (span.toMs - span.fromMs);
  return { fromMs, toMs: Math.min(fromMs + elapsedMs, span.fromMs) };
}

/** The part of the span that is over, 0 to 1. */
export function gone({ fromMs, toMs }: Span, nowMs: number): number {
  return Math.min(1, Math.max(0, (nowMs - fromMs) / (toMs - fromMs)));
}

/** `2026-11-19` of each day that the span touches. */
export function daysOf({ fromMs, toMs }: Span): string[] {
  const days: string[] = [];
  for (let day = Math.floor(fromMs / DAY_MS) * DAY_MS; day < toMs; day += DAY_MS) days.push(isoDay(day));
  return days;
}

export function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** `19 Nov`. */
export function shortDay(day: string): string {
  const [, month = '1', date = '1'] = day.split('-');
  return `${Number(date)} ${(MONTHS[Number(month) - 1] ?? '').slice(0, 3)}`;
}

export function monthName(ms: number): string {
  return MONTHS[new Date(ms).getUTCMonth()] ?? '';
}

/** `14:32 UTC`. */
export function clock(ms: number): string {
  return `${timeOfDay(ms)} UTC`;
}

/** `14:32`, in UTC, where what stands around it says so. */
export function timeOfDay(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}

/** `14:32`, in UTC, and with its day where that is not today. */
export function moment(ms: number, nowMs: number): string {
  if (isoDay(ms) === isoDay(nowMs)) return timeOfDay(ms);
  return `${calendarDay(new Date(ms).toISOString(), nowMs)}, ${timeOfDay(ms)}`;
}

/** As the API takes a period. */
export function toPeriod({ fromMs, toMs }: Span): { from: string; to: string } {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}
