import { expect, it } from 'vitest';
import { everyBucket } from './buckets';

const hour = { from: '2026-11-25T14:00:00.000Z', to: '2026-11-25T15:00:00.000Z' };

it('fills in the stretches in which nothing happened', () => {
  const known = [{ at: '2026-11-25T14:15:00Z', requests: 7 }];
  expect(everyBucket(known, hour, 4, (at) => ({ at, requests: 0 }))).toEqual([
    { at: '2026-11-25T14:00:00.000Z', requests: 0 },
    { at: '2026-11-25T14:15:00Z', requests: 7 },
    { at: '2026-11-25T14:30:00.000Z', requests: 0 },
    { at: '2026-11-25T14:45:00.000Z', requests: 0 },
  ]);
});
