import { describe, expect, it } from 'vitest';
import { compact, cutOf, followed, panned, roundRange, tickLabel, xLabel, zoomed } from './axis';

describe('the x axis', () => {
  it('grows in steps while it follows, so that it seldom moves', () => {
    const range = followed(null, 0, 800, true);
    expect(range).toEqual([0, 900]);
    expect(followed(range, 0, 850, true)).toBe(range);
    expect(followed(range, 0, 960, true)).toEqual([0, 1080]);
  });

  it('ends with the data when nothing more comes', () => {
    expect(followed(null, 0, 800, false)).toEqual([0, 800]);
    expect(followed(null, 5, 5, false)).toEqual([5, 6]);
  });

  it('is panned and zoomed within the data', () => {
    expect(panned([40, 60], 0.5, [0, 100])).toEqual([50, 70]);
    expect(panned([40, 60], 9, [0, 100])).toEqual([80, 100]);
    expect(panned([40, 60], -9, [0, 100])).toEqual([0, 20]);
    expect(zoomed([0, 100], 0.5, 50, [0, 100])).toEqual([25, 75]);
    expect(zoomed([25, 75], 3, 50, [0, 100])).toBeNull();
  });

  it.each([
    [26_020, 'step', 1, '26.02\u00a0k'],
    [0, 'step', 1, '0'],
    [1_795_602_600, 'time', 3_600, '10:30'],
    [1_795_602_600, 'time', 86_400, '25 Nov'],
    [1_795_602_607, 'time', 1, '10:30:07'],
    [5_400, 'elapsed', 600, '1\u00a0h 30\u00a0m'],
    [90, 'elapsed', 30, '1\u00a0m 30\u00a0s'],
    [12, 'elapsed', 1, '12\u00a0s'],
  ] as const)('writes %d on an axis of %s as %s', (x, axis, apart, text) => {
    expect(tickLabel(x, axis, apart)).toBe(text);
  });

  it('says in full where the pointer is', () => {
    expect(xLabel(26_020, 'step')).toBe('step 26,020');
    expect(xLabel(1_795_602_607, 'time')).toBe('2026-11-25 10:30:07 UTC');
  });
});

describe('the y axis', () => {
  it.each([
    [0.163, 2.04, false, [0, 2.25]],
    [0.41, 0.9187, false, [0.4, 1]],
    [12, 87, true, [0, 100]],
    [3, 3, false, [2.7, 3.3]],
    [0, 0, false, [0, 1]],
    [-4, 4, false, [-4, 4]],
    [-1.7e308, 1.7e308, false, [-1.5e306, 1.5e306]],
    [1.7e308, 1.7e308, false, [9e305, 1.1e306]],
  ])('of %d to %d ends on round numbers', (low, high, zeroBased, range) => {
    expect(roundRange(low, high, zeroBased)).toEqual(range);
  });

  it.each([
    [0.00002, '0.00002'],
    [1_250_000, '1.25\u00a0M'],
    [-15_000, '−15\u00a0k'],
  ])('shortens %d to %s', (value, text) => {
    expect(compact(value)).toBe(text);
  });
});

describe('an axis that tells what it is', () => {
  it('names percents of a run', () => {
    expect(tickLabel(50, 'percent', 10)).toBe('50\u00a0%');
    expect(xLabel(33.333, 'percent')).toBe('at 33.3\u00a0% of the run');
  });

  it('is cut where 0 is not on it', () => {
    expect(cutOf([0.4, 1])).toBe(0.4);
    expect(cutOf([-2, -1])).toBe(-1);
    expect(cutOf([0, 1])).toBeNull();
    expect(cutOf([-1, 1])).toBeNull();
  });
});
