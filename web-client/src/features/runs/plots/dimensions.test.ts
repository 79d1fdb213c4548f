import { describe, expect, it } from 'vitest';
import { dimensionsOf, leadingOf, readableRange, scaleOf, type PlottedRun } from './dimensions';

const run = (
  id: string,
  params: Readonly<Record<string, string>>,
  metrics: Readonly<Record<string, number | null>>,
  amount: string | null = null,
): PlottedRun => ({
  id,
  name: id,
  startedAt: null,
  endedAt: null,
  cost: amount === null ? null : { amount, currency: 'EUR' },
  params: Object.entries(params).map(([key, value]) => ({ key, value })),
  metrics: Object.entries(metrics).map(([key, value]) => ({ key, value })),
  leadingMetric: 'val/f1' in metrics ? { key: 'val/f1' } : null,
});

const runs = [
  run('a', { lr: '1e-4', backbone: 'vit', seed: '17' }, { 'val/f1': 0.9, loss: 0.2 }, '1.50'),
  run('b', { lr: '1e-2', backbone: 'resnet', seed: '17' }, { 'val/f1': 0.8, loss: null }),
];

describe('what runs are drawn over', () => {
  it('is their figures, and the parameters that differ', () => {
    expect(dimensionsOf(runs).map(({ id }) => id)).toEqual([
      'm.loss',
      'm.val/f1',
      'p.backbone',
      'p.lr',
      'cost',
    ]);
    expect(leadingOf(dimensionsOf(runs), runs)?.id).toBe('m.val/f1');
  });

  it('gives words a place each, and what is missing none', () => {
    const backbone = dimensionsOf(runs).find(({ id }) => id === 'p.backbone');
    expect(runs.map((one) => backbone?.of(one))).toEqual([1, 0]);
    expect(backbone?.format(1)).toBe('vit');
    expect(backbone?.of(run('c', {}, {}))).toBeNull();
  });

  it('is read over a logarithm where its values are far apart', () => {
    const lr = dimensionsOf(runs).find(({ id }) => id === 'p.lr');
    if (lr === undefined) throw new Error('no lr');
    const scale = scaleOf(lr, runs);
    expect(scale.isLog).toBe(true);
    expect(scale.at(1e-3)).toBeCloseTo(0.5);
    expect(scale.value(0.5)).toBeCloseTo(1e-3);
  });

  it('has a place for the least and the greatest number, and for what lies between', () => {
    const ends = [run('least', {}, { x: -Number.MAX_VALUE }), run('most', {}, { x: Number.MAX_VALUE })];
    const x = dimensionsOf(ends).find(({ id }) => id === 'm.x');
    if (x === undefined) throw new Error('no x');
    const scale = scaleOf(x, ends);
    expect([-Number.MAX_VALUE, 0, Number.MAX_VALUE].map(scale.at)).toEqual([0, 0.5, 1]);
    expect([0, 0.5, 1].map(scale.value)).toEqual([-Number.MAX_VALUE, 0, Number.MAX_VALUE]);
  });

  it('gives a range as a filter that keeps its ends, whichever of them was given first', () => {
    expect(readableRange(0.12345678, 0.98765432)).toEqual(['0.12345678', '0.98765432']);
    expect(readableRange(0.5, 0.1)).toEqual(['0.1', '0.5']);
    expect(readableRange(0.1 + 0.2, 2 / 3)).toEqual(['0.3', '0.666667']);
  });

  it('tells costs below a cent from none', () => {
    const cost = dimensionsOf([run('a', {}, {}, '0.000035')]).find(({ id }) => id === 'cost');
    expect(cost?.format(0.000035)).toBe('€0.000035');
    expect(cost?.format(1.5)).toBe('€1.50');
  });

  it('stands in the middle where all values are one', () => {
    const f1 = dimensionsOf(runs.slice(0, 1)).find(({ id }) => id === 'm.val/f1');
    if (f1 === undefined) throw new Error('no f1');
    expect(scaleOf(f1, runs.slice(0, 1)).at(0.9)).toBe(0.5);
  });
});
