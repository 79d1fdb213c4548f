import { describe, expect, it } from 'vitest';
import { sampleOf } from './sample';

const PROFILE = [
  { name: 'id', type: 'BIGINT' },
  { name: 'said', type: 'VARCHAR' },
  { name: 'kg', type: 'DOUBLE' },
];

describe('a text of separated values', () => {
  it('has the names of its first line, and the types that its profile found', () => {
    expect(sampleOf(['id,said,kg', '1,"a, b",2.5', '2,,'], PROFILE)).toEqual({
      columns: PROFILE,
      rows: [
        ['1', 'a, b', '2.5'],
        ['2', null, null],
      ],
      unreadable: 0,
    });
  });

  it('has no types where the profile is of another table', () => {
    const { columns, rows } = sampleOf(['id;said', '1;"x""y"'], PROFILE);
    expect(columns).toEqual([
      { name: 'id', type: null },
      { name: 'said', type: null },
    ]);
    expect(rows).toEqual([['1', 'x"y']]);
  });

  it('begins with a row where the profile found no names', () => {
    const unnamed = [
      { name: 'column0', type: 'BIGINT' },
      { name: 'column1', type: 'VARCHAR' },
    ];
    expect(sampleOf(['1,a', '2,b'], unnamed)).toEqual({
      columns: unnamed,
      rows: [
        ['1', 'a'],
        ['2', 'b'],
      ],
      unreadable: 0,
    });
  });

  it('goes on over lines in quotes, and lacks the values that ended with their line', () => {
    expect(sampleOf(['id\tsaid\tkg', '1\t"two', 'lines"\t3', '2'], PROFILE).rows).toEqual([
      ['1', 'two\nlines', '3'],
      ['2', null, null],
    ]);
  });

  it('says how much of it was cut', () => {
    const { rows, unreadable } = sampleOf(['id,said,kg', '1,a,2', '2,"cut', '3,b,4'], PROFILE);
    expect(rows).toEqual([['1', 'a', '2']]);
    expect(unreadable).toBe(1);
  });

  it('has one column where nothing separates', () => {
    expect(sampleOf(['said', 'word'], [])).toMatchObject({ columns: [{ name: 'said' }], rows: [['word']] });
  });
});

describe('a text of JSON', () => {
  it('has the columns of all of its lines, and tells missing from empty', () => {
    const lines = ['{"id":1,"said":""}', '{"id":null,"tags":["a"]}', '{"id":3,"cut', '[1]'];
    expect(sampleOf(lines, PROFILE)).toEqual({
      columns: [
        { name: 'id', type: 'BIGINT' },
        { name: 'said', type: 'VARCHAR' },
        { name: 'tags', type: null },
      ],
      rows: [
        ['1', '', null],
        [null, null, '["a"]'],
      ],
      unreadable: 2,
    });
  });
});

it('is nothing where there are no lines', () => {
  expect(sampleOf([], PROFILE)).toEqual({ columns: [], rows: [], unreadable: 0 });
});
