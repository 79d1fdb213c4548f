import Papa from 'papaparse';

export interface SampleColumn {
  readonly name: string;
  /** As the profile names it; null where there is none. */
  readonly type: string | null;
}

/** How a text begins that is a table. */
export interface Sample {
  readonly columns: readonly SampleColumn[];
  /** Null where a value is missing. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Lines that are no row: they were cut, or are something else. */
  readonly unreadable: number;
}

/** A text's first lines as rows, with the types that its profile found, where its columns are those of the profile. */
export function sampleOf(lines: readonly string[], profiled: readonly SampleColumn[]): Sample {
  const [first] = lines;
  if (first === undefined) return { columns: [], rows: [], unreadable: 0 };
  return recordOf(first) === null ? ofSeparated(lines, profiled) : ofRecords(lines, profiled);
}

type Row = Readonly<Record<string, unknown>>;

function recordOf(line: string): Row | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : null;
  } catch {
    return null;
  }
}

function ofRecords(lines: readonly string[], profiled: readonly SampleColumn[]): Sample {
  const records = lines.map(recordOf).filter((record) => record !== null);
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const types = new Map(profiled.map(({ name, type }) => [name, type]));
  return {
    columns: names.map((name) => ({ name, type: types.get(name) ?? null })),
    rows: records.map((record) => names.map((name) => textOf(record[name]))),
    unreadable: lines.length - records.length,
  };
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What DuckDB calls the columns of a text whose first line is a row. */
const UNNAMED = /^column\d+$/;

function ofSeparated(lines: readonly string[], profiled: readonly SampleColumn[]): Sample {
  const { data, errors } = Papa.parse<string[]>(lines.join('\n'), {
    delimitersToGuess: [',', '\t', ';', '|'],
  });
  // A quote that is not closed takes all that follows.
  const cut = errors.find(({ type }) => type === 'Quotes')?.row;
  const rows = cut === undefined ? data : data.slice(0, cut);
  const unreadable = data.length - rows.length;
  const [head = [], ...others] = rows;
  const areNames = head.length === profiled.length && head.every((name, at) => name === profiled[at]?.name);
  if (!areNames && head.length === profiled.length && profiled.every(({ name }) => UNNAMED.test(name)))
    return { columns: profiled, rows: cellsOf(rows, head.length), unreadable };
  return {
    columns: areNames ? profiled : head.map((name) => ({ name, type: null })),
    rows: cellsOf(others, head.length),
    unreadable,
  };
}

/** What is empty is missing; the last ones may have been left out with the end of their line. */
function cellsOf(rows: readonly (readonly string[])[], columns: number): (string | null)[][] {
  return rows.map((row) =>
    Array.from({ length: columns }, (_, at) => (row[at] === '' ? null : (row[at] ?? null))),
  );
}
