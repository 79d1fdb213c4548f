import { expect, it } from 'vitest';
import type { KeyRowFragment } from '@/api/generated/keys';
import { daysOf, endsSoon, expiryAfter, isLive, isUnused, lifetimesWithin, stateOf } from './key';

const NOW = Date.UTC(2026, 10, 19);
const DAYS_60 = 60 * 86_400_000;
const KEY = {
  revokedAt: null,
  expiresAt: null,
  lastUsedAt: null,
  createdAt: '2026-11-01T00:00:00Z',
} as KeyRowFragment;

it.each([
  [{}, 'Active'],
  [{ expiresAt: '2026-11-25T00:00:00Z' }, 'Ends in 6 days'],
  [{ expiresAt: '2027-11-25T00:00:00Z' }, 'Active'],
  [{ expiresAt: '2026-11-18T00:00:00Z' }, 'Expired'],
  [{ expiresAt: '2027-11-25T00:00:00Z', revokedAt: '2026-11-01T00:00:00Z' }, 'Revoked'],
])('says of a key with %j: %s', (dates, word) => {
  expect(stateOf({ ...KEY, ...dates }, NOW).word).toBe(word);
});

it('tells unused keys from those that are new, used or over', () => {
  const old = { ...KEY, createdAt: '2026-08-01T00:00:00Z' };
  expect(isUnused(KEY, NOW, DAYS_60)).toBe(false);
  expect(isUnused(old, NOW, DAYS_60)).toBe(true);
  expect(isUnused({ ...old, lastUsedAt: '2026-11-18T00:00:00Z' }, NOW, DAYS_60)).toBe(false);
  expect(isUnused({ ...old, revokedAt: '2026-11-18T00:00:00Z' }, NOW, DAYS_60)).toBe(false);
  expect(isLive({ ...old, expiresAt: '2026-11-18T00:00:00Z' }, NOW)).toBe(false);
  expect(endsSoon({ ...old, expiresAt: '2026-11-20T00:00:00Z' }, NOW)).toBe(true);
});

it('counts lifetimes in days', () => {
  expect(expiryAfter(7, NOW)).toBe('2026-11-26T00:00:00.000Z');
  expect(expiryAfter(0, NOW)).toBeNull();
});

it('offers no more than the policy allows', () => {
  expect(lifetimesWithin(null).map(({ days }) => days)).toEqual([7, 30, 90, 365, 0]);
  expect(lifetimesWithin(DAYS_60).map(({ days }) => days)).toEqual([7, 30]);
  expect(daysOf('PT1440H')).toBe(60);
  expect(daysOf(null)).toBeNull();
});
