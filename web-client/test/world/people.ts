import type { Actor, Permission, Resolvers } from '../generated/schema';
import { DAY, iso } from './clock';
import { globalId } from './ids';
import { toGrant, type GrantRow } from './organisation';
import { page } from './page';
import { present } from './present';
import { conflict, refusal } from './refusal';
import { find, type World } from './world';

export interface TeamRow {
  id: string;
  name: string;
  description: string | null;
  grants: GrantRow[];
  memberIds: string[];
  createdAt: string;
  createdBy: Actor;
  version: number;
}

export interface CustomRoleRow {
  id: string;
  name: string;
  description: string | null;
  permissions: Permission[];
  createdAt: string;
  createdBy: Actor;
  version: number;
}

const OWNER: Actor = { id: null, kind: 'PERSON', label: 'engineer' };

/** Two teams and four roles of the organisation's own, one of them held by nobody. */
export function seedPeople(world: World) {
  const now = world.now();
  const teams: [slug: string, name: string, what: string | null, on: string[], members: number[]][] = [
    ['vision', 'Vision', 'Damage and labels on parcels', ['parcel-vision', 'dock-ocr'], [1, 2, 3]],
    ['forecasting', 'Forecasting', null, ['demand-forecast'], [3]],
  ];
  world.teams = teams.map(([slug, name, description, projects, members]) => ({
    id: globalId('Team', slug),
    name,
    description,
    grants: projects.map((project) => ({ role: 'ENGINEER', projectId: globalId('Project', project) })),
    memberIds: members.map((number) => globalId('Member', `m${number}`)),
    createdAt: iso(now - 200 * DAY),
    createdBy: OWNER,
    version: 1,
  }));
  const roles: [slug: string, name: string, what: string | null, permissions: Permission[]][] = [
    ['caller', 'Caller', 'Send requests to one endpoint', ['ENDPOINT_INVOKE']],
    ['label-editor', 'Label editor', null, ['PROJECT_READ', 'DATASET_READ', 'DATASET_WRITE', 'RUN_READ']],
    [
      'member-admin',
      'Member admin',
      'Invite people and make keys',
      ['MEMBER_READ', 'MEMBER_WRITE', 'KEY_WRITE'],
    ],
    [
      'model-approver',
      'Model approver',
      'Read a project, approve versions others registered',
      [
        'PROJECT_READ',
        'DATASET_READ',
        'RUN_READ',
        'MODEL_READ',
        'ENDPOINT_READ',
        'JOB_READ',
        'COST_READ',
        'MODEL_APPROVE',
      ],
    ],
  ];
  world.roles = roles.map(([slug, name, description, permissions]) => ({
    id: globalId('CustomRole', slug),
    name,
    description,
    permissions,
    createdAt: iso(now - 90 * DAY),
    createdBy: OWNER,
    version: 1,
  }));
}

function holdersOf(world: World, roleId: string): number {
  return [...world.members, ...world.teams, ...world.accounts].filter(({ grants }) =>
    grants.some(({ customRoleId }) => customRoleId === roleId),
  ).length;
}

/** Nobody gives what they do not hold. */
function requireHeld(world: World, permissions: readonly Permission[]) {
  const missing = permissions.find((permission) => !world.permissions.includes(permission));
  if (missing !== undefined) throw refusal('FORBIDDEN', `${missing} is not granted to you`);
}

function checked<Row extends { readonly id: string; version: number }>(
  rows: readonly Row[],
  what: string,
  { id, expectedVersion }: { readonly id: string; readonly expectedVersion: number },
): Row {
  const row = find(rows, id);
  if (row === undefined) throw refusal('NOT_FOUND', `no such ${what}`);
  if (row.version !== expectedVersion) throw conflict(`the ${what}`);
  return row;
}

function named(rows: readonly { readonly id: string; readonly name: string }[], name: string, own: string) {
  if (name.trim().length === 0)
    throw refusal('VALIDATION', `name: ${name} (expected: 1 to 200 characters)`, 'input.name');
  const twin = rows.some((row) => row.id !== own && row.name.toLowerCase() === name.toLowerCase());
  if (twin) throw refusal('CONFLICT', `the name ${name} is taken`);
}

function difference(before: readonly Permission[], after: readonly Permission[]): Permission[] {
  return [
    ...after.filter((permission) => !before.includes(permission)),
    ...before.filter((permission) => !after.includes(permission)),
  ];
}

export const peopleResolvers: Resolvers = {
  Tenant: {
    teams: (_tenant, args, { teams }) => page(teams, args),
    roles: (_tenant, _args, { roles }) => roles,
  },
  Member: {
    signOn: ({ signOn }) => signOn ?? null,
    teams: ({ id }, _args, { teams }) => teams.filter(({ memberIds }) => memberIds.includes(id)),
  },
  Team: {
    members: ({ memberIds }, args, { members }) =>
      page(
        members.filter(({ id }) => memberIds.includes(id)),
        args,
      ),
  },
  Grant: {
    role: ({ role }) => role ?? null,
    projectId: ({ projectId }) => projectId ?? null,
    project: ({ projectId }, _args, { projects }) =>
      projectId == null ? null : (find(projects, projectId) ?? null),
    customRole: ({ customRoleId }, _args, { roles }) =>
      customRoleId == null ? null : (find(roles, customRoleId) ?? null),
  },
  CustomRole: {
    holders: ({ id }, _args, world) => holdersOf(world, id),
  },
  Mutation: {
    createRole: (_root, { input }, world) => {
      named(world.roles, input.name, '');
      requireHeld(world, input.permissions);
      const made: CustomRoleRow = {
        id: globalId('CustomRole', input.name),
        name: input.name,
        description: input.description ?? null,
        permissions: [...input.permissions],
        createdAt: iso(world.now()),
        createdBy: OWNER,
        version: 1,
      };
      world.roles = [...world.roles, made].sort((a, b) => a.name.localeCompare(b.name));
      return made;
    },
    updateRole: (_root, { input }, world) => {
      const role = checked(world.roles, 'role', input);
      if (input.name != null) named(world.roles, input.name, role.id);
      const permissions = input.permissions == null ? role.permissions : present(input.permissions);
      requireHeld(world, difference(role.permissions, permissions));
      Object.assign(role, {
        name: input.name ?? role.name,
        description: input.description ?? role.description,
        permissions: [...permissions],
        version: role.version + 1,
      });
      return role;
    },
    deleteRole: (_root, args, world) => {
      const role = checked(world.roles, 'role', args);
      if (holdersOf(world, role.id) > 0) throw refusal('CONFLICT', 'the role is granted');
      world.roles = world.roles.filter((row) => row !== role);
      return role;
    },
    createTeam: (_root, { input }, world) => {
      named(world.teams, input.name, '');
      const made: TeamRow = {
        id: globalId('Team', input.name),
        name: input.name,
        description: input.description ?? null,
        grants: present(input.grants).map(toGrant),
        memberIds: present(input.memberIds),
        createdAt: iso(world.now()),
        createdBy: OWNER,
        version: 1,
      };
      world.teams = [...world.teams, made];
      return made;
    },
    updateTeam: (_root, { input }, world) => {
      const team = checked(world.teams, 'team', input);
      if (input.name != null) named(world.teams, input.name, team.id);
      Object.assign(team, {
        name: input.name ?? team.name,
        description: input.description ?? team.description,
        version: team.version + 1,
      });
      return team;
    },
    setTeamMembers: (_root, { input }, world) => {
      const team = checked(world.teams, 'team', input);
      team.memberIds = [...input.memberIds];
      team.version += 1;
      return team;
    },
    setTeamGrants: (_root, { input }, world) => {
      const team = checked(world.teams, 'team', input);
      team.grants = input.grants.map(toGrant);
      team.version += 1;
      return team;
    },
    deleteTeam: (_root, args, world) => {
      const team = checked(world.teams, 'team', args);
      world.teams = world.teams.filter((row) => row !== team);
      return team;
    },
  },
};
