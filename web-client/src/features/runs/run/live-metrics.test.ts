import { describe, expect, it } from 'vitest';
import { LiveMetrics } from './live-metrics';

const line = (key: string, xs: readonly number[]) => ({
  key,
  points: xs.map((x) => ({ x, last: x / 10, min: 0, max: x })),
});

describe('the charts of a run', () => {
  it('have the run before it in grey, as far as this one may come', () => {
    const ghost = { name: 'before', series: [line('loss', [1, 2, 3, 4]), line('lr', [1])], until: 3 };
    const { charts } = new LiveMetrics([line('loss', [1, 2]), line('lr', [1, 2])], 'STEP', 0, ghost);

    const [loss, lr] = charts;
    expect(loss?.store.specs).toMatchObject([{ id: 'loss' }, { label: 'before', colour: 'ghost' }]);
    expect(loss?.store.xs).toEqual([1, 2, 3]);
    expect(loss?.store.bands[1]).toBeNull();
    // One point is no line.
    expect(lr?.store.specs).toHaveLength(1);
  });

  it('take points of their own run alone', () => {
    const ghost = { name: 'before', series: [line('loss', [1, 2, 9])], until: Infinity };
    const metrics = new LiveMetrics([line('loss', [1, 2])], 'STEP', 0, ghost);
    const at = '2026-11-19T14:32:00Z';

    expect(metrics.take({ key: 'loss', value: 0.5, step: 3, at })).toBe(true);
    expect(metrics.take({ key: 'ghost loss', value: 0.5, step: 3, at })).toBe(false);
    expect(metrics.charts[0]?.store.ends(0)?.end).toBe(0.5);
    expect(metrics.charts[0]?.store.ends(1)?.end).toBe(0.9);
  });
});
