import { expect, it } from 'vitest';
import { partsOf } from './mail-text';

it('makes a link of an invitation, and of nothing else', () => {
  expect(
    partsOf('Join here:\nhttp://127.0.0.1:7080/invitation#abc\nor see https://elsewhere.example/x'),
  ).toEqual([
    { text: 'Join here:\n', path: null },
    { text: 'http://127.0.0.1:7080/invitation#abc', path: '/invitation#abc' },
    { text: '\nor see ', path: null },
    { text: 'https://elsewhere.example/x', path: null },
  ]);
});
