import type { ExpectationPartsFragment } from '@/api/generated/datasets';
import { NO_VALUE } from '@/format/number';

export type Said = Pick<ExpectationPartsFragment, 'name' | 'table' | 'column' | 'mostly'> & {
  readonly arguments: unknown;
};
export type Arguments = Readonly<Record<string, unknown>>;

/** So many of a set are named; the rest is counted. */
const NAMED = 4;

/** `age is never missing, in at least 99 % of rows`. */
export function sentence(expectation: Said): string {
  const { column, table, mostly } = expectation;
  const args = argumentsOf(expectation.arguments);
  const say = SAY[expectation.name.replace(/^expect_/, '')];
  const what = say === undefined ? unknown(expectation.name, column, args) : say(column ?? NO_VALUE, args);
  const share = mostly < 1 ? `, in at least ${shareOf(mostly)} of rows` : '';
  const of = table === null ? '' : `, in ${table}`;
  return `${what}${share}${of}`;
}

export function argumentsOf(value: unknown): Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Arguments) : {};
}

/** Exactly, as people typed it: `99.95 %`. */
export function shareOf(mostly: number): string {
  return `${percentText(mostly)}\u00a0%`;
}

/** `99.95` of 0.9995, without what a binary number adds. */
export function percentText(mostly: number): string {
  return String(Number((mostly * 100).toPrecision(12)));
}

type Say = (column: string, args: Arguments) => string;

const SAY: Readonly<Record<string, Say | undefined>> = {
  table_row_count_to_equal: (_, { value }) => `The table has ${text(value)} rows`,
  table_row_count_to_be_between: (_, args) => `The table has ${range(args)} rows`,
  table_column_count_to_equal: (_, { value }) => `The table has ${text(value)} columns`,
  table_column_count_to_be_between: (_, args) => `The table has ${range(args)} columns`,
  table_columns_to_match_set: (_, { column_set: names, exact_match: exact }) =>
    `The table has the columns ${all(names)}${exact === false ? ', besides others' : ' and no others'}`,
  table_columns_to_match_ordered_list: (_, { column_list: names }) =>
    `The table has the columns ${all(names)}, in this order`,
  column_to_exist: (column, { column_index: place }) =>
    `${column} exists${place == null ? '' : `, at place ${text(place)}`}`,
  column_values_to_be_of_type: (column, { type_: type }) => `${column} is of type ${text(type)}`,
  column_values_to_be_in_type_list: (column, { type_list: types }) => `${column} is of type ${some(types)}`,
  column_values_to_not_be_null: (column) => `${column} is never missing`,
  column_values_to_be_null: (column) => `${column} is always missing`,
  column_values_to_be_unique: (column) => `${column} is unique`,
  column_values_to_be_in_set: (column, { value_set: set }) => `${column} is ${some(set)}`,
  column_values_to_not_be_in_set: (column, { value_set: set }) => `${column} is none of ${all(set)}`,
  column_values_to_be_between: (column, args) => `${column} is ${range(args)}`,
  column_values_to_match_regex: (column, { regex }) => `${column} matches ${text(regex)}`,
  column_values_to_not_match_regex: (column, { regex }) => `${column} does not match ${text(regex)}`,
  column_value_lengths_to_be_between: (column, args) => `${column} has ${range(args)} characters`,
  column_value_lengths_to_equal: (column, { value }) => `${column} has ${text(value)} characters`,
  column_pair_values_a_to_be_greater_than_b: (_, { column_A: a, column_B: b, or_equal: equal }) =>
    `${text(a)} is greater than ${equal === true ? 'or equal to ' : ''}${text(b)}`,
  column_pair_values_to_be_equal: (_, { column_A: a, column_B: b }) => `${text(a)} equals ${text(b)}`,
  compound_columns_to_be_unique: (_, { column_list: names }) => `${all(names)} are unique together`,
  select_column_values_to_be_unique_within_record: (_, { column_list: names }) =>
    `${all(names)} differ from each other`,
  column_min_to_be_between: (column, args) => `The least ${column} is ${range(args)}`,
  column_max_to_be_between: (column, args) => `The greatest ${column} is ${range(args)}`,
  column_mean_to_be_between: (column, args) => `The mean of ${column} is ${range(args)}`,
  column_median_to_be_between: (column, args) => `The median of ${column} is ${range(args)}`,
  column_sum_to_be_between: (column, args) => `The sum of ${column} is ${range(args)}`,
  column_stdev_to_be_between: (column, args) => `The standard deviation of ${column} is ${range(args)}`,
  column_unique_value_count_to_be_between: (column, args) => `${column} has ${range(args)} different values`,
  column_proportion_of_unique_values_to_be_between: (column, args) =>
    `The share of different values of ${column} is ${range(args)}`,
  column_distinct_values_to_be_in_set: (column, { value_set: set }) =>
    `The values of ${column} are among ${all(set)}`,
  column_distinct_values_to_contain_set: (column, { value_set: set }) =>
    `The values of ${column} include ${all(set)}`,
  column_distinct_values_to_equal_set: (column, { value_set: set }) =>
    `The values of ${column} are exactly ${all(set)}`,
  column_most_common_value_to_be_in_set: (column, { value_set: set }) =>
    `The most frequent ${column} is ${some(set)}`,
  column_quantile_values_to_be_between: (column, { quantile_ranges: ranges }) =>
    `Quantiles of ${column}: ${quantiles(ranges)}`,
};

function unknown(name: string, column: string | null, args: Arguments): string {
  const said = Object.keys(args).length === 0 ? '' : ` ${JSON.stringify(args)}`;
  return `${column === null ? '' : `${column}: `}${name}${said}`;
}

/** `between 1 and 4`, `at least 1`, `less than 4`. */
function range({ min_value: min, max_value: max, strict_min: over, strict_max: under }: Arguments): string {
  const least = min == null ? null : over === true ? `more than ${text(min)}` : `at least ${text(min)}`;
  const most = max == null ? null : under === true ? `less than ${text(max)}` : `at most ${text(max)}`;
  if (least === null || most === null) return least ?? most ?? NO_VALUE;
  if (over === true || under === true) return `${least} and ${most}`;
  return `between ${text(min)} and ${text(max)}`;
}

function some(values: unknown): string {
  return list(values, 'or');
}

function all(values: unknown): string {
  return list(values, 'and');
}

function list(values: unknown, word: string): string {
  const texts = Array.isArray(values) ? values.map(text) : [text(values)];
  const rest = texts.length - NAMED;
  // To count one more is no shorter than to name it.
  const shown = rest > 1 ? [...texts.slice(0, NAMED), `${rest} others`] : texts;
  if (shown.length < 2) return shown[0] ?? 'nothing';
  return `${shown.slice(0, -1).join(', ')} ${word} ${shown.at(-1) ?? ''}`;
}

function quantiles(value: unknown): string {
  const { quantiles: at, value_ranges: ranges } = argumentsOf(value);
  if (!Array.isArray(at) || !Array.isArray(ranges)) return NO_VALUE;
  return at
    .map((quantile, index) => {
      const [min, max] = (Array.isArray(ranges[index]) ? ranges[index] : []) as readonly unknown[];
      return `${text(quantile)} is ${range({ min_value: min, max_value: max })}`;
    })
    .join(', ');
}

export function text(value: unknown): string {
  if (value == null) return NO_VALUE;
  if (typeof value === 'string') return value === '' ? '“”' : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
}
