import { durationMs } from './time';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './units';

/** Units in which a person says how long something lasts, with their lengths in milliseconds. */
export const SPAN_UNITS = [
  { value: 'seconds', label: 'seconds', of: 1_000 },
  { value: 'minutes', label: 'minutes', of: MINUTE_MS },
  { value: 'hours', label: 'hours', of: HOUR_MS },
  { value: 'days', label: 'days', of: DAY_MS },
] as const;

export type SpanUnit = (typeof SPAN_UNITS)[number]['value'];

/** A length of time as it is typed in: text, because a field may be half typed. */
export interface Span {
  readonly amount: string;
  readonly unit: SpanUnit;
}

/** In the largest unit of which it is a whole number. */
export function spanOf(iso: string): Span {
  const ms = durationMs(iso) ?? 0;
  const unit = [...SPAN_UNITS].reverse().find(({ of }) => ms >= of && ms % of === 0) ?? SPAN_UNITS[0];
  return { amount: String(ms / unit.of), unit: unit.value };
}

/** Milliseconds; NaN for what is no number. */
export function spanMs({ amount, unit }: Span): number {
  const typed = amount.trim() === '' ? Number.NaN : Number(amount);
  return typed * (SPAN_UNITS.find(({ value }) => value === unit)?.of ?? Number.NaN);
}

/** As the API takes it. */
export function isoSpan(span: Span): string {
  return `PT${spanMs(span) / 1_000}S`;
}

const PARTS: readonly (readonly [of: number, one: string, many: string])[] = [
  [DAY_MS, 'day', 'days'],
  [HOUR_MS, 'h', 'h'],
  [MINUTE_MS, 'min', 'min'],
  [1_000, 's', 's'],
];

/** `45 min`, `2 h`, `1 h 30 min`, `3 days`: the two largest parts of an ISO-8601 duration. */
export function spanInWords(iso: string): string {
  return msInWords(durationMs(iso) ?? 0);
}

/** The same of milliseconds. */
export function msInWords(ms: number): string {
  let rest = Math.max(0, Math.round(ms / 1_000) * 1_000);
  const parts: string[] = [];
  for (const [of, one, many] of PARTS) {
    const amount = Math.floor(rest / of);
    if (amount > 0 && parts.length < 2) parts.push(`${amount}\u00a0${amount === 1 ? one : many}`);
    else if (parts.length > 0) break;
    rest -= amount * of;
  }
  return parts.length === 0 ? '0\u00a0s' : parts.join(' ');
}

/** A sentence of the platform's in which ISO-8601 durations, such as a field's bounds, are put into words. */
export function spansInWords(sentence: string): string {
  return sentence.replace(/\bP(?=[\dT])(?:\d+D)?(?:T(?:[\d.]+[HMS])+)?(?!\w)/g, spanInWords);
}
