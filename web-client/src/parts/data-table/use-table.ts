import {
  functionalUpdate,
  getCoreRowModel,
  getFilteredRowModel,
  getSortedRowModel,
  useReactTable,
  type ColumnDef,
  type RowData,
  type SortingFn,
  type Table,
} from '@tanstack/react-table';
import { useDeferredValue, useMemo } from 'react';
import { compareValues, matches, type Column } from './column';
import type { Selection } from './selection';
import type { View, ViewChange } from './view';

declare module '@tanstack/react-table' {
  // As the library declares it.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  interface ColumnMeta<TData extends RowData, TValue> {
    /** What a page said of the column: how it is drawn, how wide, where it is hidden. */
    readonly of: Column<TData>;
  }
}

interface TableArgs<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowId: (row: Row) => string;
  readonly view: View;
  readonly change: (change: ViewChange) => void;
  readonly selection: Selection | undefined;
  /** The rows are those that the platform found for the query. */
  readonly isAsked?: boolean;
}

const NOTHING = {};

/** Rows and columns with their order, filter, visibility and selection: state of TanStack Table, kept in the address. */
export function useTable<Row>(args: TableArgs<Row>): Table<Row> {
  const { rows, columns, rowId, view, change, selection, isAsked = false } = args;
  // Ten thousand rows take longer to search than a key press may: the field stays ahead of the rows.
  const query = useDeferredValue(isAsked ? '' : view.query);
  const definitions = useMemo(() => columns.map((column, index) => definition(column, index)), [columns]);
  // The same as long as they say the same: the models are computed anew for others.
  const sorting = useMemo(
    () => (view.sort === null ? [] : [{ id: view.sort.id, desc: view.sort.descending }]),
    [view.sort],
  );
  const columnVisibility = useMemo(
    () => Object.fromEntries(columns.map(({ id }) => [id, view.columns.has(id)])),
    [columns, view.columns],
  );
  return useReactTable({
    data: rows as Row[],
    columns: definitions,
    getRowId: rowId,
    state: {
      sorting,
      globalFilter: query,
      columnVisibility,
      rowSelection: selection?.state ?? NOTHING,
    },
    onSortingChange: (updater) => {
      const [first] = functionalUpdate(updater, sorting);
      change({ sort: first === undefined ? null : { id: first.id, descending: first.desc } });
    },
    onGlobalFilterChange: (updater: string) => change({ query: updater }),
    onColumnVisibilityChange: (updater) => {
      const next = functionalUpdate(updater, columnVisibility);
      change({ columns: new Set(columns.map(({ id }) => id).filter((id) => next[id] !== false)) });
    },
    ...(selection === undefined ? {} : { onRowSelectionChange: selection.change }),
    enableRowSelection: selection !== undefined,
    enableMultiSort: false,
    // There are no pages to go back to the first of; to do so would draw again, and again.
    autoResetAll: false,
    getColumnCanGlobalFilter: () => true,
    globalFilterFn: (row, _column, text: string) => matches(row.original, columns, text),
    getCoreRowModel: getCoreRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
}

function definition<Row>(column: Column<Row>, index: number): ColumnDef<Row> {
  return {
    id: column.id,
    accessorFn: (row) => column.value(row) ?? undefined,
    meta: { of: column },
    enableSorting: column.sortable ?? column.actions !== true,
    // Figures begin with the largest, text with A.
    sortDescFirst: column.figures === true,
    sortUndefined: 'last',
    sortingFn: sortingFn(column),
    enableHiding: column.name !== true,
    // The filter looks at whole rows: it is asked once for each, not once for each of its cells.
    enableGlobalFilter: index === 0,
  };
}

function sortingFn<Row>({ compare, value }: Column<Row>): SortingFn<Row> {
  return (a, b) =>
    compare === undefined
      ? compareValues(value(a.original), value(b.original))
      : compare(a.original, b.original);
}

/** The columns that are shown, as a page described them. */
export function shownColumns<Row>(table: Table<Row>): readonly Column<Row>[] {
  return table
    .getVisibleLeafColumns()
    .flatMap(({ columnDef: { meta } }) => (meta === undefined ? [] : [meta.of]));
}
