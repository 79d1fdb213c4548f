import type { Resolvers, RevisionStatus, TrafficBucket } from '../generated/schema';
import { costOf } from './cost';
import { DAY, HOUR, iso, MINUTE, numbersOf } from './clock';
import { globalId } from './ids';
import { page } from './page';
import { conflict, refusal } from './refusal';
import { replicaHistoryOf } from './replicas';
import { replicasOf, servingMutations } from './serving';
import { projectOf } from './projects';
import { find, need, type World } from './world';

export interface EndpointRow {
  id: string;
  projectId: string;
  name: string;
  createdAt: string;
  version: number;
  min: number;
  max: number;
  ready: number;
  wanted: number;
  reason: string | null;
  /** Around which its traffic moves. */
  requestsPerSecond: number;
  p95Ms: number;
  errorShare: number;
}

export interface RevisionRow {
  id: string;
  endpointId: string;
  number: number;
  status: RevisionStatus;
  weight: number;
  reason: string | null;
  modelVersionId: string;
  createdAt: string;
  readyAt: string | null;
  version: number;
}

type Seed = readonly [
  project: string,
  name: string,
  rps: number,
  p95: number,
  errors: number,
  ready: number,
  wanted: number,
  revisions: readonly [number, number, number][],
];

/** Revisions as number, weight and model version. */
const ENDPOINTS: readonly Seed[] = [
  [
    'parcel-vision',
    'parcel-damage',
    412,
    21,
    0.0002,
    6,
    6,
    [
      [22, 90, 7],
      [23, 10, 8],
    ],
  ],
  ['dock-ocr', 'dock-ocr', 86, 44, 0, 2, 2, [[9, 100, 4]]],
  ['eta-model', 'eta', 528, 6, 0.0001, 3, 3, [[41, 100, 31]]],
  ['catalog-search', 'catalog-rank', 231, 33, 0.0214, 3, 4, [[2, 100, 2]]],
  ['demand-forecast', 'demand-forecast', 14, 118, 0, 1, 1, [[6, 100, 12]]],
];

export function seedEndpoints(world: World) {
  const now = world.now();
  for (const [project, name, requestsPerSecond, p95Ms, errorShare, ready, wanted, revisions] of ENDPOINTS) {
    const id = globalId('Endpoint', name);
    world.endpoints.push({
      id,
      projectId: globalId('Project', project),
      name,
      createdAt: iso(now - 90 * DAY),
      version: 4,
      min: 1,
      max: 12,
      ready,
      wanted,
      reason: ready < wanted ? 'in flight 38 a replica, above 24: one more since 14:30' : null,
      requestsPerSecond,
      p95Ms,
      errorShare,
    });
    if (name === 'parcel-damage') world.revisions.push(stopped(world, id, name));
    for (const [number, weight, version] of revisions) {
      world.revisions.unshift({
        id: globalId('Revision', `${name}-${number}`),
        endpointId: id,
        number,
        status: 'READY',
        weight,
        reason: null,
        modelVersionId: globalId('ModelVersion', `${name}-${version}`),
        createdAt: iso(now - (weight === 10 ? 4 : 96) * HOUR),
        readyAt: iso(now - (weight === 10 ? 4 : 96) * HOUR + MINUTE),
        version: 2,
      });
    }
  }
}

/** What served before, and ended with the revision that took over from it. */
function stopped(world: World, endpointId: string, name: string): RevisionRow {
  const at = world.now() - 80 * DAY;
  return {
    id: globalId('Revision', `${name}-21`),
    endpointId,
    number: 21,
    status: 'STOPPED',
    weight: 0,
    reason: null,
    modelVersionId: globalId('ModelVersion', `${name}-6`),
    createdAt: iso(at),
    readyAt: iso(at + MINUTE),
    version: 4,
  };
}

function trafficOf(endpoint: EndpointRow, from: number, to: number, buckets: number): TrafficBucket[] {
  const size = (to - from) / buckets;
  const next = numbersOf(endpoint.name);
  return Array.from({ length: buckets }, (_, index) => {
    const requests = Math.round(endpoint.requestsPerSecond * (size / 1_000) * (0.85 + next() * 0.3));
    return {
      at: iso(from + index * size),
      requests,
      errors: Math.round(requests * endpoint.errorShare),
      inFlight: Math.round(endpoint.requestsPerSecond * 0.06 * 10) / 10,
      p50Ms: requests === 0 ? null : endpoint.p95Ms * 0.4,
      p95Ms: requests === 0 ? null : Math.round(endpoint.p95Ms * (0.95 + next() * 0.1) * 10) / 10,
      p99Ms: requests === 0 ? null : endpoint.p95Ms * 1.6,
    };
  });
}

export const endpointResolvers: Resolvers = {
  Query: { endpoints: (_root, args, { endpoints }) => page(endpoints, args) },
  Endpoint: {
    project: ({ projectId }, _args, world) => projectOf(world, projectId),
    url: ({ name }) => `https://gateway.harbour.example/v2/models/${name}`,
    grpcTarget: () => 'gateway.harbour.example:7082',
    revisions: ({ id }, _args, { revisions }) => revisions.filter(({ endpointId }) => endpointId === id),
    scaling: ({ min, max, ready, wanted, reason }) => ({ min, max, ready, wanted, reason }),
    traffic: (endpoint, { buckets, period }) =>
      trafficOf(endpoint, Date.parse(period.from), Date.parse(period.to), buckets),
    trafficByRevision: (endpoint, { buckets, period }, { revisions }) =>
      revisions
        .filter(({ endpointId, weight }) => endpointId === endpoint.id && weight > 0)
        .map((revision) => ({
          revision,
          buckets: trafficOf(
            {
              ...endpoint,
              name: `${endpoint.name} r${revision.number}`,
              requestsPerSecond: (endpoint.requestsPerSecond * revision.weight) / 100,
            },
            Date.parse(period.from),
            Date.parse(period.to),
            buckets,
          ),
        }))
        .sort((a, b) => a.revision.number - b.revision.number),
    replicaHistory: (endpoint, { buckets, period }, world) =>
      replicaHistoryOf(world, endpoint, period, buckets),
    cost: ({ id }, { period }, world) => costOf(world, period, { endpointId: id }),
  },
  Revision: {
    backend: () => 'DJL',
    endpoint: ({ endpointId }, _args, { endpoints }) => need(endpoints, endpointId),
    modelVersion: ({ modelVersionId }, _args, { modelVersions }) =>
      find(modelVersions, modelVersionId) ?? null,
    replicas: (revision, _args, world) => replicasOf(world, revision),
  },
  Mutation: {
    ...servingMutations,
    stopEndpoint: (_root, { id, expectedVersion }, world) => {
      const endpoint = find(world.endpoints, id);
      if (endpoint === undefined) throw refusal('NOT_FOUND', 'no such endpoint');
      if (endpoint.version !== expectedVersion) throw conflict('the endpoint');
      for (const revision of world.revisions) if (revision.endpointId === id) revision.status = 'STOPPED';
      endpoint.version += 1;
      return endpoint;
    },
  },
};
