import type {
  Actor,
  AuditEntry,
  AuditFilterInput,
  AuditOutcome,
  GrantInput,
  InputMaybe,
  MemberSignOn,
  PeriodInput,
  Permission,
  Resolvers,
  Role,
  SubjectKind,
  TenantStatus,
} from '../generated/schema';
import { DAY, HOUR, iso, MINUTE } from './clock';
import { globalId } from './ids';
import { subjectOf } from './inbox';
import { listed } from './keys';
import { page } from './page';
import { present } from './present';
import { conflict, refusal } from './refusal';
import { permissionsIn, type World } from './world';

export interface TenantRow {
  id: string;
  slug: string;
  name: string;
  plan: string;
  planSince: string | null;
  status: TenantStatus;
  createdAt: string;
  trustedDocumentsOnly: boolean;
  version: number;
}

export interface PersonRow {
  id: string;
  name: string;
  email: string;
}

/** Exactly one of the two roles is there. */
export interface GrantRow {
  role?: Role | null;
  customRoleId?: string | null;
  projectId?: string | null;
}

export interface MemberRow {
  id: string;
  person: PersonRow;
  grants: GrantRow[];
  joinedAt: string;
  lastSeenAt: string | null;
  version: number;
  signOn?: MemberSignOn | null;
}

export interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  permissions: Permission[];
  projectIds: string[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
  createdBy: Actor;
  serviceAccountId: string | null;
}

export interface AuditRow {
  at: string;
  actor: string;
  action: string;
  outcome: AuditOutcome;
  detail: string;
  targetId: string | null;
  projectId: string | null;
  requestId: string | null;
  address: string | null;
  /** The thing that it was done to. */
  about?: readonly [kind: SubjectKind, label: string] | undefined;
}

export const ENGINEER: PersonRow = { id: 'person-1', name: 'Engineer', email: 'engineer@harbour.example' };

export const EVERY_PERMISSION: readonly Permission[] = [
  'ALERT_READ',
  'ALERT_WRITE',
  'AUDIT_READ',
  'BUDGET_WRITE',
  'COMMENT_WRITE',
  'COST_READ',
  'DATASET_READ',
  'DATASET_WRITE',
  'ENDPOINT_INVOKE',
  'ENDPOINT_READ',
  'ENDPOINT_WRITE',
  'JOB_READ',
  'JOB_SUBMIT',
  'KEY_WRITE',
  'MEMBER_READ',
  'MEMBER_WRITE',
  'MODEL_APPROVE',
  'MODEL_READ',
  'MODEL_WRITE',
  'PROJECT_READ',
  'PROJECT_WRITE',
  'RUN_READ',
  'RUN_WRITE',
  'TENANT_WRITE',
];

/** Five members, four keys and a morning of the audit log. */
export function seedOrganisation(world: World) {
  const now = world.now();
  const people: [name: string, grants: GrantRow[], days: number, seenMinutes: number | null][] = [
    ['Engineer', [{ role: 'ENGINEER' }, { role: 'OWNER' }], 300, 0],
    [
      'Approver',
      [
        { role: 'ADMIN' },
        {
          customRoleId: globalId('CustomRole', 'model-approver'),
          projectId: globalId('Project', 'parcel-vision'),
        },
      ],
      300,
      14,
    ],
    [
      'Second engineer',
      [{ role: 'ENGINEER', projectId: globalId('Project', 'parcel-vision') }, { role: 'VIEWER' }],
      120,
      180,
    ],
    ['Finance lead', [{ role: 'BILLING' }], 90, 59 * 24 * 60],
    ['Guest', [{ role: 'VIEWER', projectId: globalId('Project', 'dock-ocr') }], 12, null],
  ];
  world.members = people.map(([name, grants, days, seenMinutes], index) => ({
    id: globalId('Member', `m${index + 1}`),
    person:
      index === 0
        ? ENGINEER
        : {
            id: `person-${index + 1}`,
            name,
            email: `${name.toLowerCase().replace(' ', '.')}@harbour.example`,
          },
    grants,
    joinedAt: iso(now - days * DAY),
    lastSeenAt: seenMinutes === null ? null : iso(now - seenMinutes * MINUTE),
    version: 1 + (index % 2),
  }));
  world.apiKeys = [
    key('ci-train', 'ksn_7fQ2', ['RUN_WRITE', 'JOB_SUBMIT', 'DATASET_READ'], now, {
      expiresAt: iso(now + 6 * DAY),
      lastUsedAt: iso(now - 4 * MINUTE),
      projectIds: [globalId('Project', 'parcel-vision')],
    }),
    key('dashboards', 'ksn_c0Lw', ['COST_READ', 'ENDPOINT_READ'], now - 40 * DAY, {
      lastUsedAt: iso(now - 3 * HOUR),
    }),
    key('mlflow-old', 'ksn_0aTz', ['RUN_WRITE', 'RUN_READ'], now - 90 * DAY, {
      lastUsedAt: iso(now - 94 * DAY),
      expiresAt: iso(now + 75 * DAY),
    }),
    key('old-notebook', 'ksn_Xe81', ['RUN_WRITE'], now - 200 * DAY, { revokedAt: iso(now - 30 * DAY) }),
  ];
  const vision = globalId('Project', 'parcel-vision');
  const log: readonly [
    minutes: number,
    actor: string,
    action: string,
    outcome: AuditOutcome,
    detail: object,
    about?: AuditRow['about'],
  ][] = [
    [24, 'autoscaler', 'updateEndpoint', 'DONE', { replicas: [5, 6] }, ['ENDPOINT', 'parcel-damage']],
    [52, 'approver', 'setTraffic', 'DONE', { r23: '10 %' }, ['ENDPOINT', 'parcel-damage']],
    [120, 'guest', 'setMemberGrants', 'DENIED', { reason: 'MEMBER_WRITE is not granted' }],
    [150, 'engineer', 'createApiKey', 'DONE', { name: 'ci-train', permissions: ['RUN_WRITE', 'JOB_SUBMIT'] }],
    [210, 'key:ci', 'registerModelVersion', 'DONE', {}, ['MODEL_VERSION', 'parcel-damage v9']],
    [225, 'approver', 'updateRun', 'DONE', { tags: 1 }, ['RUN', 'damage-vit-l #412']],
  ];
  world.audit = log.map(([minutes, actor, action, outcome, detail, about], index) => ({
    at: iso(now - minutes * MINUTE),
    actor,
    action,
    outcome,
    detail: JSON.stringify(detail),
    about,
    targetId: null,
    projectId: about === undefined ? null : vision,
    requestId: `req_01JD8Q7K${index}`,
    address: actor === 'autoscaler' ? null : '192.0.2.17',
  }));
}

function isAsked(
  { at, by, action, outcome }: Pick<AuditEntry, 'at' | 'by' | 'action' | 'outcome'>,
  filter: InputMaybe<AuditFilterInput>,
  { from, to }: PeriodInput,
): boolean {
  return (
    at >= from &&
    at < to &&
    (filter?.outcome ?? outcome) === outcome &&
    (filter?.actorId ?? by.id) === by.id &&
    (filter?.actions ?? [action]).includes(action)
  );
}

export function actorOf(label: string): Actor {
  if (label === 'autoscaler') return { id: null, kind: 'PLATFORM', label };
  if (label.startsWith('key:')) return { id: globalId('ApiKey', label.slice(4)), kind: 'API_KEY', label };
  return { id: label.toLowerCase() === 'engineer' ? ENGINEER.id : null, kind: 'PERSON', label };
}

function key(
  name: string,
  prefix: string,
  permissions: Permission[],
  createdMs: number,
  more: Partial<ApiKeyRow>,
): ApiKeyRow {
  return {
    id: globalId('ApiKey', name),
    name,
    prefix,
    permissions,
    projectIds: [],
    createdAt: iso(createdMs - 60 * DAY),
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
    createdBy: actorOf('engineer'),
    serviceAccountId: null,
    ...more,
  };
}

/** As it came in. */
export function toGrant({ role, customRoleId, projectId }: GrantInput): GrantRow {
  return {
    ...(role == null ? { customRoleId: customRoleId ?? null } : { role }),
    projectId: projectId ?? null,
  };
}

export function ownsAll(grants: readonly GrantRow[]): boolean {
  return grants.some(({ role, projectId }) => role === 'OWNER' && projectId == null);
}

export const organisationResolvers: Resolvers = {
  Query: {
    viewer: (_root, _args, { me, tenants, canCreateTenant, operator }) => ({
      person: me,
      tenants,
      permissions: [],
      permissionsSomewhere: [],
      inbox: page([], {}),
      unreadThreads: 0,
      runningJobs: 0,
      firingAlerts: 0,
      waitingApprovals: 0,
      waiversToDecide: [],
      operator,
      invitations: [],
      canCreateTenant,
    }),
    tenant: (_root, _args, { tenant }) => tenant,
    apiKeys: (_root, args, world) => page(listed(world, args.filter, args.orderBy), args),
    auditLog: (_root, { filter, ...args }, world) =>
      page(
        world.audit
          .map((row) => ({
            ...row,
            by: actorOf(row.actor),
            subject: row.about === undefined ? null : subjectOf(world, ...row.about),
            removedProject: null,
          }))
          .filter((entry) => isAsked(entry, filter, args.period)),
        args,
      ),
  },
  Viewer: {
    runningJobs: (_viewer, _args, world) =>
      !permissionsIn(world, null).includes('JOB_READ')
        ? 0
        : Math.min(100, world.jobs.filter(({ status }) => status === 'RUNNING').length),
    firingAlerts: (_viewer, _args, world) =>
      !permissionsIn(world, null).includes('ALERT_READ')
        ? 0
        : Math.min(100, world.alerts.filter(({ status }) => status === 'FIRING').length),
    waitingApprovals: (_viewer, _args, world) =>
      !permissionsIn(world, null).includes('MODEL_READ')
        ? 0
        : Math.min(100, world.modelVersions.filter(({ status }) => status === 'REGISTERED').length),
    permissions: (_viewer, { projectId }, world) =>
      projectId == null ? world.permissions : permissionsIn(world, projectId),
    permissionsSomewhere: (_viewer, _args, world) => permissionsIn(world, null),
    member: (_viewer, _args, { members, me }) => members.find(({ person }) => person.id === me.id) ?? null,
  },
  Tenant: { members: (_tenant, args, { members }) => page(members, args) },
  Mutation: {
    removeMember: (_root, { id, expectedVersion }, world) => {
      const member = world.members.find((row) => row.id === id);
      if (member === undefined) throw refusal('NOT_FOUND', 'no such member');
      if (member.version !== expectedVersion) throw conflict('the member');
      if (!world.members.some((row) => row !== member && ownsAll(row.grants)))
        throw refusal('CONFLICT', 'the last owner of a tenant stays its owner');
      world.members = world.members.filter((row) => row !== member);
      for (const team of world.teams) team.memberIds = team.memberIds.filter((other) => other !== id);
      return member;
    },
    createTenant: (_root, { input }, world) => {
      if (!/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/.test(input.slug))
        throw refusal(
          'VALIDATION',
          `slug: ${input.slug} (expected: 3 to 40 small letters, digits or -)`,
          'input.slug',
        );
      if (world.tenants.some(({ slug }) => slug === input.slug))
        throw refusal('CONFLICT', `the slug ${input.slug} is taken`);
      return { ...world.tenant, id: `T-${input.slug}`, slug: input.slug, name: input.name };
    },
    createApiKey: (_root, { input }, world) => {
      if (input.name.trim().length < 2)
        throw refusal('VALIDATION', `name: ${input.name} (expected: 2 to 64 characters)`, 'input.name');
      const made: ApiKeyRow = {
        ...key(input.name, 'ksn_Nw3k', present(input.permissions), world.now(), {}),
        createdAt: iso(world.now()),
        expiresAt: input.expiresAt ?? null,
        serviceAccountId: input.serviceAccountId ?? null,
        projectIds: present(input.projectIds),
      };
      world.apiKeys = [made, ...world.apiKeys];
      return { apiKey: made, secret: 'ksn_Nw3kQ0x7example0secret0shown0once' };
    },
    revokeApiKey: (_root, { id }, world) => {
      const known = world.apiKeys.find((row) => row.id === id);
      if (known === undefined) throw refusal('NOT_FOUND', 'no such API key');
      known.revokedAt = iso(world.now());
      return known;
    },
    setMemberGrants: (_root, { input }, world) => {
      const member = world.members.find((row) => row.id === input.id);
      if (member === undefined) throw refusal('NOT_FOUND', 'no such member');
      if (member.version !== input.expectedVersion) throw conflict('the member');
      const grants = input.grants.map(toGrant);
      if (!world.members.some((row) => ownsAll(row === member ? grants : row.grants)))
        throw refusal('CONFLICT', 'the last owner of a tenant stays its owner');
      member.grants = grants;
      member.version += 1;
      return member;
    },
  },
};
