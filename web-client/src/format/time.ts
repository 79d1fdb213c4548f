import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './units';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-11-19 14:32:07 UTC`, or `–` for what is no time. */
export function exactUtc(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? '–' : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/**
 * How long ago, as short as it can be said: `just now`, `5 min ago`, `3 h ago`, `2 days ago`, then `12 Nov`, and with
 * its year once that is another one. A time ahead reads `in 5 min`; a clock a little off still reads `just now`.
 */
export function relative(instant: string, nowMs: number): string {
  const at = new Date(instant);
  const agoMs = nowMs - at.getTime();
  if (Number.isNaN(agoMs)) return '–';
  const span = spoken(Math.abs(agoMs));
  if (span === null) return dayOf(at, new Date(nowMs));
  if (span === '') return 'just now';
  return agoMs >= 0 ? `${span} ago` : `in ${span}`;
}

function spoken(ms: number): string | null {
  if (ms < 45 * SECOND_MS) return '';
  if (ms < HOUR_MS) return `${Math.max(1, Math.floor(ms / MINUTE_MS))} min`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  const days = Math.floor(ms / DAY_MS);
  if (days < 7) return days === 1 ? '1 day' : `${days} days`;
  return null;
}

/** `25 Nov`, in UTC, and with its year once that is another one. */
export function calendarDay(instant: string, nowMs: number): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? '–' : dayOf(at, new Date(nowMs));
}

function dayOf(at: Date, now: Date): string {
  const day = `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''}`;
  return at.getUTCFullYear() === now.getUTCFullYear() ? day : `${day} ${at.getUTCFullYear()}`;
}

/** `25 Nov 2026`, in UTC: a day whose year matters. */
export function calendarDate(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '–';
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()}`;
}

/** `3 h 16 m`, `4 m 05 s`, `12 s`, `0.8 s`. */
export function duration(ms: number): string {
  if (ms < 10 * SECOND_MS) return `${(ms / SECOND_MS).toFixed(1)} s`;
  const seconds = Math.floor(ms / SECOND_MS);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${twoDigits(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} m`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

const ISO_DURATION = /^P(?=.)(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of the ISO-8601 durations the API writes (`PT6H30M`), or null for anything else. */
export function durationMs(text: string): number | null {
  const parts = ISO_DURATION.exec(text);
  if (parts === null) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = (parts.slice(1) as (string | undefined)[]).map(
    (part) => Number(part ?? 0),
  );
  return ((days * 24 + hours) * 60 + minutes) * MINUTE_MS + seconds * SECOND_MS;
}
