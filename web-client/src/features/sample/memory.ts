import { newIdempotencyKey } from '@/api/client';
import { DAY_MS } from '@/format/units';
import type { Memory } from './loading';

const PREFIX = 'keelson-sample:';
const MAX_AGE_MS = DAY_MS;
const SLUG_CHARS = 6;

/** A loading that begins now. Its project's slug is like no other's. */
export function newMemory(nowMs = Date.now()): Memory {
  const key = newIdempotencyKey();
  return { key, startedMs: nowMs, done: 0, kept: { slug: `sample-${key.slice(0, SLUG_CHARS)}` } };
}

/** One that was begun in this browser and not ended; null where there is none. */
export function recall(tenantId: string, nowMs = Date.now()): Memory | null {
  try {
    const known = JSON.parse(localStorage.getItem(PREFIX + tenantId) ?? 'null') as Partial<Memory> | null;
    if (typeof known?.key !== 'string' || typeof known.startedMs !== 'number') return null;
    // The platform forgets idempotency keys after a day.
    if (nowMs - known.startedMs > MAX_AGE_MS) return null;
    const { key, startedMs, done = 0, kept = {} } = known;
    const isOurs = Number.isSafeInteger(done) && done >= 0 && typeof kept === 'object';
    return isOurs ? { key, startedMs, done, kept } : null;
  } catch {
    return null;
  }
}

export function remember(tenantId: string, memory: Memory) {
  try {
    localStorage.setItem(PREFIX + tenantId, JSON.stringify(memory));
  } catch {
    // Without room in the storage only a page that is opened anew cannot go on.
  }
}

export function forget(tenantId: string) {
  try {
    localStorage.removeItem(PREFIX + tenantId);
  } catch {
    // Nothing is there where nothing may be kept.
  }
}
