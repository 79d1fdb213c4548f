import type { Resolvers } from '../generated/schema';
import { HOUR, iso, MINUTE } from './clock';
import { newestOf, openVersion, type DatasetVersionRow } from './datasets';
import { globalId } from './ids';
import { conflict, refusal } from './refusal';
import { find, need, type World } from './world';

export interface CollectorRow {
  id: string;
  datasetId: string;
  projectId: string;
  deadLetterId: string | null;
  schema: unknown;
  sealAfterRows: number;
  sealAfterBytes: number;
  sealAfter: string;
  createdAt: string;
  version: number;
  figures: {
    accepted: number;
    duplicates: number;
    deadLetters: number;
    rejected: number;
    waitingRows: number;
    waitingBytes: number;
    oldestWaitingAt: string | null;
    lastVersionId: string | null;
  };
}

/** What each event of a gate must look like. */
export const READING = {
  type: 'object',
  required: ['gate', 'plate'],
  properties: {
    gate: { type: 'string', enum: ['north', 'south'] },
    plate: { type: 'string' },
    confidence: { type: 'number', minimum: 0, maximum: 1 },
  },
};

const NOTHING_YET: CollectorRow['figures'] = {
  accepted: 0,
  duplicates: 0,
  deadLetters: 0,
  rejected: 0,
  waitingRows: 0,
  waitingBytes: 0,
  oldestWaitingAt: null,
  lastVersionId: null,
};

/** The data set takes events, and some wait. */
export function collect(world: World, name: string, how: Partial<CollectorRow> = {}): CollectorRow {
  const dataset = world.datasets.find((row) => row.name === name);
  if (dataset === undefined) throw new Error(`the world has no ${name}`);
  const letters = how.deadLetterId === null ? null : deadLetters(world, dataset.projectId, name);
  const collector: CollectorRow = {
    id: globalId('Collector', name),
    datasetId: dataset.id,
    projectId: dataset.projectId,
    deadLetterId: letters,
    schema: READING,
    sealAfterRows: 100_000,
    sealAfterBytes: 134_217_728,
    sealAfter: 'PT15M',
    createdAt: iso(world.now() - 30 * HOUR),
    version: 1,
    figures: {
      accepted: 1_204_511,
      duplicates: 318,
      deadLetters: 27,
      rejected: 2,
      waitingRows: 18_204,
      waitingBytes: 2_411_724,
      oldestWaitingAt: iso(world.now() - 4 * MINUTE),
      lastVersionId: newestOf(world, name).id,
    },
    ...how,
  };
  world.collectors = [collector, ...world.collectors];
  return collector;
}

function deadLetters(world: World, projectId: string, name: string): string {
  const id = globalId('Dataset', `${name}-dead-letters`);
  world.datasets.push({
    id,
    projectId,
    name: `${name}-dead-letters`,
    description: null,
    createdAt: iso(world.now() - 30 * HOUR),
    version: 1,
  });
  return id;
}

/** The newest version came of events. */
export function makeByEvents(world: World, name: string): DatasetVersionRow {
  const version = newestOf(world, name);
  version.createdBy = 'collector';
  return version;
}

export const collectorResolvers: Resolvers = {
  Dataset: {
    collector: ({ id }, _args, { collectors }) =>
      collectors.find(({ datasetId }) => datasetId === id) ?? null,
  },
  DatasetVersion: {
    collectedFrom: ({ id, createdAt }, _args, { collectors }) => {
      const collector = collectors.find(({ figures }) => figures.lastVersionId === id) ?? null;
      if (collector === null) return null;
      const to = Date.parse(createdAt) - MINUTE;
      return { collector, deadLetters: false, rows: 96_204, from: iso(to - 15 * MINUTE), to: iso(to) };
    },
  },
  Collector: {
    dataset: ({ datasetId }, _args, { datasets }) => need(datasets, datasetId),
    deadLetter: ({ deadLetterId }, _args, { datasets }) =>
      deadLetterId === null ? null : (find(datasets, deadLetterId) ?? null),
    url: ({ id }) => `https://keelson.example/data/collectors/${atob(id).replace(':', '-')}/events`,
    figures: ({ figures }, _args, { datasetVersions }) => ({
      ...figures,
      lastSealed:
        figures.lastVersionId === null ? null : (find(datasetVersions, figures.lastVersionId) ?? null),
    }),
  },
  Mutation: {
    createCollector: (_root, { input }, world) => {
      const { name, projectId } = need(world.datasets, input.datasetId);
      if (world.collectors.some(({ datasetId }) => datasetId === input.datasetId))
        throw refusal('CONFLICT', 'the data set has a collector');
      check(input.schema);
      return collect(world, name, {
        schema: input.schema ?? null,
        ...(input.schema == null ? { deadLetterId: null } : {}),
        sealAfterRows: input.sealAfterRows ?? 1_000_000,
        sealAfterBytes: input.sealAfterBytes ?? 134_217_728,
        sealAfter: input.sealAfter ?? 'PT15M',
        projectId,
        createdAt: iso(world.now()),
        figures: { ...NOTHING_YET },
      });
    },
    updateCollector: (_root, { input }, world) => {
      const collector = meant(world, input.id, input.expectedVersion);
      check(input.schema);
      Object.assign(collector, {
        sealAfterRows: input.sealAfterRows ?? collector.sealAfterRows,
        sealAfterBytes: input.sealAfterBytes ?? collector.sealAfterBytes,
        sealAfter: input.sealAfter ?? collector.sealAfter,
        schema: input.schema ?? collector.schema,
        version: collector.version + 1,
      });
      return collector;
    },
    sealCollected: (_root, { id }, world) => known(world, id),
    deleteCollector: (_root, { id, expectedVersion }, world) => {
      const collector = meant(world, id, expectedVersion);
      world.collectors = world.collectors.filter((row) => row !== collector);
      return collector;
    },
  },
};

/** What waits of a collector has become a version. */
export function sealed(world: World, collector: CollectorRow): DatasetVersionRow {
  const version = openVersion(world, collector.datasetId);
  Object.assign(version, { status: 'SEALED', digest: `sha256:${'7c'.repeat(32)}`, createdBy: 'collector' });
  Object.assign(collector.figures, {
    waitingRows: 0,
    waitingBytes: 0,
    oldestWaitingAt: null,
    lastVersionId: version.id,
  });
  return version;
}

function known(world: World, id: string): CollectorRow {
  const collector = find(world.collectors, id);
  if (collector === undefined) throw refusal('NOT_FOUND', 'no such collector');
  return collector;
}

function meant(world: World, id: string, expectedVersion: number): CollectorRow {
  const collector = known(world, id);
  if (collector.version !== expectedVersion) throw conflict('the collector');
  return collector;
}

function check(schema: unknown) {
  if (typeof schema === 'object' && schema !== null && '$ref' in schema)
    throw refusal('VALIDATION', 'input.schema: "$ref" (expected: a keyword that is known)', 'input.schema');
}
