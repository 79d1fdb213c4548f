import type { GrantNodeFragment, RoleRowFragment } from '@/api/generated/members';
import { BUILT_IN, isBuiltIn, type RoleChoice } from '@/format/role';
import { words } from './words';

const says = words.grants;

export { BUILT_IN, isBuiltIn, type RoleChoice } from '@/format/role';

/** A role that is held, in the whole organisation or in one project. */
export interface Grant {
  /** The name of a built-in role, else the id of one of the organisation's own. */
  readonly role: string;
  /** Empty: the whole organisation. */
  readonly projectId: string;
}

/** Built-in roles first, then the organisation's own. */
export function choicesOf(roles: readonly RoleRowFragment[]): readonly RoleChoice[] {
  return [
    ...BUILT_IN,
    ...roles.map(({ id, name, permissions, description }) => ({
      role: id,
      name,
      permissions,
      may: description ?? null,
    })),
  ];
}

export function grantsOf(grants: readonly GrantNodeFragment[]): Grant[] {
  return grants.map(({ role, customRole, projectId }) => ({
    role: role ?? customRole?.id ?? '',
    projectId: projectId ?? '',
  }));
}

export function toInput({ role, projectId }: Grant) {
  return {
    ...(isBuiltIn(role) ? { role } : { customRoleId: role }),
    projectId: projectId === '' ? null : projectId,
  };
}

/** `Engineer`, or what the organisation calls its own role. */
export function roleName({ role, customRole }: GrantNodeFragment): string {
  if (role !== null) return BUILT_IN.find((known) => known.role === role)?.name ?? role;
  return customRole?.name ?? says.gone;
}

export function projectName({ project, projectId }: GrantNodeFragment): string {
  return project?.name ?? says.project((projectId ?? '').slice(-6));
}

/** `Engineer on parcel-vision`, `Owner`. */
export function describe(grant: GrantNodeFragment): string {
  return grant.projectId === null ? roleName(grant) : says.on(roleName(grant), projectName(grant));
}

/** The roles held everywhere, and those held on projects, each project's list under its role. */
export function inTwoLines(grants: readonly GrantNodeFragment[]): {
  readonly everywhere: string;
  readonly onProjects: string;
} {
  const everywhere = grants.filter(({ projectId }) => projectId === null).map(roleName);
  const byRole = new Map<string, string[]>();
  for (const grant of grants) {
    if (grant.projectId === null) continue;
    const name = roleName(grant);
    byRole.set(name, [...(byRole.get(name) ?? []), projectName(grant)]);
  }
  return {
    everywhere: everywhere.join(', '),
    onProjects: [...byRole].map(([name, projects]) => says.onProjects(name, projects.join(', '))).join('; '),
  };
}

/** The same role twice in one place says nothing more. */
export function withoutTwins(grants: readonly Grant[]): Grant[] {
  return grants.filter(
    (grant, index) =>
      grants.findIndex((other) => other.role === grant.role && other.projectId === grant.projectId) === index,
  );
}

export function same(grants: readonly Grant[], others: readonly Grant[]): boolean {
  const text = (of: readonly Grant[]) =>
    of
      .map(({ role, projectId }) => `${role} ${projectId}`)
      .sort()
      .join('\n');
  return text(grants) === text(others);
}

export function isOwner(grants: readonly GrantNodeFragment[]): boolean {
  return grants.some(({ role, projectId }) => role === 'OWNER' && projectId === null);
}
