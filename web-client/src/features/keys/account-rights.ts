import type { KeyAccountsQuery } from '@/api/generated/keys';
import type { Permission } from '@/api/permissions';
import { BUILT_IN } from '@/format/role';

/** What may be done in one place. */
export interface RightsIn {
  /** Null for the whole organisation. */
  readonly projectId: string | null;
  readonly permissions: readonly Permission[];
}

type Tenant = KeyAccountsQuery['tenant'];
type Grant = Tenant['serviceAccounts']['edges'][number]['node']['grants'][number];

/** What the roles add up to, the whole organisation first; of a project only what does not hold everywhere. */
export function rightsOf(grants: readonly Grant[], own: Tenant['roles']): readonly RightsIn[] {
  const roles = new Map<string, readonly Permission[]>([
    ...BUILT_IN.map(({ role, permissions }) => [role, permissions] as const),
    ...own.map(({ id, permissions }) => [id, permissions] as const),
  ]);
  const held = new Map<string | null, Set<Permission>>([[null, new Set()]]);
  for (const { role, customRole, projectId } of grants) {
    const permissions = roles.get(role ?? customRole?.id ?? '') ?? [];
    held.set(projectId, new Set([...(held.get(projectId) ?? []), ...permissions]));
  }
  const everywhere = held.get(null);
  return [...held]
    .map(([projectId, permissions]) => ({
      projectId,
      permissions: [...permissions].filter((one) => projectId === null || everywhere?.has(one) !== true),
    }))
    .filter(({ permissions }) => permissions.length > 0);
}

/** Whether it is the same wherever it holds. */
export function isSameInEach([first, ...others]: readonly RightsIn[]): boolean {
  const text = ({ permissions }: RightsIn) => [...permissions].sort().join();
  return first === undefined || others.every((other) => text(other) === text(first));
}
