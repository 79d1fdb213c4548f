import { expect, it } from 'vitest';
import { sparkLines } from './Spark';

it('draws the least and the greatest number, and breaks where there is none', () => {
  const lines = sparkLines([-Number.MAX_VALUE, 0, Number.MAX_VALUE, null, 0], 64, 20, false);
  expect(lines.map((line) => line.map(([, y]) => y))).toEqual([[17, 10, 3], [10]]);
});

it('keeps the limit in sight that values are far below', () => {
  expect(sparkLines([0, 1], 64, 20, true, 2)[0]?.map(([, y]) => y)).toEqual([17, 10]);
});
