import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import {
  MoreTeamsDocument,
  type GrantNodeFragment,
  type MemberRowFragment,
  type MembersQuery,
  type RoleRowFragment,
} from '@/api/generated/members';
import { holds, type Permission } from '@/api/permissions';
import { useProjectNames, type ProjectName } from '@/api/project-names';
import { followingPage } from '@/api/use-pages';
import { holdsAll } from '@/format/role';
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
  readonly projects: readonly ProjectName[];
  /** More of their names may come: until then one that is not among them is not nameless. */
  readonly areNamesAwaited: boolean;
  /** Members and pending invitations that the organisation may have; null: no limit. */
  readonly seats: number | null;
  readonly accounts: readonly Named[];
  /** Invitations that nobody accepted yet: each takes a seat. */
  readonly pending: readonly PendingInvitation[];
  /** The lists of service accounts and of invitations go on. */
  readonly hasMoreAccounts: boolean;
  readonly hasMorePending: boolean;
  /** What the person holds in the whole organisation. */
  readonly mine: readonly Permission[];
  /** Id of the person. */
  readonly me: string | undefined;
  readonly mayWrite: boolean;
}

export function useOrganisation(data: MembersQuery | undefined): Organisation | undefined {
  const { projects, isAwaited: areNamesAwaited } = useProjectNames(data?.viewer.permissionsSomewhere);
  const teams = useTeams(data?.tenant.teams);
  return useMemo(() => {
    if (data == null || teams === undefined) return undefined;
    const { viewer, tenant } = data;
    return {
      members: tenant.members.edges.map(({ node }) => node),
      hasMore: tenant.members.pageInfo.hasNextPage,
      teams: teams.edges.map(({ node }) => node),
      roles: tenant.roles,
      choices: choicesOf(tenant.roles),
      seats: tenant.quotas.find(({ name }) => name === 'MEMBERS')?.limit ?? null,
      accounts: tenant.serviceAccounts.edges.map(({ node }) => node),
      pending: tenant.invitations.edges.map(({ node }) => node),
      hasMoreAccounts: tenant.serviceAccounts.pageInfo.hasNextPage,
      hasMorePending: tenant.invitations.pageInfo.hasNextPage,
      projects,
      areNamesAwaited,
      mine: viewer.permissions,
      me: viewer.person?.id,
      mayWrite: holds(viewer.permissions, 'MEMBER_WRITE'),
    };
  }, [data, projects, areNamesAwaited, teams]);
}

type Teams = MembersQuery['tenant']['teams'];

/** All of them: what a member holds is not known without each of their teams. */
function useTeams(first: Teams | undefined): Teams | undefined {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data }] = useQuery({ query: MoreTeamsDocument, variables: { after }, pause: after === null });
  const teams = data?.tenant.teams ?? first;
  const next = followingPage(teams?.pageInfo);
  if (next !== null && next !== after) setAfter(next);
  return teams;
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

/** Whether the person may put somebody into the team, or take them out: who does so gives or takes what it holds. */
export function mayFill({ choices, mine }: Organisation, { grants }: TeamInShort): boolean {
  return holdsAll(choices, mine, grants);
}

/** Whether the person holds all that somebody has by their own roles and by those of their teams. */
export function holdsAllOf(
  { choices, mine, teams: all }: Organisation,
  { grants, teams }: Pick<MemberRowFragment, 'grants' | 'teams'>,
): boolean {
  const ofTeams = teams.flatMap(({ id }) => all.find((team) => team.id === id)?.grants ?? []);
  return holdsAll(choices, mine, [...grants, ...ofTeams]);
}
