import { describe, expect, it } from 'vitest';
import type { ReportLineFragment } from '@/api/generated/cost';
import { sum } from '@/format/amount';
import { breakDown, seriesOf } from './breakdown';

function line(day: string, projectId: string, resource: string, amount: string): ReportLineFragment {
  return {
    __typename: 'CostLine',
    day,
    projectId,
    removedProject: null,
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
  it.each([
    ['project', '11.005', '€11.0050'],
    ['resource', '11', '€11.00'],
    ['day', '11', '€11.00'],
  ] as const)('by %s adds up to the same whole, %s as it is shown', (dimension, whole, text) => {
    const { parts, total, totalText } = breakDown(dimension, {
      now: LINES,
      before: [],
      budgets: [],
      currency: 'EUR',
      nameOf,
    });
    expect(sum(parts.map(({ amount }) => amount))).toBe(total);
    expect(total).toBe('11.004999');
    // As precise as the smallest part wants, of which there is one below a cent by project alone.
    expect(sum(parts.map((part) => part.text.slice(1)))).toBe(whole);
    expect(totalText).toBe(text);
  });

  it('puts the dearest first, and days in order', () => {
    const by = (dimension: 'project' | 'day') =>
      breakDown(dimension, { now: LINES, before: [], budgets: [], currency: 'EUR', nameOf }).parts.map(
        ({ key }) => key,
      );
    expect(by('project')).toEqual(['b', 'a', 'c']);
    expect(by('day')).toEqual(['2026-11-01', '2026-11-02']);
  });

  it('keeps what was paid for before and is no more', () => {
    const { parts } = breakDown('project', {
      now: LINES.slice(0, 1),
      before: LINES.slice(1),
      budgets: [],
      currency: 'EUR',
      nameOf,
    });
    expect(parts.find(({ key }) => key === 'b')).toMatchObject({ text: '€0.0000', beforeText: '€10.3333' });
  });

  it('tells the only part of next to nothing as all of it, to as many decimals as show it', () => {
    const { parts, totalText, isRounded } = breakDown('project', {
      now: [line('2026-11-01', 'a', 'cpu', '0.000035')],
      before: [],
      budgets: [],
      currency: 'EUR',
      nameOf,
    });
    expect(parts[0]).toMatchObject({ text: '€0.000035', share: 1, percent: '100\u00a0%' });
    expect(totalText).toBe('€0.000035');
    expect(isRounded).toBe(false);
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
