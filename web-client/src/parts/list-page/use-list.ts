import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useMemo, useState } from 'react';
import type { AnyVariables, UseQueryArgs, UseQueryResponse } from 'urql';
import { isHidden, toFailure, type Failure } from '@/api/failure';
import { useNamed } from '@/api/use-named';
import { followingPage, usePages, type PageInfo } from '@/api/use-pages';

/** Rows of one page of a list. */
export const PAGE_SIZE = 50;

export interface Connection<Row> {
  readonly edges: readonly { readonly node: Row }[];
  readonly pageInfo: PageInfo;
}

type Place = 'first' | 'after' | 'named';

interface ListQuestion<Data, Variables extends AnyVariables, Row> {
  readonly query: TypedDocumentNode<Data, Variables>;
  /** All but the place in the list. Other ones make another list, which begins with its first page. */
  readonly variables?: Omit<Variables, Place>;
  readonly pageSize?: number;
  /** Not asked now. */
  readonly pause?: boolean;
  /** Where the rows stand in the answer; the same with each draw. Null: nothing that the person may know of. */
  readonly rows: (data: Data) => Connection<Row> | null | undefined;
}

/** A list of the platform that grows page by page. */
export interface List<Row, Data = unknown> {
  readonly data: Data | undefined;
  /** Undefined while none are there. */
  readonly rows: readonly Row[] | undefined;
  readonly failure: Failure | null;
  /** Missing or forbidden: which of the two is never told. */
  readonly isHidden: boolean;
  /** Nothing is there yet, and it is on its way. */
  readonly isAwaited: boolean;
  /** Something of it is on its way. */
  readonly isFetching: boolean;
  /** Null where the list is whole. */
  readonly more: { readonly load: () => void; readonly loading: boolean } | null;
  readonly retry: () => void;
  /** Goes back to the first page, as after a change that may have moved rows. */
  readonly restart: () => void;
}

/** What a list page asks, and all that it can be answered. */
export function useList<Data, Variables extends AnyVariables, Row>(
  question: ListQuestion<Data, Variables, Row>,
): List<Row, Data> {
  return useListBy<Data, Variables, Row>(usePages, question);
}

/** The same for what belongs to projects, with their names where the person may read them. */
export function useNamedList<Data, Variables extends AnyVariables & { readonly named?: boolean | null }, Row>(
  question: ListQuestion<Data, Variables, Row>,
): List<Row, Data> {
  return useListBy<Data, Variables, Row>(useNamed, question);
}

function useListBy<Data, Variables extends AnyVariables, Row>(
  useAnswer: (args: UseQueryArgs<Variables, Data>) => UseQueryResponse<Data, Variables>,
  { query, variables, pageSize = PAGE_SIZE, pause = false, rows: rowsIn }: ListQuestion<Data, Variables, Row>,
): List<Row, Data> {
  // A place belongs to one list: with another filter it would be somewhere else.
  const key = JSON.stringify(variables ?? null);
  const [place, setPlace] = useState<{ readonly key: string; readonly after: string | null } | null>(null);
  const after = place?.key === key ? place.after : null;
  const [{ data, error, fetching }, ask] = useAnswer({
    query,
    variables: { ...variables, first: pageSize, after },
    pause,
  } as unknown as UseQueryArgs<Variables, Data>);
  // Where they stand in the answer does not change.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const connection = useMemo(() => (data == null ? undefined : rowsIn(data)), [data]);
  const rows = useMemo(() => connection?.edges.map(({ node }) => node), [connection]);
  const failure = error === undefined ? null : toFailure(error);
  const next = followingPage(connection?.pageInfo);
  const retry = () => ask({ requestPolicy: 'network-only' });
  return {
    data: data ?? undefined,
    rows,
    failure,
    isHidden: connection === null || (failure !== null && isHidden(failure)),
    isAwaited: rows === undefined && connection !== null && failure === null,
    isFetching: fetching,
    more:
      next === null
        ? null
        : {
            // A page that did not come is asked for again.
            load: () => (next === after ? retry() : setPlace({ key, after: next })),
            loading: fetching,
          },
    retry,
    restart: () => setPlace(null),
  };
}

/** Rows that another question brought along, as a list; its failures are told where it is asked. */
export function loaded<Row>(rows: readonly Row[] | undefined, more: List<Row>['more'] = null): List<Row> {
  return {
    data: undefined,
    rows,
    failure: null,
    isHidden: false,
    isAwaited: rows === undefined,
    isFetching: rows === undefined,
    more,
    retry: nothing,
    restart: nothing,
  };
}

function nothing() {
  // It is asked elsewhere.
}
