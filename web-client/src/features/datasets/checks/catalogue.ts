import { words } from './expectation-words';

const says = words.catalogue;

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
  may('strict_min', says.moreThanTheMinimum, 'flag'),
  may('strict_max', says.lessThanTheMaximum, 'flag'),
];
const PAIR: readonly Argument[] = [
  need('column_A', 'Column A', 'column'),
  need('column_B', 'Column B', 'column'),
];
const IGNORES_PAIR = may('ignore_row_if', says.leaveOutRowsWhere, [
  'both_values_are_missing',
  'either_value_is_missing',
  'neither',
]);
const RECORD: readonly Argument[] = [
  need('column_list', 'Columns', 'names'),
  may('ignore_row_if', says.leaveOutRowsWhere, ['all_values_are_missing', 'any_value_is_missing', 'never']),
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
    label: says.eachValue,
    known: of(VALUES, [
      ['column_values_to_not_be_null', says.neverMissing],
      ['column_values_to_be_null', says.alwaysMissing],
      ['column_values_to_be_unique', says.isUnique],
      ['column_values_to_be_in_set', says.oneOfSome, SET],
      ['column_values_to_not_be_in_set', says.noneOfSome, SET],
      ['column_values_to_be_between', says.betweenTwoValues, ...between('bound')],
      ['column_values_to_match_regex', says.matchesAPattern, need('regex', 'Pattern', 'regex')],
      ['column_values_to_not_match_regex', says.doesNotMatch, need('regex', 'Pattern', 'regex')],
      ['column_value_lengths_to_be_between', says.hasALengthBetween, ...between('count')],
      ['column_value_lengths_to_equal', says.hasALength, need('value', 'Characters', 'count')],
    ]),
  },
  {
    label: 'A column',
    known: of(COLUMN, [
      ['column_to_exist', 'exists', may('column_index', says.placeFrom0, 'count')],
      ['column_values_to_be_of_type', says.aType, need('type_', 'Type', 'type')],
      ['column_values_to_be_in_type_list', says.ofOne, need('type_list', 'Types', 'types')],
    ]),
  },
  {
    label: says.aFigure,
    known: of(COLUMN, [
      ['column_min_to_be_between', says.leastValue, ...between('bound')],
      ['column_max_to_be_between', says.greatestValue, ...between('bound')],
      ['column_mean_to_be_between', says.meanIsBetween, ...between('number')],
      ['column_median_to_be_between', says.medianIsBetween, ...between('number')],
      ['column_sum_to_be_between', says.sumIsBetween, ...between('number')],
      ['column_stdev_to_be_between', says.standardDeviation, ...between('number')],
      [
        'column_quantile_values_to_be_between',
        says.quantilesAreBetween,
        need('quantile_ranges', 'Quantiles', 'quantiles'),
        may('allow_relative_error', says.twoValues, ['linear', 'lower', 'higher', 'midpoint', 'nearest']),
      ],
    ]),
  },
  {
    label: says.differentValues,
    known: of(COLUMN, [
      ['column_unique_value_count_to_be_between', says.numberIsBetween, ...between('count')],
      ['column_proportion_of_unique_values_to_be_between', says.theirShare, ...between('number')],
      ['column_distinct_values_to_be_in_set', says.amongSomeValues, SET],
      ['column_distinct_values_to_contain_set', says.includeSomeValues, SET],
      ['column_distinct_values_to_equal_set', says.exactlySomeValues, SET],
      [
        'column_most_common_value_to_be_in_set',
        says.mostFrequent,
        SET,
        may('ties_okay', says.severalMay, 'flag'),
      ],
    ]),
  },
  {
    label: says.columnsOfARow,
    known: of(ROWS, [
      [
        'column_pair_values_a_to_be_greater_than_b',
        says.isGreater,
        ...PAIR,
        may('or_equal', says.orEqual, 'flag'),
        IGNORES_PAIR,
      ],
      ['column_pair_values_to_be_equal', 'A equals B', ...PAIR, IGNORES_PAIR],
      ['compound_columns_to_be_unique', says.uniqueTogether, ...RECORD],
      ['select_column_values_to_be_unique_within_record', says.differFromEachOther, ...RECORD],
    ]),
  },
  {
    label: says.theTable,
    known: of(TABLE, [
      ['table_row_count_to_equal', says.hasSoManyRows, need('value', 'Rows', 'count')],
      ['table_row_count_to_be_between', says.hasRowsBetween, ...between('count')],
      ['table_column_count_to_equal', says.hasSoManyColumns, need('value', 'Columns', 'count')],
      [
        'table_column_count_to_be_between',
        says.hasColumnsBetween,
        may('min_value', 'Minimum', 'count'),
        may('max_value', 'Maximum', 'count'),
      ],
      [
        'table_columns_to_match_set',
        says.hasTheseColumns,
        need('column_set', 'Columns', 'names'),
        may('exact_match', says.othersMayBeThere, 'unless'),
      ],
      ['table_columns_to_match_ordered_list', says.hasTheseInOrder, need('column_list', 'Columns', 'names')],
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
