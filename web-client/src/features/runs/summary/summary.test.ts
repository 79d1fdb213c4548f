import { DAY_MS } from '@/format/units';
import { describe, expect, it } from 'vitest';
import { bestSoFar, costByStart, spreads, type SummedRun } from './summary';

const ME = 'me';

interface Given {
  readonly day: number;
  readonly value?: number | null;
  readonly amount?: string | null;
  readonly currency?: string;
  readonly by?: string;
}

function runOf(
  { day, value = null, amount = null, currency = 'EUR', by = ME }: Given,
  index: number,
): SummedRun {
  const at = new Date(Date.UTC(2026, 10, 1) + day * DAY_MS).toISOString();
  return {
    id: String(index),
    name: `run ${index}`,
    createdAt: at,
    startedAt: at,
    cost: amount === null ? null : { amount, currency },
    creator: { id: by, label: by },
    metrics: value === null ? [] : [{ key: 'val/loss', value }],
  };
}

const runsOf = (...given: readonly Given[]) => given.map(runOf);

describe('the best so far', () => {
  it('rises by the runs that were better than all before them, in the order of their starts', () => {
    const best = bestSoFar(
      runsOf({ day: 4, value: 0.2 }, { day: 0, value: 0.5 }, { day: 2, value: 0.6 }, { day: 3, value: 0.3 }),
      'val/loss',
    );
    expect(best?.steps.map(({ value }) => value)).toEqual([0.5, 0.3, 0.2]);
    expect([best?.fromMs, best?.toMs]).toEqual([Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 5)]);
  });

  it('reaches to the last start also where that run was no better', () => {
    const best = bestSoFar(runsOf({ day: 0, value: 0.2 }, { day: 9, value: 0.4 }), 'val/loss');
    expect(best?.steps).toHaveLength(1);
    expect(best?.toMs).toBe(Date.UTC(2026, 10, 10));
  });

  it('is one step of those that started in one moment', () => {
    const best = bestSoFar(runsOf({ day: 0, value: 0.4 }, { day: 0, value: 0.2 }), 'val/loss');
    expect(best?.steps.map(({ value }) => value)).toEqual([0.2]);
  });

  it('is not told where no name says which way is better, nor of one run', () => {
    const one = runsOf({ day: 0, value: 0.2 }, { day: 1 });
    expect(bestSoFar(one, 'val/loss')).toBeNull();
    const rates = runsOf({ day: 0 }, { day: 1 }).map((run) => ({
      ...run,
      metrics: [{ key: 'lr', value: 0.1 }],
    }));
    expect(bestSoFar(rates, 'lr')).toBeNull();
  });
});

describe('how groups lie', () => {
  it('has quartiles between the values, the best median first, and nobody without the metric', () => {
    const runs = runsOf(
      { day: 0, value: 4, by: 'b' },
      { day: 0, value: 1, by: 'a' },
      { day: 0, value: 2, by: 'a' },
      { day: 0, value: 3, by: 'a' },
      { day: 0, value: 6, by: 'a' },
      { day: 0, by: 'c' },
    );
    expect(spreads(runs, 'val/loss', ({ creator }) => creator.label)).toEqual([
      { name: 'a', count: 4, least: 1, lower: 1.75, median: 2.5, upper: 3.75, greatest: 6 },
      { name: 'b', count: 1, least: 4, lower: 4, median: 4, upper: 4, greatest: 4 },
    ]);
  });
});

describe('what runs cost by their start', () => {
  it('adds up exactly, by day and person, with the days between', () => {
    const costs = costByStart(
      runsOf(
        { day: 0, amount: '0.1' },
        { day: 0, amount: '0.2' },
        { day: 2, amount: '0.0000001', by: 'engineer' },
        { day: 5, amount: '0' },
        { day: 5 },
      ),
      ME,
    );
    expect(costs?.total).toBe('0.3000001');
    expect(costs?.days).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
    expect(costs?.people).toMatchObject([
      { name: 'me', isMe: true, amounts: ['0.3', '0', '0'] },
      { name: 'engineer', isMe: false, amounts: ['0', '0', '0.0000001'] },
    ]);
  });

  it('puts several days into a bar where there are too many, and loses none', () => {
    const costs = costByStart(
      Array.from({ length: 100 }, (_, day) => runOf({ day, amount: '0.01' }, day)),
      null,
    );
    expect(costs?.daysPerBar).toBe(4);
    expect(costs?.days).toHaveLength(25);
    expect(costs?.people[0]?.amounts).toEqual(Array.from({ length: 25 }, () => '0.04'));
    expect(costs?.total).toBe('1');
  });

  it('puts those together who have no colour of their own', () => {
    const costs = costByStart(
      runsOf(
        { day: 0, amount: '4', by: 'a' },
        { day: 0, amount: '3', by: 'b' },
        { day: 0, amount: '2', by: 'c' },
        { day: 0, amount: '1', by: 'd' },
      ),
      null,
    );
    expect(costs?.people.map(({ name, total }) => [name, total])).toEqual([
      ['a', '4'],
      ['b', '3'],
      [null, '3'],
    ]);
  });

  it('is not told of several currencies, nor where nothing was charged', () => {
    expect(
      costByStart(runsOf({ day: 0, amount: '1' }, { day: 0, amount: '1', currency: 'USD' }), null),
    ).toBeNull();
    expect(costByStart(runsOf({ day: 0, amount: '0.00' }, { day: 1 }), null)).toBeNull();
  });
});
