import { calendarDay } from '@/format/time';
import { DAY_MS } from '@/format/units';

interface Dated {
  readonly at: string;
}

export interface Day<Item> {
  /** In UTC, such as `2026-11-19`. */
  readonly date: string;
  readonly label: string;
  readonly items: readonly Item[];
}

/** By the day in UTC, in the order in which they come. */
export function byDay<Item extends Dated>(items: readonly Item[], nowMs: number): Day<Item>[] {
  const days: { date: string; label: string; items: Item[] }[] = [];
  for (const item of items) {
    const date = item.at.slice(0, 10);
    if (days.at(-1)?.date !== date) days.push({ date, label: dayLabel(date, nowMs), items: [] });
    days.at(-1)?.items.push(item);
  }
  return days;
}

/** `Today`, or the day of what is dated `2026-11-19`. */
export function dayLabel(date: string, nowMs: number): string {
  if (date === isoDay(nowMs)) return 'Today';
  return date === isoDay(nowMs - DAY_MS) ? 'Yesterday' : calendarDay(`${date}T00:00:00Z`, nowMs);
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
