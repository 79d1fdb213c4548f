import { DAY_MS } from '@/format/units';
import { expect, it } from 'vitest';
import { daysOf, expiryAfter, lifetimesWithin } from './key';

const NOW = Date.UTC(2026, 10, 19);
const DAYS_60 = 60 * DAY_MS;

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
