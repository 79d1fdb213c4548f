import { useCallback, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { KeyAccountsDocument, type KeyRowFragment } from '@/api/generated/keys';
import { holds, type Permission } from '@/api/permissions';
import { followingPage } from '@/api/use-pages';
import { rightsOf, type RightsIn } from './account-rights';

/** What an account may, by its id; undefined while that is on its way, null where the person may not see it. */
export type RightsOfAccount = (id: string) => readonly RightsIn[] | null | undefined;

const NONE: ReadonlyMap<string, readonly RightsIn[]> = new Map();

/** What the accounts may that these keys belong to: asked for where there are any, as far as it takes to find them. */
export function useAccountRights(
  keys: readonly KeyRowFragment[] | undefined,
  mine: readonly Permission[] | undefined,
): RightsOfAccount {
  const [after, setAfter] = useState<string | null>(null);
  const wanted =
    keys?.flatMap(({ serviceAccount }) => (serviceAccount === null ? [] : [serviceAccount.id])) ?? [];
  const isAsked = wanted.length > 0 && holds(mine, 'MEMBER_READ');
  const [{ data, error }] = useQuery({ query: KeyAccountsDocument, variables: { after }, pause: !isAsked });
  const tenant = data?.tenant;
  const known = useMemo(
    () =>
      tenant === undefined
        ? NONE
        : new Map(
            tenant.serviceAccounts.edges.map(({ node }) => [node.id, rightsOf(node.grants, tenant.roles)]),
          ),
    [tenant],
  );
  const next = followingPage(tenant?.serviceAccounts.pageInfo);
  if (next !== null && next !== after && wanted.some((id) => !known.has(id))) setAfter(next);
  const isAwaited = isAsked && error === undefined && (tenant === undefined || next !== null);
  return useCallback((id) => known.get(id) ?? (isAwaited ? undefined : null), [known, isAwaited]);
}
