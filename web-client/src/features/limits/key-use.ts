import type { LimitDetailsQuery } from '@/api/generated/limits';
import { isLive, isUnused } from '@/parts/key';

export type KeyUse = NonNullable<LimitDetailsQuery['apiKeys']>['edges'][number]['node'];

/** Keys that are shown; the rest are on their own page. */
export const SHOWN = 10;

/** Keys that count, the one that took most first; those that nobody uses come last. */
export function inForce(keys: readonly KeyUse[], nowMs: number): KeyUse[] {
  return keys
    .filter((key) => isLive(key, nowMs))
    .sort(
      (one, other) =>
        other.lastWeek.points - one.lastWeek.points ||
        (other.lastUsedAt ?? '').localeCompare(one.lastUsedAt ?? ''),
    );
}

/** Those that took most; the last two places are for keys that nobody uses. */
export function shown(keys: readonly KeyUse[], nowMs: number, unusedAfterMs: number): readonly KeyUse[] {
  if (keys.length <= SHOWN) return keys;
  const unused = keys
    .slice(SHOWN - 2)
    .filter((key) => isUnused(key, nowMs, unusedAfterMs))
    .slice(-2);
  return [...keys.slice(0, SHOWN - unused.length), ...unused];
}
