import { describe, expect, it } from 'vitest';
import type { Tensor } from '@/api/signature';
import { readAnswer } from './answer';

const OUTPUTS: Tensor[] = [
  { name: 'probabilities', datatype: 'FP32', shape: [-1, 3], columns: [], labels: ['1', '2', '3'] },
  { name: 'label', datatype: 'INT64', shape: [-1], columns: [], labels: [] },
];

/** As the gateway answers for one row of the demo's wine model. */
const ONE_ROW = [
  { name: 'probabilities', datatype: 'FP32', shape: [1, 3], data: [0.9734, 0.0211, 0.0055] },
  { name: 'label', datatype: 'INT64', shape: [1], data: [0] },
];

describe('an answer', () => {
  it('names scores by the labels of the signature, and the class by its label', () => {
    const [scores, label] = readAnswer(ONE_ROW, OUTPUTS);
    expect(scores?.columns).toEqual(['1', '2', '3']);
    expect(scores?.rows).toEqual([['0.9734', '0.0211', '0.0055']]);
    expect(scores?.scores).toEqual([[0.9734, 0.0211, 0.0055]]);
    expect(label?.rows).toEqual([['0, 1']]);
  });

  it('is cut into the rows that were asked about', () => {
    const [scores] = readAnswer(
      { outputs: [{ name: 'probabilities', datatype: 'FP32', shape: [2, 3], data: [1, 0, 0, 0, 0.5, 0.5] }] },
      OUTPUTS,
    );
    expect(scores?.rows).toEqual([
      ['1', '0', '0'],
      ['0', '0.5', '0.5'],
    ]);
  });

  it('is shown without a signature too', () => {
    const [text] = readAnswer([{ name: 'y', datatype: 'BYTES', shape: [1, 2], data: ['a', 'b'] }], []);
    expect(text).toEqual({
      name: 'y',
      datatype: 'BYTES',
      columns: ['0', '1'],
      rows: [['a', 'b']],
      scores: null,
    });
  });

  it('may be nested as rows', () => {
    const [nested] = readAnswer([{ name: 'y', datatype: 'FP32', shape: [2, 1], data: [[1], [2]] }], []);
    expect(nested?.rows).toEqual([['1'], ['2']]);
  });

  it.each([null, 'x', {}, { outputs: 1 }])('may not be readable: %j', (outputs) => {
    expect(readAnswer(outputs, OUTPUTS)).toEqual([]);
  });
});
