import { expect, it } from 'vitest';
import { smoothed } from './smooth';

it('begins at the first value, and follows ever more slowly the more it is smoothed', () => {
  expect(smoothed([4, 4, 4], 0.9).map((value) => value?.toFixed(9))).toEqual([
    '4.000000000',
    '4.000000000',
    '4.000000000',
  ]);
  const [, , little = 0] = smoothed([0, 0, 1], 0.2) as number[];
  const [, , much = 0] = smoothed([0, 0, 1], 0.8) as number[];
  expect(little).toBeGreaterThan(much);
  expect(much).toBeGreaterThan(0);
});

it('leaves gaps as gaps, and everything where nothing is asked for', () => {
  expect(smoothed([1, null, 1], 0.5)).toEqual([1, null, 1]);
  expect(smoothed([1, 5, null], 0)).toEqual([1, 5, null]);
});
