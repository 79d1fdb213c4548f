import { useMemo } from 'react';
import { useParam } from '@/parts/use-param';

interface FilterArgs<Row, Value extends string> {
  /** Its name in the address. */
  readonly param: string;
  /** What a person picks by: "State". */
  readonly label: string;
  readonly values: readonly Value[];
  /** As a person reads it. A method, so that a filter by states is one by strings. */
  word(value: NoInfer<Value>): string;
  /** What a row has of it; of some things, several at once. */
  readonly of: (row: Row) => Value | readonly Value[];
  /** The platform picks them out; else the page does, of the rows it has. */
  readonly asked?: boolean;
  /** As the platform counted; undefined while it does. Without it the rows that are there are counted. */
  readonly counted?: FilterCounts | undefined;
}

export interface FilterCounts {
  readonly of: ReadonlyMap<string, number> | undefined;
  /** What was counted. */
  readonly note: string;
}

/** Which rows of a list are shown, by one thing about them. It stands in the address; nothing chosen means all. */
export interface Filter<Row, Value extends string = string> extends FilterArgs<Row, Value> {
  readonly chosen: readonly Value[];
  readonly choose: (values: readonly string[]) => void;
}

export function useFilter<Row, Value extends string>(args: FilterArgs<Row, Value>): Filter<Row, Value> {
  const { param, values } = args;
  const [text, set] = useParam(param);
  const chosen = useMemo(() => {
    const wanted = new Set(text.split(','));
    return values.filter((value) => wanted.has(value));
  }, [text, values]);
  return {
    ...args,
    chosen,
    choose: (wanted) => set(values.filter((value) => wanted.includes(value)).join(',')),
  };
}

/** For the platform: null asks for all. */
export function askedFor<Value extends string>({
  chosen,
}: {
  readonly chosen: readonly Value[];
}): Value[] | null {
  return chosen.length === 0 ? null : [...chosen];
}

/** Rows that pass all filters which the page itself applies. */
export function passing<Row>(
  rows: readonly Row[] | undefined,
  filters: readonly Filter<Row>[],
): readonly Row[] | undefined {
  const own = filters.filter(({ asked, chosen }) => asked !== true && chosen.length > 0);
  if (own.length === 0) return rows;
  return rows?.filter((row) =>
    own.every(({ chosen, of }) => listed(of(row)).some((value) => chosen.includes(value))),
  );
}

/** How many of the rows have each value; undefined where those left out were never loaded. */
export function countsOf<Row>(
  rows: readonly Row[] | undefined,
  { values, chosen, of, asked }: Filter<Row>,
): ReadonlyMap<string, number> {
  const known = asked === true && chosen.length > 0 ? chosen : values;
  const counts = new Map(known.map((value) => [value, 0]));
  for (const row of rows ?? []) {
    for (const value of listed(of(row))) {
      const before = counts.get(value);
      if (before !== undefined) counts.set(value, before + 1);
    }
  }
  return counts;
}

function listed(values: string | readonly string[]): readonly string[] {
  return typeof values === 'string' ? [values] : values;
}
