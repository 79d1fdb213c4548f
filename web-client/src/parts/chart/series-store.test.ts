import { describe, expect, it } from 'vitest';
import { csv, seriesCsv } from './csv';
import { lowerBound, SeriesStore } from './series-store';

const points = (...values: [number, number | null][]) => values.map(([x, y]) => ({ x, y }));

describe('what a chart draws', () => {
  it('brings series over different steps onto one row of steps', () => {
    const store = new SeriesStore([
      { id: 'a', label: 'train', points: points([1, 0.5], [3, 0.3]) },
      { id: 'b', label: 'val', points: points([2, 0.4], [3, null]) },
    ]);

    expect(store.xs).toEqual([1, 2, 3]);
    expect(store.columns).toEqual([
      [0.5, undefined, 0.3],
      [undefined, 0.4, null],
    ]);
  });

  it('takes points that come late, twice, or of a series it does not have', () => {
    const store = new SeriesStore([{ id: 'a', label: 'loss', points: points([1, 1], [5, 5]) }]);
    store.append('a', 6, 6);
    store.append('a', 3, 3);
    store.append('a', 3, 3.5);
    store.append('unknown', 9, 9);

    expect(store.xs).toEqual([1, 3, 5, 6]);
    expect(store.columns[0]).toEqual([1, 3.5, 5, 6]);
    expect(store.lastOf('a')).toBe(6);
  });

  it('keeps a band where points were thinned out, and only there', () => {
    const store = new SeriesStore([
      { id: 'a', label: 'loss', points: [{ x: 1, y: 2, low: 1, high: 3 }] },
      { id: 'b', label: 'lr', points: [{ x: 1, y: 2, low: 2, high: 2 }] },
    ]);

    expect(store.bands[0]).toEqual({ low: [1], high: [3] });
    expect(store.bands[1]).toBeNull();
  });

  it('shows the newest value, or the one under the pointer', () => {
    const store = new SeriesStore([
      { id: 'a', label: 'loss', points: points([1, 0.9], [2, 0.5], [3, null]) },
    ]);

    expect(store.shown(0)).toBe(0.5);
    store.hover(0);
    expect(store.shown(0)).toBe(0.9);
    expect(store.ends(0)).toEqual({ begin: 0.9, end: 0.5 });
  });

  it('tells its listeners once of a batch', async () => {
    const store = new SeriesStore([{ id: 'a', label: 'loss', points: [] }]);
    let told = 0;
    store.subscribe(() => (told += 1));
    for (let step = 0; step < 100; step += 1) store.append('a', step, step);
    await Promise.resolve();

    expect(told).toBe(1);
    expect(store.last).toBe(99);
  });
});

it('finds where a step belongs', () => {
  expect([0, 1, 2, 9].map((x) => lowerBound([1, 2, 3], x))).toEqual([0, 0, 1, 3]);
});

it('is saved as comma-separated values', () => {
  const store = new SeriesStore([
    { id: 'a', label: 'val/loss, "best"', points: points([1, 0.5], [2, null]) },
  ]);

  expect(seriesCsv(store, 'step')).toBe('step,"val/loss, ""best"""\r\n1,0.5\r\n2,\r\n');
  expect(csv([['=1+1', -1]])).toBe("'=1+1,-1\r\n");
});
