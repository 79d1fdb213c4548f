import type { KeyUseFragment } from '@/api/generated/limits';
import { isLive } from '@/parts/key';

export type KeyUse = KeyUseFragment;

/** Keys that are shown; the rest are on their own page. */
export const SHOWN = 10;

/** Of these at most, those that nobody uses. */
const SHOWN_UNUSED = 2;

/**
 * Those that took most first; the last two places are for keys that nobody uses. One that ends while the page is open
 * goes.
 *
 * @param busiest in force, those that took most points first
 * @param unused in force, those that nobody uses
 */
export function shown(
  busiest: readonly KeyUse[],
  unused: readonly KeyUse[],
  nowMs: number,
): readonly KeyUse[] {
  const first = live(busiest, nowMs);
  if (first.length < SHOWN) return first;
  const sure = first.slice(0, SHOWN - SHOWN_UNUSED);
  const last = without(live(unused, nowMs), sure).slice(0, SHOWN_UNUSED);
  return [...without(first, last).slice(0, SHOWN - last.length), ...last];
}

function live(keys: readonly KeyUse[], nowMs: number): readonly KeyUse[] {
  return keys.filter((key) => isLive(key, nowMs));
}

function without(keys: readonly KeyUse[], others: readonly KeyUse[]): readonly KeyUse[] {
  return keys.filter(({ id }) => !others.some((other) => other.id === id));
}
