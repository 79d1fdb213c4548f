import { describe, expect, it } from 'vitest';
import { readSignature, rowSize, shapeText } from './signature';

/** As the platform's own trainer writes it. */
const WINE = {
  inputs: [{ name: 'features', datatype: 'FP32', shape: [-1, 3], columns: ['alcohol', 'malic_acid', 'ash'] }],
  outputs: [
    { name: 'probabilities', datatype: 'FP32', shape: [-1, 2], labels: ['barolo', 'grignolino'] },
    { name: 'label', datatype: 'INT64', shape: [-1] },
  ],
};

describe('a signature', () => {
  it('tells tensors, columns and labels', () => {
    const signature = readSignature(WINE);
    expect(signature?.inputs[0]?.columns).toEqual(['alcohol', 'malic_acid', 'ash']);
    expect(signature?.outputs[0]?.labels).toEqual(['barolo', 'grignolino']);
    expect(signature?.outputs[1]).toEqual({
      name: 'label',
      datatype: 'INT64',
      shape: [-1],
      columns: [],
      labels: [],
    });
  });

  it.each([null, 'text', [], {}, { inputs: 'none' }, { inputs: [{ datatype: 'FP32' }, 7, null] }])(
    'is none where nothing of it can be used: %j',
    (json) => expect(readSignature(json)).toBeNull(),
  );

  it('counts the values of a row', () => {
    const tensor = { name: 'x', datatype: 'FP32', columns: [], labels: [] };
    expect(rowSize({ ...tensor, shape: [-1, 13] })).toBe(13);
    expect(rowSize({ ...tensor, shape: [-1, 2, 3] })).toBe(6);
    expect(rowSize({ ...tensor, shape: [-1] })).toBe(1);
    expect(rowSize({ ...tensor, shape: [-1, -1] })).toBeNull();
    expect(rowSize({ ...tensor, shape: [-1, -1], columns: ['a', 'b'] })).toBe(2);
  });

  it('writes a shape with words for what may be any size', () => {
    expect(shapeText([-1, 13])).toBe('[any, 13]');
  });
});
