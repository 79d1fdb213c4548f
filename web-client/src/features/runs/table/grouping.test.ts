import { describe, expect, it } from 'vitest';
import type { RunListedFragment } from '@/api/generated/runs';
import { costSummary, groupChoices, groupingOf, metricSummary } from './grouping';

const run = (
  params: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>> = {},
  amount: string | null = null,
) =>
  ({
    status: 'FINISHED',
    params: Object.entries(params).map(([key, value]) => ({ key, value })),
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    cost: amount === null ? null : { amount, currency: 'EUR' },
  }) as unknown as RunListedFragment;

describe('runs that stand together', () => {
  const runs = [run({ lr: '1', seed: '7' }, { stage: 'one' }), run({ lr: '2', seed: '7' })];

  it('do so by what they differ in, a tag that some have, or their state', () => {
    expect(groupChoices(runs, '').map(({ value }) => value)).toEqual(['state', 'p.lr', 't.stage']);
  });

  it('keep the choice that the address has, also where those loaded have all the same of it', () => {
    expect(groupChoices(runs, 'p.seed').at(-1)).toEqual({ value: 'p.seed', label: 'seed' });
    expect(groupChoices(runs, 'cost').map(({ value }) => value)).not.toContain('cost');
    expect(groupingOf('cost')).toBeUndefined();
  });

  it('come to a best or a median, and to an exact sum', () => {
    expect(metricSummary([0.8, null, 0.9], 'max')).toEqual({ word: 'best', text: '0.9000' });
    expect(metricSummary([3, 1, 2, undefined], undefined)).toEqual({ word: 'median', text: '2' });
    expect(metricSummary([null], 'min').text).toBe('–');
    const costs = ['0.10', '0.20', null].map((amount) => ({ run: run({}, {}, amount), depth: 0 }));
    expect(costSummary(costs)).toBe('€0.30');
  });
});
