/** What an argument of an expectation may be, and so how it is typed in. */
export type ArgumentKind =
  | 'bound'
  | 'number'
  | 'count'
  | 'flag'
  /** One that holds unless it is said not to: ticked, it does not. */
  | 'unless'
  | 'column'
  | 'names'
  | 'type'
  | 'types'
  | 'regex'
  | 'values'
  | 'quantiles'
  | readonly string[];

export interface Argument {
  /** As Great Expectations names it. */
  readonly name: string;
  readonly label: string;
  readonly kind: ArgumentKind;
  readonly required: boolean;
}

export interface Known {
  /** As Great Expectations names it. */
  readonly name: string;
  /** In plain words, in the list to choose from. */
  readonly label: string;
  /** It looks at one column, which is named. */
  readonly hasColumn: boolean;
  /** It looks at each row: a share of them may be otherwise. */
  readonly isByRow: boolean;
  readonly arguments: readonly Argument[];
}

export interface Group {
  readonly label: string;
  readonly known: readonly Known[];
}

const need = (name: string, label: string, kind: ArgumentKind): Argument => ({
  name,
  label,
  kind,
  required: true,
});
const may = (name: string, label: string, kind: ArgumentKind): Argument => ({
  name,
  label,
  kind,
  required: false,
});

const between = (kind: ArgumentKind): readonly Argument[] => [
  may('min_value', 'Minimum', kind),
  may('max_value', 'Maximum', kind),
  may('strict_min', 'More than the minimum', 'flag'),
  may('strict_max', 'Less than the maximum', 'flag'),
];
const PAIR: readonly Argument[] = [
  need('column_A', 'Column A', 'column'),
  need('column_B', 'Column B', 'column'),
];
const IGNORES_PAIR = may('ignore_row_if', 'Leave out rows where', [
  'both_values_are_missing',
  'either_value_is_missing',
  'neither',
]);
const RECORD: readonly Argument[] = [
  need('column_list', 'Columns', 'names'),
  may('ignore_row_if', 'Leave out rows where', ['all_values_are_missing', 'any_value_is_missing', 'never']),
];
const SET = need('value_set', 'Values', 'values');

function of(
  place: { readonly hasColumn: boolean; readonly isByRow: boolean },
  rows: readonly (readonly [name: string, label: string, ...args: readonly Argument[]])[],
): readonly Known[] {
  return rows.map(([name, label, ...args]) => ({
    name: `expect_${name}`,
    label,
    ...place,
    arguments: args,
  }));
}

const TABLE = { hasColumn: false, isByRow: false };
const COLUMN = { hasColumn: true, isByRow: false };
const VALUES = { hasColumn: true, isByRow: true };
const ROWS = { hasColumn: false, isByRow: true };

/** The expectations of Great Expectations that the platform knows, as a person looks for them. */
export const GROUPS: readonly Group[] = [
  {
    label: 'Each value of a column',
    known: of(VALUES, [
      ['column_values_to_not_be_null', 'is never missing'],
      ['column_values_to_be_null', 'is always missing'],
      ['column_values_to_be_unique', 'is unique'],
      ['column_values_to_be_in_set', 'is one of some values', SET],
      ['column_values_to_not_be_in_set', 'is none of some values', SET],
      ['column_values_to_be_between', 'is between two values', ...between('bound')],
      ['column_values_to_match_regex', 'matches a pattern', need('regex', 'Pattern', 'regex')],
      ['column_values_to_not_match_regex', 'does not match a pattern', need('regex', 'Pattern', 'regex')],
      ['column_value_lengths_to_be_between', 'has a length between', ...between('count')],
      ['column_value_lengths_to_equal', 'has a length of', need('value', 'Characters', 'count')],
    ]),
  },
  {
    label: 'A column',
    known: of(COLUMN, [
      ['column_to_exist', 'exists', may('column_index', 'At place, from 0', 'count')],
      ['column_values_to_be_of_type', 'is of a type', need('type_', 'Type', 'type')],
      ['column_values_to_be_in_type_list', 'is of one of some types', need('type_list', 'Types', 'types')],
    ]),
  },
  {
    label: 'A figure of a column',
    known: of(COLUMN, [
      ['column_min_to_be_between', 'its least value is between', ...between('bound')],
      ['column_max_to_be_between', 'its greatest value is between', ...between('bound')],
      ['column_mean_to_be_between', 'its mean is between', ...between('number')],
      ['column_median_to_be_between', 'its median is between', ...between('number')],
      ['column_sum_to_be_between', 'its sum is between', ...between('number')],
      ['column_stdev_to_be_between', 'its standard deviation is between', ...between('number')],
      [
        'column_quantile_values_to_be_between',
        'its quantiles are between',
        need('quantile_ranges', 'Quantiles', 'quantiles'),
        may('allow_relative_error', 'Between two values', [
          'linear',
          'lower',
          'higher',
          'midpoint',
          'nearest',
        ]),
      ],
    ]),
  },
  {
    label: 'The different values of a column',
    known: of(COLUMN, [
      ['column_unique_value_count_to_be_between', 'their number is between', ...between('count')],
      [
        'column_proportion_of_unique_values_to_be_between',
        'their share of the rows is between',
        ...between('number'),
      ],
      ['column_distinct_values_to_be_in_set', 'are among some values', SET],
      ['column_distinct_values_to_contain_set', 'include some values', SET],
      ['column_distinct_values_to_equal_set', 'are exactly some values', SET],
      [
        'column_most_common_value_to_be_in_set',
        'the most frequent is one of some values',
        SET,
        may('ties_okay', 'Several may be as frequent', 'flag'),
      ],
    ]),
  },
  {
    label: 'Columns of a row',
    known: of(ROWS, [
      [
        'column_pair_values_a_to_be_greater_than_b',
        'A is greater than B',
        ...PAIR,
        may('or_equal', 'Or equal', 'flag'),
        IGNORES_PAIR,
      ],
      ['column_pair_values_to_be_equal', 'A equals B', ...PAIR, IGNORES_PAIR],
      ['compound_columns_to_be_unique', 'are unique together', ...RECORD],
      ['select_column_values_to_be_unique_within_record', 'differ from each other', ...RECORD],
    ]),
  },
  {
    label: 'The table',
    known: of(TABLE, [
      ['table_row_count_to_equal', 'has so many rows', need('value', 'Rows', 'count')],
      ['table_row_count_to_be_between', 'has rows between', ...between('count')],
      ['table_column_count_to_equal', 'has so many columns', need('value', 'Columns', 'count')],
      [
        'table_column_count_to_be_between',
        'has columns between',
        may('min_value', 'Minimum', 'count'),
        may('max_value', 'Maximum', 'count'),
      ],
      [
        'table_columns_to_match_set',
        'has these columns, in any order',
        need('column_set', 'Columns', 'names'),
        may('exact_match', 'Others may be there too', 'unless'),
      ],
      [
        'table_columns_to_match_ordered_list',
        'has these columns, in this order',
        need('column_list', 'Columns', 'names'),
      ],
    ]),
  },
];

const BY_NAME: ReadonlyMap<string, Known> = new Map(
  GROUPS.flatMap(({ known }) => known.map((one) => [one.name, one] as const)),
);

/** Undefined for one of another release. */
export function knownOf(name: string): Known | undefined {
  return BY_NAME.get(name);
}
