import { expect, it } from 'vitest';
import { typedAt, untold, withMention } from './mention';

it.each([
  ['@', 1, ''],
  ['see @Vis', 8, 'Vis'],
  ['(@Ä', 3, 'Ä'],
  ['mail a@b', 8, undefined],
  ['@Vision lead', 12, undefined],
  ['no one', 6, undefined],
])('finds in %j at %d the name %j', (text, cursor, name) => {
  expect(typedAt(text, cursor)?.name).toBe(name);
});

it('puts the member in place of what was typed', () => {
  const typed = typedAt('ask @fi', 7);
  if (typed === null) throw new Error('nothing typed');
  expect(withMention('ask @fi about it', typed, { id: 'M1', name: 'Finance [EU]' })).toEqual({
    text: 'ask [@Finance \\[EU\\]](member:M1) about it',
    cursor: 33,
  });
});

it('says who was not told', () => {
  expect(untold([{ name: 'Finance', sees: true }], 'run')).toBeNull();
  expect(untold([{ name: 'Finance', sees: false }], 'run')).toBe(
    'Finance has no access to this run and was not told.',
  );
  expect(
    untold(
      ['A', 'B', 'C'].map((name) => ({ name, sees: false })),
      'job',
    ),
  ).toBe('A, B and C have no access to this job and were not told.');
});
