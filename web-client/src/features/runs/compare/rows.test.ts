import { expect, it } from 'vitest';
import { bestOf, differingParams } from './rows';

it.each([
  [[0.9, 0.91, 0.92], 'max', 2],
  [[0.9, 0.91, 0.92], 'min', 0],
  // Two share the best, then all three: none alone is better than the others.
  [[0.92, 0.91, 0.92], 'max', null],
  [[0.92, 0.92, 0.92], 'max', null],
  [[0.92, 0.92, 0.92], 'min', null],
  [[0.92, null, null], 'max', null],
  [[null, null, null], 'max', null],
  [[0.9, 0.91, 0.92], null, null],
] as const)('of %j, better %s, the best is %s', (values, better, best) => {
  expect(bestOf(values, better)).toBe(best);
});

it('finds the parameters that differ, and those that some lack', () => {
  const run = (...params: [key: string, value: string][]) => ({
    params: params.map(([key, value]) => ({ key, value })),
  });
  expect(
    differingParams([run(['lr', '1e-3'], ['seed', '7'], ['mixup', '']), run(['seed', '7'], ['lr', '2e-3'])]),
  ).toEqual(['lr', 'mixup']);
});
