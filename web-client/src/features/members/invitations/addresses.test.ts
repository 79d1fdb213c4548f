import { expect, it } from 'vitest';
import { readAddresses } from './addresses';

it('reads addresses from whatever was pasted, each once', () => {
  expect(
    readAddresses('vision3@harbour.example, AUDIT@keelreview.example;\n vision3@harbour.example x@y'),
  ).toEqual({
    good: ['vision3@harbour.example', 'audit@keelreview.example'],
    bad: ['x@y'],
  });
  expect(readAddresses('  ')).toEqual({ good: [], bad: [] });
});
