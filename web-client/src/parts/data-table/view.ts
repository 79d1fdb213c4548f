import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Column } from './column';

/** How a person looks at a table. It stands in the address: a link shows the same, and going back undoes it. */
export interface View {
  readonly query: string;
  readonly sort: { readonly id: string; readonly descending: boolean } | null;
  /** Ids of the columns shown. */
  readonly columns: ReadonlySet<string>;
}

export interface ViewChange {
  readonly query?: string;
  readonly sort?: View['sort'];
  readonly columns?: ReadonlySet<string> | null;
}

/**
 * @param prefix tells the parameters of two tables on one page apart
 */
export function useView<Row>(
  columns: readonly Column<Row>[],
  prefix: string,
  first: View['sort'],
): [View, (change: ViewChange) => void] {
  const [search, setSearch] = useSearchParams();
  const text = search.toString();
  const view = useMemo(
    () => readView(new URLSearchParams(text), columns, prefix, first),
    [text, columns, prefix, first],
  );
  const change = useCallback(
    (changed: ViewChange) => {
      setSearch((before) => writeView(before, columns, prefix, changed), {
        replace: true,
        preventScrollReset: true,
      });
    },
    [setSearch, columns, prefix],
  );
  return [view, change];
}

export function readView<Row>(
  search: URLSearchParams,
  columns: readonly Column<Row>[],
  prefix: string,
  first: View['sort'],
): View {
  const ids = new Set(columns.map(({ id }) => id));
  const wanted = search
    .get(`${prefix}columns`)
    ?.split(',')
    .filter((id) => ids.has(id));
  return {
    query: search.get(`${prefix}q`) ?? '',
    sort: readSort(search.get(`${prefix}sort`), ids) ?? first,
    columns: new Set(wanted ?? shownAtFirst(columns)),
  };
}

export function writeView<Row>(
  search: URLSearchParams,
  columns: readonly Column<Row>[],
  prefix: string,
  { query, sort, columns: shown }: ViewChange,
): URLSearchParams {
  const next = new URLSearchParams(search);
  const put = (name: string, value: string | null) => {
    if (value === null || value === '') next.delete(prefix + name);
    else next.set(prefix + name, value);
  };
  if (query !== undefined) put('q', query);
  if (sort !== undefined) put('sort', sort === null ? null : `${sort.descending ? '-' : ''}${sort.id}`);
  if (shown !== undefined) {
    const ids = shown === null ? null : columns.map(({ id }) => id).filter((id) => shown.has(id));
    put('columns', ids === null || ids.join() === shownAtFirst(columns).join() ? null : ids.join(','));
  }
  return next;
}

function shownAtFirst<Row>(columns: readonly Column<Row>[]): string[] {
  return columns.filter(({ optional }) => optional !== true).map(({ id }) => id);
}

function readSort(text: string | null, ids: ReadonlySet<string>): View['sort'] {
  if (text === null) return null;
  const descending = text.startsWith('-');
  const id = descending ? text.slice(1) : text;
  return ids.has(id) ? { id, descending } : null;
}
