import { expect, it } from 'vitest';
import { betterIs, chartGroups, leadingMetric } from './metrics';

it.each([
  ['train.loss', 'min'],
  ['val/rmse', 'min'],
  ['test.accuracy', 'max'],
  ['val/f1', 'max'],
  ['acc', 'max'],
  ['lr', null],
  ['grad_norm', null],
  ['replace', null],
])('knows which way %s is better: %s', (key, better) => {
  expect(betterIs(key)).toBe(better);
});

it('looks first at what says most of most runs', () => {
  const runs = (...keys: (string | null)[]) =>
    keys.map((key) => ({ leadingMetric: key === null ? null : { key } }));
  expect(leadingMetric(runs('f1', 'val/f1', 'val/f1', null))).toBe('val/f1');
  expect(leadingMetric(runs('val/f1', 'f1'))).toBe('f1');
  expect(leadingMetric(runs(null))).toBeUndefined();
  expect(leadingMetric([])).toBeUndefined();
});

it('draws the same measure of different data in one chart', () => {
  expect(chartGroups(['train.loss', 'val/loss', 'lr'])).toEqual([
    {
      title: 'loss',
      lines: [
        { key: 'train.loss', label: 'train' },
        { key: 'val/loss', label: 'val' },
      ],
    },
    { title: 'lr', lines: [{ key: 'lr', label: 'lr' }] },
  ]);
});

it('gives each its own chart when there would be too many lines', () => {
  const keys = Array.from({ length: 7 }, (_, gpu) => `gpu${gpu}.use`);
  expect(chartGroups(keys).map(({ title }) => title)).toEqual(keys);
});
