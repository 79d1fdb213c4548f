import { useState } from 'react';
import { toFailure, type Failure } from '@/api/failure';
import { KeyAccountsDocument, type KeyAccountsQuery } from '@/api/generated/keys';
import { holds, type Permission } from '@/api/permissions';
import { followingPage, usePages } from '@/api/use-pages';
import { BUILT_IN, holdsAll } from '@/format/role';
import type { More } from '@/parts/MoreChoices';

export interface KeyAccounts {
  /** Those of the loaded ones that may do no more than the person: who makes a key of one holds what it may. */
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  /** How many are loaded, whatever they may. */
  readonly loaded: number;
  readonly more: More | null;
  readonly failure: Failure | null;
}

/**
 * The service accounts that a new key may belong to, a hundred at a time.
 *
 * @param mine what the person may do in the whole organisation
 */
export function useKeyAccounts(mine: readonly Permission[]): KeyAccounts {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, ask] = usePages({
    query: KeyAccountsDocument,
    variables: { after },
    pause: !holds(mine, 'MEMBER_READ'),
  });
  const connection = data?.tenant.serviceAccounts;
  const next = followingPage(connection?.pageInfo);
  return {
    accounts: data == null ? [] : accountsWithin(data, mine),
    loaded: connection?.edges.length ?? 0,
    more:
      next === null
        ? null
        : {
            // One that did not come is asked for again.
            load: () => (next === after ? ask({ requestPolicy: 'network-only' }) : setAfter(next)),
            loading: fetching,
          },
    failure: error === undefined ? null : toFailure(error),
  };
}

function accountsWithin({ tenant }: KeyAccountsQuery, mine: readonly Permission[]) {
  const roles = [...BUILT_IN, ...tenant.roles.map((own) => ({ ...own, role: own.id, may: null }))];
  return tenant.serviceAccounts.edges
    .map(({ node }) => node)
    .filter(({ grants }) => holdsAll(roles, mine, grants));
}
