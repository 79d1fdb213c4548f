import { describe, expect, it } from 'vitest';
import type { Tensor } from '@/api/signature';
import { build, fieldsOf, parseInputs } from './inputs';

const FEATURES: Tensor = {
  name: 'features',
  datatype: 'FP32',
  shape: [-1, 2],
  columns: ['alcohol', 'ash'],
  labels: [],
};

const EXAMPLES = [{ name: 'alcohol', mean: 13.000618, min: '11.03', max: '14.83' }];

function tensor(datatype: string, shape: number[]): Tensor {
  return { name: 'x', datatype, shape, columns: [], labels: [] };
}

describe('the form of a signature', () => {
  it('has a field for each column, with an example from the training data where there is one', () => {
    const fields = fieldsOf([FEATURES], EXAMPLES);
    expect(fields.map(({ label, hint, example }) => [label, hint, example])).toEqual([
      ['alcohol', 'FP32, 11.03 to 14.83 in training', '13'],
      ['ash', 'FP32', '0'],
    ]);
  });

  it('sends what was filled in as one row, and the example for the rest', () => {
    const fields = fieldsOf([FEATURES], EXAMPLES);
    expect(build(fields, { 'features.1': '2.3' })).toEqual({
      inputs: [{ name: 'features', datatype: 'FP32', shape: [1, 2], data: [13, 2.3] }],
    });
  });

  it('numbers the values that have no name', () => {
    expect(fieldsOf([tensor('FP32', [-1, 2])], []).map(({ label }) => label)).toEqual(['x[0]', 'x[1]']);
    expect(fieldsOf([tensor('INT64', [-1])], []).map(({ label }) => label)).toEqual(['x']);
  });

  it.each([
    ['FP32', 'abc', 'abc (expected: a number)'],
    ['FP32', ' ', 'nothing (expected: a number)'],
    ['INT64', '1.5', '1.5 (expected: a whole number)'],
    ['BOOL', 'maybe', 'maybe (expected: true or false)'],
  ])('refuses for %s the value %j', (datatype, text, message) => {
    const fields = fieldsOf([tensor(datatype, [-1])], []);
    expect(build(fields, { 'x.0': text })).toEqual({ errors: { 'x.0': message } });
  });

  it('takes a long row as a list', () => {
    const fields = fieldsOf([tensor('FP32', [-1, 100])], []);
    expect(fields).toHaveLength(1);
    expect(build(fields, { 'x.*': '1, 2' })).toEqual({ errors: { 'x.*': '2 values (expected: 100)' } });
    const row = Array.from({ length: 100 }, (_, index) => index);
    expect(build(fields, { 'x.*': row.join(',') })).toEqual({
      inputs: [{ name: 'x', datatype: 'FP32', shape: [1, 100], data: row }],
    });
  });

  it('works out an open size from the values', () => {
    const fields = fieldsOf([tensor('INT64', [-1, -1])], []);
    expect(build(fields, { 'x.*': '5, 6, 7' })).toEqual({
      inputs: [{ name: 'x', datatype: 'INT64', shape: [1, 3], data: [5, 6, 7] }],
    });
  });

  it('keeps text as it is', () => {
    const fields = fieldsOf([tensor('BYTES', [-1, 1])], []);
    expect(build(fields, { 'x.0': ' 7 ' })).toMatchObject({ inputs: [{ data: [' 7 '] }] });
  });
});

describe('inputs written as JSON', () => {
  it('are an array of tensors, alone or as the protocol wraps it', () => {
    expect(parseInputs('[{"name":"x"}]')).toEqual({ inputs: [{ name: 'x' }] });
    expect(parseInputs('{"inputs":[{"name":"x"}]}')).toEqual({ inputs: [{ name: 'x' }] });
  });

  it('are refused with a reason', () => {
    expect(parseInputs('{"inputs":')).toHaveProperty('error');
    expect(parseInputs('{"rows":[]}')).toEqual({
      error: 'Expected an array of tensors, each with name, datatype, shape and data.',
    });
  });
});
