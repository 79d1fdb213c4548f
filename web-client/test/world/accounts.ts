import type { Actor, KeyPolicy, Resolvers } from '../generated/schema';
import { DAY, HOUR, iso } from './clock';
import { globalId } from './ids';
import { toGrant, type ApiKeyRow, type GrantRow } from './organisation';
import { page } from './page';
import { present } from './present';
import { conflict, refusal } from './refusal';
import { find, type World } from './world';

export interface ServiceAccountRow {
  id: string;
  name: string;
  description: string | null;
  grants: GrantRow[];
  createdAt: string;
  createdBy: Actor;
  version: number;
}

const OWNER: Actor = { id: null, kind: 'PERSON', label: 'engineer' };
export const USUAL_POLICY: KeyPolicy = { maxLife: null, unusedAfter: 'PT1440H' };

/** One that trains, and one that only calls. */
export function seedAccounts(world: World) {
  const now = world.now();
  const rows: [name: string, what: string | null, grants: GrantRow[]][] = [
    ['ci', 'The build pipeline', [{ role: 'ENGINEER', projectId: globalId('Project', 'parcel-vision') }]],
    ['storefront', null, [{ customRoleId: globalId('CustomRole', 'caller'), projectId: null }]],
  ];
  world.accounts = rows.map(([name, description, grants]) => ({
    id: globalId('ServiceAccount', name),
    name,
    description,
    grants,
    createdAt: iso(now - 100 * DAY),
    createdBy: OWNER,
    version: 1,
  }));
  for (const key of world.apiKeys) {
    if (key.name === 'ci-train') key.serviceAccountId = globalId('ServiceAccount', 'ci');
  }
}

function changing(world: World, { id, expectedVersion }: { id: string; expectedVersion: number }) {
  const row = find(world.accounts, id);
  if (row === undefined) throw refusal('NOT_FOUND', 'no such service account');
  if (row.version !== expectedVersion) throw conflict('the service account');
  row.version += 1;
  return row;
}

const HOURS = /^PT(\d+)H$/;

export const accountResolvers: Resolvers = {
  Tenant: {
    serviceAccounts: (_tenant, args, { accounts }) => page(accounts, args),
    keyPolicy: (_tenant, _args, { keyPolicy }) => keyPolicy,
  },
  ServiceAccount: {
    keys: ({ id }, _args, { apiKeys, permissions }) => {
      if (!permissions.includes('KEY_WRITE')) throw refusal('FORBIDDEN', 'KEY_WRITE is not granted to you');
      return apiKeys.filter(({ serviceAccountId }) => serviceAccountId === id);
    },
  },
  ApiKey: {
    serviceAccount: ({ serviceAccountId }, _args, { accounts }) =>
      serviceAccountId === null ? null : (find(accounts, serviceAccountId) ?? null),
  },
  Mutation: {
    createServiceAccount: (_root, { input }, world) => {
      if (world.accounts.some(({ name }) => name === input.name))
        throw refusal('CONFLICT', `the name ${input.name} is taken`);
      const made: ServiceAccountRow = {
        id: globalId('ServiceAccount', input.name),
        name: input.name,
        description: input.description ?? null,
        grants: present(input.grants).map(toGrant),
        createdAt: iso(world.now()),
        createdBy: OWNER,
        version: 1,
      };
      world.accounts = [...world.accounts, made];
      return made;
    },
    setServiceAccountGrants: (_root, { input }, world) => {
      const row = changing(world, input);
      row.grants = input.grants.map(toGrant);
      return row;
    },
    deleteServiceAccount: (_root, args, world) => {
      const row = changing(world, args);
      world.accounts = world.accounts.filter((other) => other !== row);
      for (const key of world.apiKeys) {
        if (key.serviceAccountId === row.id) key.revokedAt ??= iso(world.now());
      }
      return row;
    },
    rotateApiKey: (_root, { input }, world) => {
      const old = find(world.apiKeys, input.id);
      if (old === undefined) throw refusal('NOT_FOUND', 'no such API key');
      const hours = Number(HOURS.exec(input.overlap ?? 'PT24H')?.[1] ?? 24);
      const made: ApiKeyRow = {
        ...old,
        id: globalId('ApiKey', `${old.name} anew`),
        prefix: 'ksn_Rt8w',
        createdAt: iso(world.now()),
        expiresAt: iso(world.now() + 90 * DAY),
        lastUsedAt: null,
      };
      old.expiresAt = iso(world.now() + hours * HOUR);
      world.apiKeys = [made, ...world.apiKeys];
      return { apiKey: made, secret: 'ksn_Rt8w4example0secret0of0a0rotation' };
    },
    setTrustedDocumentsOnly: (_root, { input }, world) => {
      if (world.tenant.version !== input.expectedVersion) throw conflict('the organisation');
      world.tenant.trustedDocumentsOnly = input.only;
      world.tenant.version += 1;
      return world.tenant;
    },
    updateTenant: (_root, { input }, world) => {
      if (world.tenant.version !== input.expectedVersion) throw conflict('the organisation');
      Object.assign(world.tenant, { name: input.name, version: world.tenant.version + 1 });
      world.onRename(input.name);
      return world.tenant;
    },
    setKeyPolicy: (_root, { input }, world) => {
      if (world.tenant.version !== input.expectedVersion) throw conflict('the organisation');
      world.keyPolicy = {
        maxLife: input.maxLife ?? null,
        unusedAfter: input.unusedAfter,
      };
      world.tenant.version += 1;
      return world.tenant;
    },
  },
};
