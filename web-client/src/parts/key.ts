import type { Permission } from '@/api/permissions';
import { relative } from '@/format/time';
import { DAY_MS } from '@/format/units';
import type { IconName } from './Icon';
import type { Tone } from './Status';

/** A key that ends sooner than this wants a look. */
const SOON_MS = 14 * DAY_MS;

/** What tells whether a key counts. */
export interface KeyDates {
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** What a key may, and through whom. */
interface KeyRights {
  readonly permissions: readonly Permission[];
  readonly projectIds: readonly string[];
  readonly serviceAccount: object | null;
}

type KeyEnds = Pick<KeyDates, 'expiresAt' | 'revokedAt'>;

export interface KeyState {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly word: string;
}

export function stateOf({ revokedAt, expiresAt }: KeyEnds, nowMs: number): KeyState {
  if (revokedAt != null) return { tone: 'idle', icon: 'slash', word: 'Revoked' };
  if (expiresAt == null) return { tone: 'ok', icon: 'ok', word: 'Active' };
  const leftMs = Date.parse(expiresAt) - nowMs;
  if (leftMs <= 0) return { tone: 'idle', icon: 'clock', word: 'Expired' };
  return leftMs < SOON_MS
    ? { tone: 'warn', icon: 'warn', word: `Ends ${relative(expiresAt, nowMs)}` }
    : { tone: 'ok', icon: 'ok', word: 'Active' };
}

/** Whether requests under it are answered. */
export function isLive({ revokedAt, expiresAt }: KeyEnds, nowMs: number): boolean {
  return revokedAt == null && (expiresAt == null || Date.parse(expiresAt) > nowMs);
}

export function endsSoon(key: KeyEnds, nowMs: number): boolean {
  return isLive(key, nowMs) && stateOf(key, nowMs).tone === 'warn';
}

/** A live key that was not used, or was never, for as long as the organisation tells a key to be unused after. */
export function isUnused(key: KeyDates, nowMs: number, unusedAfterMs: number): boolean {
  const since = Date.parse(key.lastUsedAt ?? key.createdAt);
  return isLive(key, nowMs) && nowMs - since >= unusedAfterMs;
}

/**
 * Whether the person may do what the key may. What a key may on single projects, and what a service account may, is for
 * the platform to weigh.
 */
export function mayDo(mine: readonly Permission[] | undefined, key: KeyRights): boolean {
  if (key.serviceAccount !== null || key.projectIds.length > 0) return true;
  return key.permissions.every((permission) => mine?.includes(permission) === true);
}
