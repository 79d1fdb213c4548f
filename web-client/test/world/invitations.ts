import type { Actor, InvitationStatus, Resolvers } from '../generated/schema';
import { DAY, HOUR, iso } from './clock';
import { globalId } from './ids';
import { ownsAll, toGrant, type GrantRow } from './organisation';
import { page } from './page';
import { present } from './present';
import { conflict, refusal } from './refusal';
import { find, type World } from './world';

export interface InvitationRow {
  id: string;
  email: string;
  grants: GrantRow[];
  teamIds: string[];
  status: InvitationStatus;
  expiresAt: string;
  createdAt: string;
  createdBy: Actor;
  /** What stands behind the # of its link. */
  token: string;
  version: number;
}

/** Two that are pending, one of them until tomorrow morning, and one that expired. */
export function seedInvitations(world: World) {
  const now = world.now();
  const rows: [who: string, grants: GrantRow[], teams: string[], made: number, ends: number][] = [
    ['scientist2@harbour.example', [{ role: 'ENGINEER' }], ['forecasting'], now - DAY, now + 6 * DAY],
    ['dock@ocrworks.example', [on('VIEWER', 'dock-ocr')], [], now - 6 * DAY, now + 18 * HOUR],
    ['finance2@harbour.example', [{ role: 'BILLING' }], [], now - 14 * DAY, now - 7 * DAY],
  ];
  world.invitations = rows.map(([email, grants, teams, made, ends], index) => ({
    id: globalId('Invitation', `i${index + 1}`),
    email,
    grants,
    teamIds: teams.map((team) => globalId('Team', team)),
    status: ends < now ? 'EXPIRED' : 'PENDING',
    expiresAt: iso(ends),
    createdAt: iso(made),
    createdBy: by('engineer'),
    token: `token-${index + 1}`,
    version: 1,
  }));
}

function on(role: 'VIEWER' | 'ENGINEER', project: string): GrantRow {
  return { role, projectId: globalId('Project', project) };
}

function by(label: string): Actor {
  return { id: null, kind: 'PERSON', label };
}

const DURATION = /^P(\d+)D$/;

function changing(world: World, { id, expectedVersion }: { id: string; expectedVersion: number }) {
  const row = find(world.invitations, id);
  if (row === undefined) throw refusal('NOT_FOUND', 'no such invitation');
  if (row.version !== expectedVersion) throw conflict('the invitation');
  row.version += 1;
  return row;
}

export const invitationResolvers: Resolvers = {
  Tenant: {
    invitations: (_tenant, { status, first, after }, { invitations }) =>
      page(
        invitations.filter((row) => status == null || row.status === status),
        { first, after },
      ),
  },
  Invitation: {
    teams: ({ teamIds }, _args, { teams }) => teams.filter(({ id }) => teamIds.includes(id)),
    tenantName: (_row, _args, { tenant }) => tenant.name,
  },
  Query: {
    localMails: (_root, _args, { mails }) => mails,
  },
  Viewer: {
    invitations: (_viewer, _args, { invited }) => invited.filter(({ status }) => status === 'PENDING'),
  },
  Mutation: {
    inviteMember: (_root, { input }, world) => {
      const known = [...world.members.map(({ person }) => person.email)];
      if (known.includes(input.email))
        throw refusal('CONFLICT', `${input.email} belongs to the organisation`);
      const days = Number(DURATION.exec(input.expiresIn ?? 'P7D')?.[1] ?? 7);
      const made: InvitationRow = {
        id: globalId('Invitation', input.email),
        email: input.email,
        grants: present(input.grants).map(toGrant),
        teamIds: present(input.teamIds),
        status: 'PENDING',
        expiresAt: iso(world.now() + days * DAY),
        createdAt: iso(world.now()),
        createdBy: by('engineer'),
        token: `token-${input.email}`,
        version: 1,
      };
      world.invitations = [made, ...world.invitations];
      return made;
    },
    resendInvitation: (_root, args, world) => {
      const row = changing(world, args);
      row.expiresAt = iso(world.now() + 7 * DAY);
      return row;
    },
    revokeInvitation: (_root, args, world) => {
      const row = changing(world, args);
      row.status = 'REVOKED';
      return row;
    },
    acceptInvitation: (_root, { token }, world) => {
      const row = world.invited.find((invitation) => invitation.token === token);
      if (row?.status !== 'PENDING') throw refusal('NOT_FOUND', 'no such invitation');
      if (world.members.some(({ person }) => person.email === row.email))
        throw refusal('CONFLICT', 'the person is a member already');
      row.status = 'ACCEPTED';
      world.onAccept();
      return {
        id: globalId('Member', 'me'),
        person: world.me,
        grants: row.grants,
        joinedAt: iso(world.now()),
        lastSeenAt: null,
        version: 1,
      };
    },
    leaveTenant: (_root, { expectedVersion }, world) => {
      const own = world.members.find(({ person }) => person.id === world.me.id);
      if (own?.version !== expectedVersion) throw conflict('the member');
      if (ownsAll(own.grants) && !world.members.some((row) => row !== own && ownsAll(row.grants)))
        throw refusal('CONFLICT', 'the last owner of a tenant stays its owner');
      world.members = world.members.filter((row) => row !== own);
      world.onLeave();
      return world.tenant;
    },
    transferOwnership: (_root, { input }, world) => {
      const to = find(world.members, input.toMemberId);
      const own = world.members.find(({ person }) => person.id === world.me.id);
      if (to === undefined || own === undefined) throw refusal('NOT_FOUND', 'no such member');
      if (to.version !== input.expectedVersion) throw conflict('the member');
      to.grants = [...to.grants, { role: 'OWNER', projectId: null }];
      to.version += 1;
      own.grants = own.grants.filter(({ role, projectId }) => role !== 'OWNER' || projectId != null);
      own.version += 1;
      return world.tenant;
    },
  },
};
