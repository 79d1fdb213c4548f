import type { KeyRowFragment } from '@/api/generated/keys';
import { durationMs, relative } from '@/format/time';
import type { IconName } from '@/parts/Icon';
import type { Tone } from '@/parts/Status';

const DAY_MS = 86_400_000;
/** A key that ends sooner than this wants a look. */
const SOON_MS = 14 * DAY_MS;

export interface KeyState {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly word: string;
}

export function stateOf({ revokedAt, expiresAt }: KeyRowFragment, nowMs: number): KeyState {
  if (revokedAt != null) return { tone: 'idle', icon: 'slash', word: 'Revoked' };
  if (expiresAt == null) return { tone: 'ok', icon: 'ok', word: 'Active' };
  const leftMs = Date.parse(expiresAt) - nowMs;
  if (leftMs <= 0) return { tone: 'idle', icon: 'clock', word: 'Expired' };
  return leftMs < SOON_MS
    ? { tone: 'warn', icon: 'warn', word: `Ends ${relative(expiresAt, nowMs)}` }
    : { tone: 'ok', icon: 'ok', word: 'Active' };
}

/** Whether requests under it are answered. */
export function isLive({ revokedAt, expiresAt }: KeyRowFragment, nowMs: number): boolean {
  return revokedAt == null && (expiresAt == null || Date.parse(expiresAt) > nowMs);
}

export function endsSoon(key: KeyRowFragment, nowMs: number): boolean {
  return isLive(key, nowMs) && stateOf(key, nowMs).tone === 'warn';
}

/** A live key that was not used, or was never, for as long as the organisation tells a key to be unused after. */
export function isUnused(key: KeyRowFragment, nowMs: number, unusedAfterMs: number): boolean {
  const since = Date.parse(key.lastUsedAt ?? key.createdAt);
  return isLive(key, nowMs) && nowMs - since >= unusedAfterMs;
}

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
