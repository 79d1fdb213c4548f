import { useState } from 'react';
import { useQuery, type AnyVariables, type UseQueryArgs, type UseQueryResponse } from 'urql';
import { isHidden, toFailure } from './failure';

/**
 * `useQuery` of a list that grows page by page, or is asked for again: what does not come takes nothing away from what
 * did. Variables that end in `after` say where in the list one is; another one among the others makes another list.
 */
export function usePages<Data, Variables extends AnyVariables>(
  args: UseQueryArgs<Variables, Data>,
): UseQueryResponse<Data, Variables> {
  const [state, ask] = useQuery(args);
  const { data, error, operation } = state;
  const list = listOf(operation?.variables);
  const [kept, setKept] = useState<{ readonly list: string; readonly data: Data } | null>(null);
  if (data != null && data !== kept?.data) setKept({ list, data });
  const mayKeep = data == null && error !== undefined && !isHidden(toFailure(error));
  return [mayKeep && kept?.list === list ? { ...state, data: kept.data } : state, ask];
}

function listOf(variables: AnyVariables): string {
  const own = Object.entries(variables ?? {}).filter(([name]) => !/after$/i.test(name));
  return JSON.stringify(own);
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor?: string | null;
}

/** After which cursor a list goes on; null where it is whole, or not there yet. */
export function followingPage(pageInfo: PageInfo | undefined): string | null {
  return pageInfo?.hasNextPage === true ? (pageInfo.endCursor ?? null) : null;
}
