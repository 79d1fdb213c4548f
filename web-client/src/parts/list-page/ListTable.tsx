import { Button } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { DataTable, type DataTableProps } from '@/parts/data-table';
import { FilterRow } from '@/parts/Filter';
import { ListFailed } from '@/parts/ListFailed';
import { Panel } from '@/parts/Panel';
import { Empty, Hidden } from '@/parts/states';
import { useSetParams } from '@/parts/use-param';
import { ListFilters } from './ListFilters';
import { passing, type Filter } from './use-filter';
import type { List } from './use-list';
import { words } from './words';

type Table<Row> = Omit<DataTableProps<Row>, 'rows' | 'rowId' | 'more' | 'empty' | 'tools'>;

export interface ListTableProps<Row> extends Table<Row> {
  readonly list: List<Row>;
  /** Without it rows have an `id`. */
  readonly rowId?: (row: Row) => string;
  /** Rows as the table wants them, such as a tree; the list's own without it. */
  readonly filters?: readonly Filter<Row>[];
  /** Beside the filters. */
  readonly tools?: ReactNode;
  /** Parameters of further filters of the page's own, and whether they leave anything out. */
  readonly alsoFiltered?: {
    readonly params: readonly string[];
    readonly isActive: boolean;
    /** Said where they leave nothing. */
    readonly none?: string | undefined;
  };
  /** In place of a list that has nothing. */
  readonly empty: ReactNode;
  /** What a failure did not touch: "Keys work as before." */
  readonly unchanged?: string;
}

const NO_FILTERS: readonly never[] = [];

/** The rows of a list, or why there are none: on their way, not to be had, nothing yet, nothing that matches. */
export function ListTable<Row>({
  list,
  rowId = idOf,
  filters = NO_FILTERS,
  tools,
  alsoFiltered,
  empty,
  unchanged,
  ...table
}: ListTableProps<Row>) {
  const setParams = useSetParams();
  const { noun } = table;
  const rows = useMemo(() => passing(list.rows, filters), [list.rows, filters]);
  const isFiltered = filters.some(({ chosen }) => chosen.length > 0) || alsoFiltered?.isActive === true;
  const params = [...filters.map(({ param }) => param), ...(alsoFiltered?.params ?? [])];
  const clear = () => setParams(Object.fromEntries(params.map((param) => [param, ''])));
  const menus = (
    <>
      {tools}
      <ListFilters filters={filters} list={list} noun={noun} />
    </>
  );
  if (list.isHidden) {
    return (
      <Panel>
        <Hidden />
      </Panel>
    );
  }
  return (
    <>
      {list.failure !== null && (
        <ListFailed
          what={noun[1]}
          begun={list.rows !== undefined}
          failure={list.failure}
          onRetry={list.retry}
          {...(unchanged === undefined ? {} : { unchanged })}
        />
      )}
      {list.failure !== null && list.rows === undefined && isFiltered && (
        // What was asked for may be what cannot be answered: the way back to all stays.
        <FilterRow label={table.label}>
          {menus}
          <Button variant="subtle" onClick={clear}>
            {words.clear}
          </Button>
        </FilterRow>
      )}
      {(list.rows !== undefined || list.isAwaited) && (
        <DataTable
          {...table}
          rows={rows}
          rowId={rowId}
          more={list.more}
          tools={menus}
          empty={
            isFiltered ? (
              <>
                <FilterRow label={table.label}>{menus}</FilterRow>
                <Panel>
                  <Empty title={alsoFiltered?.none ?? words.noMatch(noun[1])}>
                    <p>{words.leftOut}</p>
                    <Button variant="default" onClick={clear}>
                      {words.clear}
                    </Button>
                  </Empty>
                </Panel>
              </>
            ) : (
              <Panel>{empty}</Panel>
            )
          }
        />
      )}
    </>
  );
}

function idOf(row: unknown): string {
  return (row as { readonly id: string }).id;
}
