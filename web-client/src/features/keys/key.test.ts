import { expect, it } from 'vitest';
import type { KeyRowFragment } from '@/api/generated/keys';
import { expiryAfter, groupsOf, stateOf, verbOf } from './key';

const NOW = Date.UTC(2026, 10, 19);
const KEY = { revokedAt: null, expiresAt: null } as KeyRowFragment;

it.each([
  [{}, 'Active'],
  [{ expiresAt: '2026-11-25T00:00:00Z' }, 'Ends in 6 days'],
  [{ expiresAt: '2027-11-25T00:00:00Z' }, 'Active'],
  [{ expiresAt: '2026-11-18T00:00:00Z' }, 'Expired'],
  [{ expiresAt: '2027-11-25T00:00:00Z', revokedAt: '2026-11-01T00:00:00Z' }, 'Revoked'],
])('says of a key with %j: %s', (dates, word) => {
  expect(stateOf({ ...KEY, ...dates }, NOW).word).toBe(word);
});

it('groups permissions by what they are about', () => {
  expect(groupsOf(['DATASET_READ', 'RUN_READ', 'DATASET_WRITE'])).toEqual([
    { about: 'Data sets', members: ['DATASET_READ', 'DATASET_WRITE'] },
    { about: 'Run', members: ['RUN_READ'] },
  ]);
  expect(verbOf('MODEL_APPROVE')).toBe('approve');
  expect(expiryAfter(7, NOW)).toBe('2026-11-26T00:00:00.000Z');
  expect(expiryAfter(0, NOW)).toBeNull();
});
