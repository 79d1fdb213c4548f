import type { ExpectationPartsFragment, TableColumnsFragment } from '@/api/generated/datasets';
import { read } from './draft';
import { words } from './words';

const says = words.suggestions;

type Column = TableColumnsFragment['columns'][number];

/** So few different values are all of them. */
const FEW = 10;
/** The number of different values is an estimate that may be so much off. */
const ESTIMATE = 0.02;

export interface Suggestion {
  readonly expectation: ExpectationPartsFragment;
  /** What in the profile speaks for it. */
  readonly evidence: string;
}

/** What the profile of a table lets one expect of the next one, the table first, then column by column. */
export function suggestionsOf(table: TableColumnsFragment, rows: number | null): readonly Suggestion[] {
  return [...ofTable(rows), ...table.columns.flatMap((column) => ofColumn(column, rows ?? 0))];
}

function ofTable(rows: number | null): Suggestion[] {
  if (rows === null || rows === 0) return [];
  const least = roundDown(rows / 2);
  return [
    {
      expectation: expecting('table_row_count_to_be_between', null, { min_value: least }),
      evidence: says.nowHalfAsMany(rows),
    },
  ];
}

function ofColumn(column: Column, rows: number): Suggestion[] {
  const { name, type, missing, distinct, min, max } = column;
  const found: Suggestion[] = [
    {
      expectation: expecting('column_values_to_be_of_type', name, { type_: type }),
      evidence: says.type(type),
    },
  ];
  const present = rows - missing;
  if (rows > 0 && missing === 0)
    found.push({
      expectation: expecting('column_values_to_not_be_null', name),
      evidence: says.noneMissing(rows),
    });
  else if (rows > 0 && missing / rows < 0.5)
    found.push({
      expectation: { ...expecting('column_values_to_not_be_null', name), mostly: mostlyOf(missing / rows) },
      evidence: says.someMissing(missing, rows),
    });
  const values = allValues(column);
  if (present > 1 && distinct !== null && distinct >= present * (1 - ESTIMATE))
    found.push({
      expectation: expecting('column_values_to_be_unique', name),
      evidence: says.aboutDifferentValues(distinct, present),
    });
  else if (values !== null)
    found.push({
      expectation: expecting('column_values_to_be_in_set', name, { value_set: values }),
      evidence: says.seen(values.length),
    });
  if (values === null && min !== null && max !== null && isOrdered(type))
    found.push({
      expectation: expecting('column_values_to_be_between', name, {
        min_value: of(type, min),
        max_value: of(type, max),
      }),
      evidence: `from ${min} to ${max}`,
    });
  return found;
}

/** Known where the most frequent ones are all there are. */
function allValues({ type, distinct, histogram }: Column): readonly unknown[] | null {
  const isSingle = histogram.every(({ from, to }) => from === to);
  if (
    distinct === null ||
    distinct > FEW ||
    histogram.length < distinct ||
    histogram.length === 0 ||
    !isSingle
  )
    return null;
  return histogram.map(({ from }) => of(type, from));
}

const NUMERIC = /INT|DOUBLE|FLOAT|REAL|DECIMAL|NUMERIC/i;
const TEMPORAL = /DATE|TIME/i;

function isOrdered(type: string): boolean {
  return NUMERIC.test(type) || TEMPORAL.test(type);
}

function of(type: string, text: string): unknown {
  return NUMERIC.test(type) ? read(text) : text;
}

/** A little below what is there now: of 0.6 % missing, 99 % are to be there. */
function mostlyOf(missing: number): number {
  return Math.max(0, Math.floor((1 - missing) * 100 - 0.5)) / 100;
}

/** To its first figure. */
function roundDown(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))));
  return Math.floor(value / step) * step;
}

function expecting(
  name: string,
  column: string | null,
  args: Readonly<Record<string, unknown>> = {},
): ExpectationPartsFragment {
  return {
    name: `expect_${name}`,
    table: null,
    column,
    arguments: args,
    mostly: 1,
    severity: 'BLOCK',
    onEmpty: 'FAIL',
  };
}
