import type { MutationResolvers, Replica } from '../generated/schema';
import { iso, MINUTE } from './clock';
import type { EndpointRow, RevisionRow } from './endpoints';
import { globalId } from './ids';
import { conflict, refusal } from './refusal';
import { PARCEL_ANSWER } from './signatures';
import { find, type World } from './world';

/** As many ready replicas as the revision's share of the endpoint's, one at least. */
export function replicasOf(world: World, revision: RevisionRow): Replica[] {
  const endpoint = find(world.endpoints, revision.endpointId);
  if (endpoint === undefined || revision.status !== 'READY') return [];
  const count = Math.max(1, Math.round((endpoint.ready * revision.weight) / 100));
  return Array.from({ length: count }, (_, index) => ({
    jobId: globalId('Job', `${endpoint.name}-r${revision.number}-${index}`),
    slot: index,
    ready: true,
    inFlight: 2 + (index % 3),
    reason: null,
    createdAt: iso(readySince(world, revision, index, count) - MINUTE),
    readyAt: iso(readySince(world, revision, index, count)),
    endedAt: null,
  }));
}

/** The first came with the revision, the last was added within the hour, those between over the days. */
function readySince(world: World, revision: RevisionRow, index: number, count: number): number {
  const first = Date.parse(revision.readyAt ?? revision.createdAt);
  if (index === 0 || count === 1) return first;
  const last = world.now() - 24 * MINUTE;
  return index === count - 1 ? last : first + ((last - first) * index) / count;
}

export const servingMutations: MutationResolvers = {
  deploy: (_root, { input }, world) => {
    const version = find(world.modelVersions, input.modelVersionId);
    if (version === undefined) throw refusal('NOT_FOUND', 'no such model version');
    if (version.status !== 'APPROVED') throw refusal('CONFLICT', `v${version.number} is ${version.status}`);
    if ((input.resources?.cpus ?? 1) > 16)
      throw refusal(
        'VALIDATION',
        `cpus: ${String(input.resources?.cpus)} (expected: at most 16)`,
        'input.resources.cpus',
      );
    const known = world.endpoints.find(({ name }) => name === input.endpointName);
    if ((known === undefined) !== (input.expectedVersion == null))
      throw refusal('VALIDATION', 'the version of an endpoint that is there', 'input.expectedVersion');
    if (known !== undefined && known.version !== input.expectedVersion) throw conflict('the endpoint');
    const endpoint = known ?? newEndpoint(world, input.projectId, input.endpointName);
    endpoint.version += 1;
    const numbers = world.revisions
      .filter(({ endpointId }) => endpointId === endpoint.id)
      .map(({ number }) => number);
    const number = Math.max(0, ...numbers) + 1;
    const revision: RevisionRow = {
      id: globalId('Revision', `${endpoint.name}-${number}`),
      endpointId: endpoint.id,
      number,
      status: 'PENDING',
      weight: 0,
      reason: null,
      modelVersionId: version.id,
      createdAt: iso(world.now()),
      readyAt: null,
      version: 1,
    };
    world.revisions.unshift(revision);
    return revision;
  },
  setTraffic: (_root, { input }, world) => {
    const endpoint = expected(world, input.endpointId, input.expectedVersion);
    const total = input.weights.reduce((sum, { weight }) => sum + weight, 0);
    if (total !== 100)
      throw refusal('VALIDATION', `weights: ${total} (expected: 100 in all)`, 'input.weights');
    for (const revision of readyOf(world, endpoint)) {
      const named = input.weights.find(({ revisionId }) => revisionId === revision.id);
      revision.weight = named?.weight ?? 0;
      if (named === undefined) revision.status = 'DRAINING';
    }
    endpoint.version += 1;
    return endpoint;
  },
  rollBack: (_root, { endpointId, expectedVersion }, world) => {
    const endpoint = expected(world, endpointId, expectedVersion);
    const [newest, before] = readyOf(world, endpoint).sort((a, b) => b.number - a.number);
    if (newest === undefined || before === undefined)
      throw refusal('CONFLICT', 'no other revision of this endpoint has served before');
    Object.assign(newest, { weight: 0, status: 'DRAINING' });
    before.weight = 100;
    endpoint.version += 1;
    return endpoint;
  },
  predict: (_root, { input }, world) => {
    if (!world.permissions.includes('ENDPOINT_INVOKE'))
      throw refusal('FORBIDDEN', 'ENDPOINT_INVOKE is not granted to you');
    const [first] = input.inputs as { name?: string }[];
    if (first?.name !== 'features')
      throw refusal('VALIDATION', `inputs: ${String(first?.name)} (expected: features)`, 'input.inputs');
    return { outputs: PARCEL_ANSWER, latencyMs: 19.4 };
  },
};

function newEndpoint(world: World, projectId: string, name: string): EndpointRow {
  const endpoint: EndpointRow = {
    id: globalId('Endpoint', name),
    projectId,
    name,
    createdAt: iso(world.now()),
    version: 1,
    min: 1,
    max: 1,
    ready: 0,
    wanted: 1,
    reason: 'revision 1 is about to ask for its replicas',
    requestsPerSecond: 0,
    p95Ms: 0,
    errorShare: 0,
  };
  world.endpoints.unshift(endpoint);
  return endpoint;
}

function readyOf(world: World, endpoint: EndpointRow): RevisionRow[] {
  return world.revisions.filter(({ endpointId, status }) => endpointId === endpoint.id && status === 'READY');
}

function expected(world: World, id: string, version: number): EndpointRow {
  const endpoint = find(world.endpoints, id);
  if (endpoint === undefined) throw refusal('NOT_FOUND', 'no such endpoint');
  if (endpoint.version !== version) throw conflict('the endpoint');
  return endpoint;
}
