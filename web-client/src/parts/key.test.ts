import { DAY_MS } from '@/format/units';
import { expect, it } from 'vitest';
import { endsSoon, isLive, isUnused, stateOf } from './key';

const NOW = Date.UTC(2026, 10, 19);
const DAYS_60 = 60 * DAY_MS;
const KEY = {
  revokedAt: null,
  expiresAt: null,
  lastUsedAt: null,
  createdAt: '2026-11-01T00:00:00Z',
};

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
