import type { ExpectationPartsFragment } from '@/api/generated/datasets';
import { NO_VALUE } from '@/format/number';
import { words } from './expectation-words';

const says = words.sentences;

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
  const share = mostly < 1 ? says.inShare(shareOf(mostly)) : '';
  const of = table === null ? '' : says.in(table);
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
  table_row_count_to_equal: (_, { value }) => says.tableHasRows(text(value)),
  table_row_count_to_be_between: (_, args) => says.tableHasRowsIn(range(args)),
  table_column_count_to_equal: (_, { value }) => says.tableHasColumns(text(value)),
  table_column_count_to_be_between: (_, args) => says.tableHasColumnsIn(range(args)),
  table_columns_to_match_set: (_, { column_set: names, exact_match: exact }) =>
    says.tableHasAll(all(names), exact === false),
  table_columns_to_match_ordered_list: (_, { column_list: names }) => says.tableHasInOrder(all(names)),
  column_to_exist: (column, { column_index: place }) =>
    says.exists(column, place == null ? '' : says.atPlace(text(place))),
  column_values_to_be_of_type: (column, { type_: type }) => says.ofType(column, text(type)),
  column_values_to_be_in_type_list: (column, { type_list: types }) => says.ofTypes(column, some(types)),
  column_values_to_not_be_null: (column) => says.neverMissing(column),
  column_values_to_be_null: (column) => says.alwaysMissing(column),
  column_values_to_be_unique: (column) => says.isUnique(column),
  column_values_to_be_in_set: (column, { value_set: set }) => says.isOneOf(column, some(set)),
  column_values_to_not_be_in_set: (column, { value_set: set }) => says.isNone(column, all(set)),
  column_values_to_be_between: (column, args) => says.isIn(column, range(args)),
  column_values_to_match_regex: (column, { regex }) => says.matches(column, text(regex)),
  column_values_to_not_match_regex: (column, { regex }) => says.doesNotMatch(column, text(regex)),
  column_value_lengths_to_be_between: (column, args) => says.hasCharacters(column, range(args)),
  column_value_lengths_to_equal: (column, { value }) => says.hasSoManyCharacters(column, text(value)),
  column_pair_values_a_to_be_greater_than_b: (_, { column_A: a, column_B: b, or_equal: equal }) =>
    says.isGreater(text(a), equal === true, text(b)),
  column_pair_values_to_be_equal: (_, { column_A: a, column_B: b }) => says.equals(text(a), text(b)),
  compound_columns_to_be_unique: (_, { column_list: names }) => says.uniqueTogether(all(names)),
  select_column_values_to_be_unique_within_record: (_, { column_list: names }) =>
    says.differFromEachOther(all(names)),
  column_min_to_be_between: (column, args) => says.theLeast(column, range(args)),
  column_max_to_be_between: (column, args) => says.theGreatest(column, range(args)),
  column_mean_to_be_between: (column, args) => says.theMean(column, range(args)),
  column_median_to_be_between: (column, args) => says.theMedian(column, range(args)),
  column_sum_to_be_between: (column, args) => says.theSum(column, range(args)),
  column_stdev_to_be_between: (column, args) => says.standardDeviation(column, range(args)),
  column_unique_value_count_to_be_between: (column, args) => says.hasDifferentValues(column, range(args)),
  column_proportion_of_unique_values_to_be_between: (column, args) =>
    says.shareOfDifferent(column, range(args)),
  column_distinct_values_to_be_in_set: (column, { value_set: set }) => says.valuesAreAmong(column, all(set)),
  column_distinct_values_to_contain_set: (column, { value_set: set }) => says.valuesInclude(column, all(set)),
  column_distinct_values_to_equal_set: (column, { value_set: set }) =>
    says.valuesAreExactly(column, all(set)),
  column_most_common_value_to_be_in_set: (column, { value_set: set }) => says.mostFrequent(column, some(set)),
  column_quantile_values_to_be_between: (column, { quantile_ranges: ranges }) =>
    says.quantiles(column, quantiles(ranges)),
};

function unknown(name: string, column: string | null, args: Arguments): string {
  const said = Object.keys(args).length === 0 ? '' : ` ${JSON.stringify(args)}`;
  return `${column === null ? '' : `${column}: `}${name}${said}`;
}

/** `between 1 and 4`, `at least 1`, `less than 4`. */
function range({ min_value: min, max_value: max, strict_min: over, strict_max: under }: Arguments): string {
  const least = min == null ? null : over === true ? says.more(text(min)) : says.atLeast(text(min));
  const most = max == null ? null : under === true ? says.less(text(max)) : says.atMost(text(max));
  if (least === null || most === null) return least ?? most ?? NO_VALUE;
  if (over === true || under === true) return says.and(least, most);
  return says.between(text(min), text(max));
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
  const shown = rest > 1 ? [...texts.slice(0, NAMED), says.others(rest)] : texts;
  if (shown.length < 2) return shown[0] ?? 'nothing';
  return `${shown.slice(0, -1).join(', ')} ${word} ${shown.at(-1) ?? ''}`;
}

function quantiles(value: unknown): string {
  const { quantiles: at, value_ranges: ranges } = argumentsOf(value);
  if (!Array.isArray(at) || !Array.isArray(ranges)) return NO_VALUE;
  return at
    .map((quantile, index) => {
      const [min, max] = (Array.isArray(ranges[index]) ? ranges[index] : []) as readonly unknown[];
      return says.isThere(text(quantile), range({ min_value: min, max_value: max }));
    })
    .join(', ');
}

export function text(value: unknown): string {
  if (value == null) return NO_VALUE;
  if (typeof value === 'string') return value === '' ? '“”' : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
}
