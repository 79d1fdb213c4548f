import { expect, it } from 'vitest';
import {
  filesChange,
  meanChange,
  missingChange,
  mostChangedFirst,
  rowsChange,
  schemaChange,
  type ColumnChange,
} from './change';

function column(name: string, psi: number | null, before: string | null, after: string | null): ColumnChange {
  const side = (type: string | null) => (type === null ? null : { type, missing: 10, mean: null });
  return { name, psi, before: side(before), after: side(after) };
}

it('says what became of a column', () => {
  expect(schemaChange(column('a', null, null, 'DOUBLE'))).toBe('Added');
  expect(schemaChange(column('a', null, 'DOUBLE', null))).toBe('Removed');
  expect(schemaChange(column('a', 0, 'SMALLINT', 'INTEGER'))).toBe('SMALLINT → INTEGER');
  expect(schemaChange(column('a', 0, 'DOUBLE', 'DOUBLE'))).toBeNull();
});

it('puts changes of the schema before the furthest moves, and keeps the order of the file', () => {
  const columns = [
    column('calm', 0.01, 'DOUBLE', 'DOUBLE'),
    column('unknown', null, 'DOUBLE', 'DOUBLE'),
    column('new', null, null, 'DOUBLE'),
    column('moved', 0.4, 'DOUBLE', 'DOUBLE'),
    column('wider', 0.02, 'SMALLINT', 'INTEGER'),
  ];
  expect(mostChangedFirst(columns).map(({ name }) => name)).toEqual([
    'new',
    'wider',
    'moved',
    'calm',
    'unknown',
  ]);
});

it.each([
  [181_440, 169_174, '181,440, 12,266 more'],
  [10, 12, '10, 2 fewer'],
  [7, 7, '7, as many as before'],
])('says of %i rows after %i that they are %s', (rows, before, words) => {
  expect(rowsChange(rows, before)).toBe(words);
});

it('says what became of files', () => {
  const none = { unchanged: 0, added: 0, removed: 0, changed: 0, moved: 0 };
  expect(filesChange({ ...none, unchanged: 1 })).toBe('1 file, none of them changed');
  expect(filesChange({ unchanged: 167_154, added: 12_480, removed: 214, changed: 3, moved: 1_806 })).toBe(
    '12,480 added, 1,806 of them moved, 214 removed, 3 changed, 167,154 unchanged',
  );
  expect(filesChange({ ...none, removed: 1 })).toBe('1 removed');
});

it('says from what to what a figure went', () => {
  expect(missingChange(column('a', 0, 'DOUBLE', 'DOUBLE'), 100, 1_000)).toBe('1.0\u00a0% → 10.0\u00a0%');
  expect(missingChange(column('a', 0, 'DOUBLE', 'DOUBLE'), 100, 100)).toBe('10.0\u00a0%');
  expect(missingChange(column('a', 0, null, 'DOUBLE'), 100, 100)).toBe('– → 10.0\u00a0%');
  expect(meanChange(column('a', 0, 'VARCHAR', 'VARCHAR'))).toBe('–');
});
