import type { Row as TableRow } from '@tanstack/react-table';

/** By what the rows stand together. */
export interface Grouping<Row> {
  /** The group of a row; null for those that have none, which stand last. */
  readonly of: (row: Row) => string | null;
  /** What stands in place of a group's name where it has none: "no campaign". */
  readonly none: string;
  /** Said below the table while it has not all rows. */
  readonly note: string;
  /** Rows are loaded in the order of their groups: those that are not are of the last one, or of others. */
  readonly inOrder?: boolean;
}

export interface Group<Row> {
  readonly name: string | null;
  readonly rows: readonly TableRow<Row>[];
  /** Whether it may have rows that are not loaded. */
  readonly isMore: boolean;
}

/** One line of the table. */
export type Entry<Row> =
  | { readonly kind: 'group'; readonly group: Group<Row>; readonly isOpen: boolean }
  | { readonly kind: 'row'; readonly row: TableRow<Row> }
  /** What an open row is made of. */
  | { readonly kind: 'below'; readonly row: TableRow<Row> };

/** Which groups may have rows that are not loaded, where there are any. */
export function growing<Row>(
  { of, inOrder = false }: Grouping<Row>,
  loaded: readonly Row[],
): (name: string | null) => boolean {
  const last = loaded.at(-1);
  return (name) => !inOrder || (last !== undefined && of(last) === name);
}

/** Groups in the order of their first rows: of a table that is sorted the best one comes first. */
export function groupsOf<Row>(
  rows: readonly TableRow<Row>[],
  of: (row: Row) => string | null,
  mayGrow: (name: string | null) => boolean,
): Group<Row>[] {
  const groups = new Map<string | null, TableRow<Row>[]>();
  for (const row of rows) {
    const name = of(row.original);
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [row]);
    else known.push(row);
  }
  return [...groups]
    .map(([name, members]) => ({ name, rows: members, isMore: mayGrow(name) }))
    .sort((a, b) => Number(a.name === null) - Number(b.name === null));
}

/** The lines as they stand below each other; a group that is closed is one. */
export function entriesOf<Row>(
  groups: readonly Group<Row>[],
  closed: ReadonlySet<string | null>,
): Entry<Row>[] {
  return groups.flatMap((group): Entry<Row>[] => {
    const isOpen = !closed.has(group.name);
    return [
      { kind: 'group', group, isOpen },
      ...(isOpen ? group.rows.map((row) => ({ kind: 'row', row }) as const) : []),
    ];
  });
}
