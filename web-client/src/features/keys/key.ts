import type { KeyRowFragment } from '@/api/generated/keys';
import { relative } from '@/format/time';
import type { IconName } from '@/parts/Icon';
import type { Tone } from '@/parts/Status';

const DAY_MS = 86_400_000;
/** A key that ends sooner than this wants a look. */
const SOON_MS = 14 * DAY_MS;
/** A key that nobody used for so long is told to be unused. */
export const UNUSED_DAYS = 60;

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

/** A live key that was not used, or was never, for so long that it may as well be revoked. */
export function isUnused(key: KeyRowFragment, nowMs: number): boolean {
  const since = Date.parse(key.lastUsedAt ?? key.createdAt);
  return isLive(key, nowMs) && nowMs - since >= UNUSED_DAYS * DAY_MS;
}

/** Days until the end, as the form offers them; 0 is never. */
export const LIFETIMES: readonly { readonly days: number; readonly label: string }[] = [
  { days: 7, label: '7 days' },
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: 'a year' },
  { days: 0, label: 'never' },
];

export function expiryAfter(days: number, nowMs: number): string | null {
  return days === 0 ? null : new Date(nowMs + days * DAY_MS).toISOString();
}
