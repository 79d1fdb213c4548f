import { expect, it } from 'vitest';
import { byDay } from './days';
import { verbOf } from './words';

it.each([
  ['approveModelVersion', 'approved'],
  ['scaleEndpoint', 'scaled'],
  ['setMemberGrants', 'changed the roles of'],
  ['revisionFailed', 'gave up a revision of'],
  ['updateEndpoint', 'changed'],
  ['scaleEndpointUp', 'did “scale endpoint up” on'],
  ['model-version.register', 'did “model version register” on'],
])('says %s in words', (action, words) => {
  expect(verbOf(action)).toBe(words);
});

it('goes by days in UTC', () => {
  const at = ['2026-11-19T00:00:00Z', '2026-11-18T23:59:59Z', '2026-11-18T01:00:00Z', '2025-12-31T09:00:00Z'];
  const days = byDay(
    at.map((at) => ({ at })),
    Date.UTC(2026, 10, 19, 14, 32),
  );
  expect(days.map(({ label, items }) => [label, items.length])).toEqual([
    ['Today', 1],
    ['Yesterday', 2],
    ['31 Dec 2025', 1],
  ]);
});
