import type { KeyRowFragment } from '@/api/generated/keys';
import { durationMs } from '@/format/time';
import { DAY_MS } from '@/format/units';

/** Whose the key is: of a service account, or of the person who made it. */
export function ownerOf({ serviceAccount, createdBy }: KeyRowFragment): string {
  return serviceAccount?.name ?? createdBy.label;
}

/** Days until the end, as the form offers them; 0 is never. */
export const LIFETIMES: readonly { readonly days: number; readonly label: string }[] = [
  { days: 7, label: '7 days' },
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: 'a year' },
  { days: 0, label: 'never' },
];

/** Those that the policy allows; a bound leaves none without an end. */
export function lifetimesWithin(maxLifeMs: number | null) {
  return LIFETIMES.filter(({ days }) => maxLifeMs === null || (days > 0 && days * DAY_MS <= maxLifeMs));
}

/** Whole days of a duration as the API writes it; null for none. */
export function daysOf(duration: string | null): number | null {
  const ms = duration === null ? null : durationMs(duration);
  return ms === null ? null : Math.round(ms / DAY_MS);
}

export function expiryAfter(days: number, nowMs: number): string | null {
  return days === 0 ? null : new Date(nowMs + days * DAY_MS).toISOString();
}
