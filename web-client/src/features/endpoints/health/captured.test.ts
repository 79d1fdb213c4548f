import { expect, it } from 'vitest';
import { capturedOf, valuesText } from './captured';

const ROW = {
  id: 'order-17',
  endpoint: 'e',
  revision: 23,
  time: '2026-11-19T13:59:58.214Z',
  latency_ms: 4.2,
  inputs: {
    query: { datatype: 'BYTES', shape: [1], redacted: true },
    pixels: { datatype: 'FP32', shape: [1, 9], size_bytes: 40_960, sha256: 'ab12' },
    length: { datatype: 'INT64', shape: [1], data: [61] },
  },
  outputs: { label: { datatype: 'FP32', shape: [1, 5], data: [0.84, -0.1, 0, 0, 0] } },
};

it('reads what is kept, what is redacted and what is shortened of a row', () => {
  const { rows, inputs, outputs, unreadable } = capturedOf([JSON.stringify(ROW)]);
  expect(inputs).toEqual(['query', 'pixels', 'length']);
  expect(outputs).toEqual(['label']);
  expect(unreadable).toBe(0);
  expect(rows[0]?.inputs).toEqual({
    query: { kind: 'redacted' },
    pixels: { kind: 'shortened', bytes: 40_960, digest: 'ab12' },
    length: { kind: 'values', values: [61], type: 'INT64' },
  });
});

it('leaves out what is no such row, and says how many', () => {
  const cut = JSON.stringify(ROW).slice(0, 80);
  const large = { ...ROW, inputs: undefined, request_bytes: 300_000 };
  const found = capturedOf([cut, '[1]', '{"id":1}', JSON.stringify(large)]);
  expect(found.unreadable).toBe(3);
  expect(found.rows[0]?.requestBytes).toBe(300_000);
  expect(found.inputs).toEqual([]);
});

it.each([
  [[61], '61'],
  [[0.84, -0.1], '0.84, −0.1'],
  [[1, 2, 3, 4, 5], '1, 2, 3 and 2 more'],
  [['tools', null], 'tools, null'],
])('says %j in a cell', (values, words) => {
  expect(valuesText(values)).toBe(words);
});
