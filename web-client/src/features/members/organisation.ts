import { useMemo } from 'react';
import type {
  GrantNodeFragment,
  MemberRowFragment,
  MembersQuery,
  RoleRowFragment,
} from '@/api/generated/members';
import type { Permission } from '@/api/permissions';
import { choicesOf, isOwner, type RoleChoice } from './grants';

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface PendingInvitation {
  readonly id: string;
  readonly expiresAt: string;
}

export interface TeamInShort extends Named {
  readonly grants: readonly GrantNodeFragment[];
}

/** What all tabs of the page know of the organisation and of the person in front of it. */
export interface Organisation {
  readonly members: readonly MemberRowFragment[];
  /** The list of members goes on. */
  readonly hasMore: boolean;
  readonly teams: readonly TeamInShort[];
  readonly roles: readonly RoleRowFragment[];
  /** Built-in roles and the organisation's own. */
  readonly choices: readonly RoleChoice[];
  readonly projects: readonly Named[];
  /** Members and pending invitations that the organisation may have; null: no limit. */
  readonly seats: number | null;
  readonly accounts: readonly Named[];
  /** Invitations that nobody accepted yet: each takes a seat. */
  readonly pending: readonly PendingInvitation[];
  /** What the person holds in the whole organisation. */
  readonly mine: readonly Permission[];
  /** Id of the person. */
  readonly me: string | undefined;
  readonly mayWrite: boolean;
}

export function useOrganisation(data: MembersQuery | undefined): Organisation | undefined {
  return useMemo(() => {
    if (data == null) return undefined;
    const { viewer, tenant, projects } = data;
    return {
      members: tenant.members.edges.map(({ node }) => node),
      hasMore: tenant.members.pageInfo.hasNextPage,
      teams: tenant.teams.edges.map(({ node }) => node),
      roles: tenant.roles,
      choices: choicesOf(tenant.roles),
      seats: tenant.quotas.find(({ name }) => name === 'MEMBERS')?.limit ?? null,
      accounts: tenant.serviceAccounts.edges.map(({ node }) => node),
      pending: tenant.invitations.edges.map(({ node }) => node),
      projects: projects.edges.map(({ node }) => node),
      mine: viewer.permissions,
      me: viewer.person?.id,
      mayWrite: viewer.permissions.includes('MEMBER_WRITE'),
    };
  }, [data]);
}

/** Those who may do everything; the last of them cannot leave. */
export function ownersOf({ members }: Organisation): readonly MemberRowFragment[] {
  return members.filter(({ grants }) => isOwner(grants));
}

/** Whether the organisation would be without an owner if it were not for this member. */
export function isLastOwner(organisation: Organisation, member: MemberRowFragment): boolean {
  return (
    !organisation.hasMore &&
    isOwner(member.grants) &&
    ownersOf(organisation).every(({ id }) => id === member.id)
  );
}

/**
 * Whether the person may put somebody into the team, or take them out: who does so gives or takes what the team holds.
 * What they hold on single projects is for the platform to weigh.
 */
export function mayFill({ choices, mine }: Organisation, { grants }: TeamInShort): boolean {
  return grants
    .filter(({ projectId }) => projectId === null)
    .every(({ role, customRole }) =>
      choices
        .find((choice) => choice.role === (role ?? customRole?.id))
        ?.permissions.every((permission) => mine.includes(permission)),
    );
}
