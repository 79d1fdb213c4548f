import { describe, expect, it } from 'vitest';
import type { ReportLineFragment } from '@/api/generated/cost';
import { sum } from '@/format/amount';
import { breakDown, seriesOf } from './breakdown';

function line(day: string, projectId: string, resource: string, amount: string): ReportLineFragment {
  return {
    __typename: 'CostLine',
    day,
    projectId,
    resource,
    meter: 'job.cpu_seconds',
    amount: { amount, currency: 'EUR' },
  } as ReportLineFragment;
}

const LINES = [
  line('2026-11-01', 'a', 'cpu', '0.333333'),
  line('2026-11-01', 'b', 'gpu', '10.333333'),
  line('2026-11-02', 'a', 'gpu', '0.333334'),
  line('2026-11-02', 'c', 'cpu', '0.004999'),
];
const nameOf = (_dimension: string, key: string) => key.toUpperCase();

describe('the breakdown of cost', () => {
  it.each(['project', 'resource', 'day'] as const)('by %s adds up to the same whole', (dimension) => {
    const { parts, total } = breakDown(dimension, { now: LINES, before: [], budgets: [], nameOf });
    expect(sum(parts.map(({ amount }) => amount))).toBe(total);
    expect(total).toBe('11');
  });

  it('puts the dearest first, and days in order', () => {
    const by = (dimension: 'project' | 'day') =>
      breakDown(dimension, { now: LINES, before: [], budgets: [], nameOf }).parts.map(({ key }) => key);
    expect(by('project')).toEqual(['b', 'a', 'c']);
    expect(by('day')).toEqual(['2026-11-01', '2026-11-02']);
  });

  it('keeps what was paid for before and is no more', () => {
    const { parts } = breakDown('project', {
      now: LINES.slice(0, 1),
      before: LINES.slice(1),
      budgets: [],
      nameOf,
    });
    expect(parts.find(({ key }) => key === 'b')).toMatchObject({ amount: '0.00', before: '10.33' });
  });

  it('draws at most six series, the last for all others', () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      line('2026-11-01', `p${index}`, 'cpu', String(index + 1)),
    );
    const series = seriesOf(many, 'project', ['2026-11-01', '2026-11-02'], nameOf);
    expect(series.map(({ name }) => name)).toEqual(['P8', 'P7', 'P6', 'P5', 'P4', '4 others']);
    expect(series.at(-1)?.total).toBe('10');
    expect(series[0]?.perDay).toEqual([9, 0]);
  });
});
