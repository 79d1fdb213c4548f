import { DAY_MS } from '@/format/units';
import { expect, it } from 'vitest';
import { dailyAmounts, halfRange, spreadDays } from './forecast';

it('widens a forecast by the spread of days, as worked out by hand', () => {
  // Mean 4, squares 9 + 4 + 1 + 0 + 1 + 4 + 9 = 28, s² = 28 / 6; t of six degrees of freedom is 1.440.
  // Seven days ahead: √(7 + 49 / 7) = √14; 1.440 · 2.160247 · 3.741657 = 11.639381.
  expect(halfRange([1, 2, 3, 4, 5, 6, 7], 7)).toBeCloseTo(11.639381, 5);
  // A day ahead: √(1 + 1 / 7) = 1.069045; 1.440 · 2.160247 · 1.069045 = 3.325538.
  expect(halfRange([7, 6, 5, 4, 3, 2, 1], 1)).toBeCloseTo(3.325538, 5);
  // Fourteen days of 10 and 12: s² = 14 / 13, t of thirteen is 1.350; 1.350 · 1.037749 · √14 = 5.241917.
  const fortnight = Array.from({ length: 14 }, (_, index) => (index % 2 === 0 ? 10 : 12));
  expect(halfRange(fortnight, 7)).toBeCloseTo(5.241917, 5);
});

it('has no range of six days, none ahead of now, and none where days are the same', () => {
  expect(halfRange([1, 2, 3, 4, 5, 6], 7)).toBeNull();
  expect(halfRange([1, 2, 3, 4, 5, 6, 7], 0)).toBe(0);
  expect(halfRange([5, 5, 5, 5, 5, 5, 5], 7)).toBe(0);
});

it('looks at whole days from the first that cost something, and a day between without cost is one', () => {
  const span = spreadDays(Date.UTC(2026, 10, 19, 14, 32));
  expect(span).toEqual({ fromMs: Date.UTC(2026, 10, 5), toMs: Date.UTC(2026, 10, 5) + 14 * DAY_MS });
  const amount = (value: string) => ({ amount: value, currency: 'EUR' });
  const lines = [
    { day: '2026-11-16', amount: amount('1.5') },
    { day: '2026-11-16', amount: amount('0.5') },
    { day: '2026-11-18', amount: amount('3') },
  ];
  expect(dailyAmounts(lines, span)).toEqual([2, 0, 3]);
});
