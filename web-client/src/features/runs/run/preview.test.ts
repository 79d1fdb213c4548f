import { expect, it } from 'vitest';
import { csvRows, previewKind } from './preview';

it.each([
  ['evaluation.json', 'json'],
  ['plots/confusion.PNG', 'image'],
  ['predictions.csv', 'csv'],
  ['MLmodel', 'text'],
  ['model.onnx', null],
  ['weights', null],
  ['weights.constructor', null],
  ['__proto__', null],
])('shows %s as %s', (path, kind) => {
  expect(previewKind(path)).toBe(kind);
});

it('reads quoted cells with separators, quotes and line ends', () => {
  expect(csvRows('a,b\r\n"x, ""y""","1\n2"\n,\n', ',')).toEqual([
    ['a', 'b'],
    ['x, "y"', '1\n2'],
    ['', ''],
  ]);
  expect(csvRows('a\tb', '\t')).toEqual([['a', 'b']]);
});
