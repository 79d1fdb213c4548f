import { expect, it } from 'vitest';
import { labelTops } from './marks';

const HEIGHT = 14;

it('puts the words of limits above their lines, and below where the plot ends', () => {
  expect(labelTops([100, 40], 20, HEIGHT, 2)).toEqual([84, 24]);
  expect(labelTops([25], 20, HEIGHT, 2)).toEqual([27]);
});

it('never puts words on the words of another line', () => {
  // The upper edge of the plot and a line a little below it.
  expect(labelTops([20, 44], 20, HEIGHT, 2)).toEqual([22, 46]);
  for (const lines of [
    [20, 30, 40],
    [60, 60.5, 61],
    [100, 90, 80, 20],
  ]) {
    const tops = [...labelTops(lines, 20, HEIGHT, 2)].sort((a, b) => a - b);
    for (const [index, top] of tops.entries())
      if (index > 0) expect(top - (tops[index - 1] ?? 0)).toBeGreaterThanOrEqual(HEIGHT);
  }
});
