import {
  createColumnHelper,
  getCoreRowModel,
  getFilteredRowModel,
  getSortedRowModel,
  useReactTable,
  type SortingFn,
} from '@tanstack/react-table';
import { useDeferredValue, useMemo } from 'react';
import { compareValues, matches, type Column } from './column';
import type { View } from './view';

/** The rows of a view, filtered and in order. */
export function useRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  rowId: (row: Row) => string,
  view: View,
): readonly Row[] {
  // Ten thousand rows take longer to search than a key press may: the field stays ahead of the rows.
  const query = useDeferredValue(view.query);
  const definitions = useMemo(() => {
    const helper = createColumnHelper<Row>();
    return columns.map((column) =>
      helper.accessor((row: Row) => column.value(row) ?? undefined, {
        id: column.id,
        sortUndefined: 'last',
        sortingFn: sortingFn(column),
      }),
    );
  }, [columns]);
  // The same array as long as it says the same: the model is computed anew for another one.
  const sorting = useMemo(
    () => (view.sort === null ? [] : [{ id: view.sort.id, desc: view.sort.descending }]),
    [view.sort],
  );
  const table = useReactTable({
    data: rows as Row[],
    columns: definitions,
    getRowId: rowId,
    state: {
      sorting,
      globalFilter: query,
    },
    // There are no pages to go back to the first of; to do so would draw again, and again.
    autoResetAll: false,
    globalFilterFn: (row, _column, text: string) => matches(row.original, columns, text),
    getColumnCanGlobalFilter: () => true,
    getCoreRowModel: getCoreRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  const model = table.getRowModel().rows;
  return useMemo(() => model.map(({ original }) => original), [model]);
}

function sortingFn<Row>({ compare, value }: Column<Row>): SortingFn<Row> {
  return (a, b) =>
    compare === undefined
      ? compareValues(value(a.original), value(b.original))
      : compare(a.original, b.original);
}
