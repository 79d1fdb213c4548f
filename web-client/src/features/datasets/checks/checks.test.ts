import { describe, expect, it } from 'vitest';
import type { ExpectationPartsFragment } from '@/api/generated/datasets';
import { GROUPS } from './catalogue';
import { blank, draftOf, inputOf, placed, problemsOf } from './draft';
import { suiteIn } from './import';
import { sentence } from './sentences';
import { suggestionsOf } from './suggestions';

function expecting(
  name: string,
  column: string | null,
  args: Record<string, unknown> = {},
  more: Partial<ExpectationPartsFragment> = {},
): ExpectationPartsFragment {
  return {
    name: `expect_${name}`,
    table: null,
    column,
    arguments: args,
    mostly: 1,
    severity: 'BLOCK',
    onEmpty: 'FAIL',
    ...more,
  };
}

describe('sentences', () => {
  it.each([
    [
      expecting('column_values_to_not_be_null', 'age', {}, { mostly: 0.99 }),
      'age is never missing, in at least 99\u00a0% of rows',
    ],
    [
      expecting('column_values_to_be_between', 'age', { min_value: 0, max_value: 120 }),
      'age is between 0 and 120',
    ],
    [
      expecting('column_values_to_be_between', 'age', { min_value: 0, max_value: 120, strict_min: true }),
      'age is more than 0 and at most 120',
    ],
    [expecting('column_mean_to_be_between', 'age', { max_value: 40 }), 'The mean of age is at most 40'],
    [
      expecting('column_values_to_be_in_set', 'size', { value_set: ['S', 'M', 'L', 'XL', 'XXL', ''] }),
      'size is S, M, L, XL or 2 others',
    ],
    [expecting('column_values_to_be_in_set', 'size', { value_set: ['S', 'M'] }), 'size is S or M'],
    [
      expecting('table_columns_to_match_set', null, { column_set: ['a', 'b'], exact_match: false }),
      'The table has the columns a and b, besides others',
    ],
    [
      expecting('column_quantile_values_to_be_between', 'age', {
        quantile_ranges: {
          quantiles: [0.5, 0.9],
          value_ranges: [
            [30, 40],
            [null, 80],
          ],
        },
      }),
      'Quantiles of age: 0.5 is between 30 and 40, 0.9 is at most 80',
    ],
    [
      expecting('column_values_to_be_unique', 'id', {}, { table: 'train.csv', mostly: 0.9995 }),
      'id is unique, in at least 99.95\u00a0% of rows, in train.csv',
    ],
    [expecting('column_of_tomorrow', 'age', { limit: 3 }), 'age: expect_column_of_tomorrow {"limit":3}'],
  ])('say %o', (one, said) => {
    expect(sentence(one)).toBe(said);
  });

  it('have words for each expectation that is offered', () => {
    for (const { known } of GROUPS) {
      for (const { name } of known) expect(sentence(draftLike(name))).not.toContain(name);
    }
  });

  function draftLike(name: string) {
    return { name, table: null, column: 'age', arguments: {}, mostly: 1 };
  }
});

describe('drafts', () => {
  it.each([
    expecting('column_values_to_be_in_set', 'code', { value_set: ['7', 7, true, 'true', ' x', 'a "b"', ''] }),
    expecting('column_values_to_be_between', 'day', {
      min_value: '2026-01-01',
      max_value: 4.5,
      strict_max: true,
    }),
    expecting('table_columns_to_match_set', null, { column_set: ['a, b', 'c'], exact_match: false }),
    expecting('column_quantile_values_to_be_between', 'age', {
      quantile_ranges: {
        quantiles: [0.5, 1],
        value_ranges: [
          [1, null],
          [null, 2.5],
        ],
      },
    }),
    expecting('column_pair_values_a_to_be_greater_than_b', null, {
      column_A: 'until',
      column_B: 'from',
      or_equal: true,
      ignore_row_if: 'either_value_is_missing',
    }),
    expecting(
      'column_values_to_match_regex',
      'code',
      { regex: ' ^a ' },
      { mostly: 0.9995, severity: 'WARN' },
    ),
    expecting('column_of_tomorrow', 'age', { limit: [1, { a: 2 }] }, { onEmpty: 'PASS', table: 'x.csv' }),
  ])('give back what they were made of: %o', (one) => {
    expect(inputOf(draftOf(one))).toEqual(one);
  });

  it('say what is missing or out of bounds', () => {
    const draft = blank();
    expect(problemsOf(draft)).toEqual({ name: 'What is expected' });
    expect(problemsOf({ ...draft, name: 'expect_column_values_to_be_between', mostly: '101' })).toEqual({
      column: 'The column that is meant',
      min_value: 'One of the two at least',
      mostly: 'A number from 0 to 100',
    });
    const counts = { ...draft, name: 'expect_table_row_count_to_equal', args: { value: '-1' } };
    expect(problemsOf(counts)).toEqual({ value: 'A whole number, 0 or more' });
    const quantiles = {
      ...draft,
      name: 'expect_column_quantile_values_to_be_between',
      column: 'a',
      args: { quantile_ranges: '2, 1, 3' },
    };
    expect(problemsOf(quantiles).quantile_ranges).toMatch(/^A line each/);
  });

  it('find what the platform refused by its place', () => {
    expect(
      placed({
        'input.expectations[3].arguments.value_set': 'a',
        'input.suite.expectations[0].kwargs.mostly': 'b',
        'input.suite.expectations[0].type': 'c',
        'input.expectations[1]': 'd',
        'input.datasetId': 'e',
      }),
    ).toEqual(
      new Map([
        [3, { value_set: 'a' }],
        [0, { mostly: 'b', name: 'c' }],
        [1, { name: 'd' }],
      ]),
    );
  });
});

describe('a suite of Great Expectations', () => {
  it('is shown as it is written by 1.x and before', () => {
    const text = JSON.stringify({
      expectations: [
        { type: 'expect_column_to_exist', kwargs: { column: 'a' } },
        { expectation_type: 'expect_column_values_to_not_be_null', kwargs: { column: 'b', mostly: 0.9 } },
        3,
      ],
    });
    const suite = suiteIn(text);
    expect('rows' in suite && suite.rows.map(sentence)).toEqual([
      'a exists',
      'b is never missing, in at least 90\u00a0% of rows',
      'without a type',
    ]);
  });

  it.each([
    ['', 'The JSON of a suite'],
    ['{', 'It is no JSON'],
    ['[]', 'It has no expectations'],
  ])('is said to be none: %s', (text, problem) => {
    const suite = suiteIn(text);
    expect('problem' in suite && suite.problem).toContain(problem);
  });
});

describe('suggestions', () => {
  const column = {
    deviation: null,
    mean: null,
    missing: 0,
    distinct: null,
    min: null,
    max: null,
    histogram: [],
  };
  const table = (more: object) => ({
    __typename: 'TableProfile' as const,
    name: 't.csv',
    columns: [{ ...column, name: 'c', type: 'VARCHAR', ...more }],
  });
  const of = (more: object, rows = 1_000) =>
    suggestionsOf(table(more), rows).map(
      ({ expectation, evidence }) => `${sentence(expectation)} (${evidence})`,
    );

  it('rest on what the profile says', () => {
    expect(of({ distinct: 995 })).toEqual([
      'The table has at least 500 rows (1,000 rows now; half as many would be odd)',
      'c is of type VARCHAR (type VARCHAR)',
      'c is never missing (0 of 1,000 missing)',
      'c is unique (about 995 different values in 1,000 rows)',
    ]);
    const bucket = (value: string) => ({ from: value, to: value, count: 500 });
    expect(of({ distinct: 2, missing: 6, histogram: [bucket('7'), bucket('x')] }).slice(2)).toEqual([
      'c is never missing, in at least 98\u00a0% of rows (6 of 1,000 missing)',
      'c is 7 or x (2 values seen)',
    ]);
    expect(of({ type: 'DOUBLE', distinct: 90, min: '-2.5', max: '10' }).slice(3)).toEqual([
      'c is between -2.5 and 10 (from -2.5 to 10)',
    ]);
  });

  it('are none of rows that nobody counted, and of columns that are mostly empty', () => {
    expect(of({ missing: 0 }, 0)).toEqual(['c is of type VARCHAR (type VARCHAR)']);
    expect(of({ missing: 900 }).slice(2)).toEqual([]);
  });
});
