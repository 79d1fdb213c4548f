import { describe, expect, it } from 'vitest';
import { distributionOf } from './value-bins';

const run = (lr: string, f1: number | null) => ({
  params: [{ key: 'lr', value: lr }],
  metrics: [{ key: 'f1', value: f1 }],
});

const runs = [run('0.1', 0.5), run('0.2', 0.9), run('high', null), run('0.3', 0.9)];

describe('the distribution of what a filter is about', () => {
  it('has every run that has the value, and those that the filter keeps', () => {
    const found = distributionOf({ kind: 'metric', key: 'f1', operator: 'gt', value: '0.5' }, runs);
    expect(found).toMatchObject({ low: 0.5, high: 0.9, runs: 3 });
    expect(found?.bins.at(0)).toEqual({ runs: 1, kept: 0 });
    expect(found?.bins.at(-1)).toEqual({ runs: 2, kept: 2 });
    expect(found?.bins.reduce((sum, bin) => sum + bin.runs, 0)).toBe(3);
  });

  it('leaves nothing out before there is a number, and looks at parameters that are numbers', () => {
    const found = distributionOf({ kind: 'param', key: 'lr', operator: 'le', value: '' }, runs);
    expect(found?.bins.reduce((sum, bin) => sum + bin.kept, 0)).toBe(3);
  });

  it.each([
    { kind: 'param', key: 'lr', operator: 'is', value: '0.1' },
    { kind: 'metric', key: 'f1', operator: 'ge', value: '0.1', of: 'LARGEST' },
    { kind: 'metric', key: '__proto__', operator: 'ge', value: '0.1' },
    { kind: 'archived' },
  ] as const)('is none of %j', (condition) => {
    expect(distributionOf(condition, runs)).toBeNull();
  });

  it('has a place for the least and the greatest number', () => {
    const ends = [run('1', -Number.MAX_VALUE), run('1', 0), run('1', Number.MAX_VALUE)];
    const found = distributionOf({ kind: 'metric', key: 'f1', operator: 'ge', value: '0' }, ends);
    expect([0, 12, 23].map((at) => found?.bins[at])).toEqual([
      { runs: 1, kept: 0 },
      { runs: 1, kept: 1 },
      { runs: 1, kept: 1 },
    ]);
  });
});
