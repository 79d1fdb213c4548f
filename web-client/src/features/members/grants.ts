import type { MemberRowFragment } from '@/api/generated/members';

export type Role = NonNullable<MemberRowFragment['grants'][number]['role']>;

export interface Grant {
  readonly role: Role;
  /** Empty: the whole organisation. */
  readonly projectId: string;
}

export const ROLES: readonly { readonly role: Role; readonly word: string; readonly may: string }[] = [
  { role: 'OWNER', word: 'Owner', may: 'do everything, to the organisation too' },
  { role: 'ADMIN', word: 'Admin', may: 'do everything but change the organisation' },
  { role: 'ENGINEER', word: 'Engineer', may: 'build, train, approve and serve' },
  { role: 'VIEWER', word: 'Viewer', may: 'read' },
  { role: 'BILLING', word: 'Billing', may: 'read cost and set budgets' },
];

export function wordOf(role: Role): string {
  return ROLES.find((known) => known.role === role)?.word ?? role;
}

/** What the role allows, in a few words. */
export function mayOf(role: Role): string {
  return `May ${ROLES.find((known) => known.role === role)?.may ?? 'do what its name says'}`;
}

/** Those of built-in roles, which are edited here. */
export function grantsOf({ grants }: MemberRowFragment): Grant[] {
  return grants.flatMap(({ role, projectId }) =>
    role == null ? [] : [{ role, projectId: projectId ?? '' }],
  );
}

/** Those of the organisation's own roles, which stay as they are. */
export function customGrantsOf({ grants }: MemberRowFragment) {
  return grants.flatMap(({ customRole, projectId }) =>
    customRole == null ? [] : [{ customRoleId: customRole.id, projectId: projectId ?? null }],
  );
}

/** `Engineer in parcel-vision`, `Owner`. */
export function describe({ role, projectId }: Grant, nameOf: (id: string) => string): string {
  return projectId === '' ? wordOf(role) : `${wordOf(role)} in ${nameOf(projectId)}`;
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
