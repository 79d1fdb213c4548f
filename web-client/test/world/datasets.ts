import type { DatasetVersionStatus, Resolvers, TableProfile } from '../generated/schema';
import { DAY, HOUR, iso } from './clock';
import { globalId } from './ids';
import { page } from './page';
import { firstRowsOf, tablesBefore, tablesOf } from './profiles';
import { conflict, refusal } from './refusal';
import { objectUrl } from './training';
import type { UploadRow } from './uploads';
import { projectOf } from './projects';
import { find, need, type World } from './world';

export interface DatasetRow {
  id: string;
  projectId: string;
  name: string;
  description: string | null;
  createdAt: string;
  version: number;
}

export interface DatasetVersionRow {
  id: string;
  datasetId: string;
  number: number;
  status: DatasetVersionStatus;
  /** Where its first file is lines of text. */
  firstRows?: string[];
  digest: string | null;
  sizeBytes: number;
  createdAt: string;
  createdBy: string;
  rejection: string | null;
  error: string | null;
  retryAt: string | null;
  removedAt: string | null;
  version: number;
  files: { path: string; sizeBytes: number; digest: string }[];
  uploads: UploadRow[];
  tables: TableProfile[];
}

const DATASETS: readonly [project: string, name: string, versions: number, gib: number][] = [
  ['parcel-vision', 'parcel-images', 14, 412],
  ['parcel-vision', 'parcel-labels', 9, 0.02],
  ['dock-ocr', 'gate-frames', 6, 96],
  ['eta-model', 'evening-routes', 31, 3.4],
  ['demand-forecast', 'orders', 46, 18],
  ['catalog-search', 'product-texts', 3, 1.2],
];

export function seedDatasets(world: World) {
  const now = world.now();
  for (const [project, name, versions, gib] of DATASETS) {
    const id = globalId('Dataset', name);
    world.datasets.unshift({
      id,
      projectId: globalId('Project', project),
      name,
      description: null,
      createdAt: iso(now - (versions + 3) * 4 * DAY),
      version: 1,
    });
    for (let number = 1; number <= versions; number += 1) {
      world.datasetVersions.unshift({
        id: globalId('DatasetVersion', `${name}-${number}`),
        datasetId: id,
        number,
        status: number === versions ? 'VALIDATED' : 'SEALED',
        digest: `sha256:${number.toString(16).padStart(2, '0').repeat(32)}`,
        sizeBytes: Math.round((gib * 1_073_741_824 * number) / versions),
        createdAt: iso(now - (versions - number) * 4 * DAY - 5 * HOUR),
        createdBy: 'engineer',
        rejection: null,
        error: null,
        retryAt: null,
        removedAt: null,
        version: 1,
        files: filesOf(name, number, Math.round((gib * 1_073_741_824 * number) / versions)),
        uploads: [],
        tables: number === versions ? tablesOf(name, Math.round(gib * 1_073_741_824), now) : [],
      });
    }
  }
}

/** How the newest version begins, and what the platform found in the one before. */
export function sample(world: World, name: string) {
  const newest = newestOf(world, name);
  const [, before] = versionsOf(world, newest.datasetId);
  newest.firstRows = firstRowsOf(name);
  if (before !== undefined) before.tables = tablesBefore(name, before.sizeBytes, world.now());
}

/** Shards of a large set, or the one table of a small one. */
function filesOf(name: string, number: number, sizeBytes: number): DatasetVersionRow['files'] {
  const digest = `sha256:${number.toString(16).padStart(2, '0').repeat(32)}`;
  if (name !== 'parcel-images') return [{ path: `${name}.csv`, sizeBytes, digest }];
  return Array.from({ length: 12 }, (_, shard) => ({
    path: `shards/${String(shard).padStart(4, '0')}.tar`,
    sizeBytes: Math.round(sizeBytes / 12),
    digest,
  }));
}

/** A version that the platform found something wrong with; on a day of its own. */
export function rejectNewest(world: World, name: string, rejection: string) {
  Object.assign(newestOf(world, name), { status: 'REJECTED', rejection, tables: [] });
}

/** The newest version with four tables, of which the platform could not look at one and cannot read another. */
export function errNewest(world: World, name: string) {
  const version = newestOf(world, name);
  const [table] = tablesOf('evening-routes', version.sizeBytes, world.now());
  if (table === undefined) throw new Error('the world has no table');
  const open = { rows: null, columns: [] };
  Object.assign(version, {
    status: 'ERRORED',
    error: '2 of 4 tables have no profile; notes.csv: is not UTF-8 text (expected: UTF-8)',
    retryAt: iso(world.now() + DAY),
    tables: [
      {
        ...table,
        ...open,
        name: 'notes.csv',
        status: 'LIMITED',
        reason: 'is not UTF-8 text (expected: UTF-8)',
      },
      { ...table, name: 'test.csv', rows: 20_160, columns: table.columns.slice(0, 2) },
      { ...table, name: 'train/part-*.parquet', files: 24 },
      { ...table, ...open, name: 'wide.parquet', status: 'FAILED', reason: 'took longer than 300 s' },
    ],
  } satisfies Partial<DatasetVersionRow>);
}

export function newestOf(world: World, name: string): DatasetVersionRow {
  const id = world.datasets.find((row) => row.name === name)?.id;
  const newest = world.datasetVersions.find(({ datasetId }) => datasetId === id);
  if (newest === undefined) throw new Error(`the world has no ${name}`);
  return newest;
}

export function versionsOf(world: World, datasetId: string): DatasetVersionRow[] {
  return world.datasetVersions.filter((row) => row.datasetId === datasetId);
}

/** The newest versions of a data set whose readers are counted. */
const LOOKED_AT = 200;

/** As the platform counts: runs, and jobs that are of no run. */
function useOf(world: World, datasetId: string) {
  const all = versionsOf(world, datasetId);
  const versions = all.slice(0, LOOKED_AT);
  const ids = new Set(versions.map(({ id }) => id));
  const runs = world.runs.filter(({ datasetVersionIds }) => datasetVersionIds.some((id) => ids.has(id)));
  const read = new Set(runs.flatMap(({ datasetVersionIds }) => datasetVersionIds));
  const runIds = new Set(runs.map(({ id }) => id));
  const models = world.modelVersions.filter(({ runId }) => runId !== null && runIds.has(runId));
  return {
    runs: Math.min(runs.length, 1_000),
    jobs: 0,
    models: new Set(models.map(({ modelId }) => modelId)).size,
    complete: runs.length < 1_000 && all.length <= LOOKED_AT,
    newestVersion: versions.find(({ id }) => read.has(id)) ?? null,
  };
}

export const datasetResolvers: Resolvers = {
  Query: {
    datasets: (_root, args, { datasets }) => page(datasets, args),
    dataset: (_root, { projectId, name }, { datasets }) =>
      datasets.find((row) => row.projectId === projectId && row.name === name) ?? null,
  },
  Dataset: {
    project: ({ projectId }, _args, world) => projectOf(world, projectId),
    latest: ({ id }, _args, world) => versionsOf(world, id)[0] ?? null,
    versions: ({ id }, args, world) => page(versionsOf(world, id), args),
    use: ({ id }, _args, world) => useOf(world, id),
  },
  DatasetVersion: {
    dataset: ({ datasetId }, _args, { datasets }) => need(datasets, datasetId),
    project: ({ datasetId }, _args, world) => projectOf(world, need(world.datasets, datasetId).projectId),
    projectId: ({ datasetId }, _args, { datasets }) => need(datasets, datasetId).projectId,
    files: ({ files }, args) =>
      page(
        files.map((file) => ({ ...file, downloadUrl: objectUrl(file.path) })),
        args,
      ),
    firstRows: ({ firstRows }, { first }) => firstRows?.slice(0, first ?? 20) ?? [],
    uploads: ({ uploads }, args) => page(uploads, args),
    tables: ({ tables }, args) => page(tables, args),
    table: ({ tables }, { name }) =>
      (name == null ? tables[0] : tables.find((row) => row.name === name)) ?? null,
    profile: ({ tables }) => profileOf(tables),
    usedBy: ({ id }, _args, { runs, jobs }) => {
      const readers = runs.filter(({ datasetVersionIds }) => datasetVersionIds.includes(id));
      return readers.flatMap((run) => [run, ...jobs.filter(({ runId }) => runId === run.id)]).slice(0, 100);
    },
  },
  Mutation: {
    createDataset: (_root, { input }, world) => createDataset(world, input),
    openDatasetVersion: (_root, { datasetId }, world) => openVersion(world, datasetId),
    sealDatasetVersion: (_root, { id, expectedVersion }, world) => {
      const version = datasetVersion(world, id);
      if (version === undefined) throw refusal('NOT_FOUND', 'no such data set version');
      if (version.status !== 'OPEN') throw conflict('the data set version');
      if (expectedVersion != null && expectedVersion !== version.version)
        throw conflict('the data set version');
      if (version.files.length === 0)
        throw refusal('CONFLICT', 'data set version has no files (expected: at least one)');
      if (version.uploads.length > 0)
        throw refusal('CONFLICT', 'uploads to the data set version are unfinished');
      version.status = 'SEALED';
      version.digest = `sha256:${'9e'.repeat(32)}`;
      version.sizeBytes = version.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      version.version += 1;
      world.onSeal(version);
      return version;
    },
    retryValidation: (_root, { id, expectedVersion }, world) => {
      const version = datasetVersion(world, id);
      if (version === undefined) throw refusal('NOT_FOUND', 'no such data set version');
      if (version.status !== 'ERRORED' || version.version !== expectedVersion)
        throw conflict('the data set version');
      version.status = 'VALIDATING';
      version.retryAt = null;
      version.version += 1;
      for (const table of version.tables.filter(({ status }) => status !== 'PROFILED'))
        Object.assign(table, { status: 'PENDING', reason: null, computedAt: null });
      return version;
    },
    endUpload: (_root, { id }, world) => {
      const version = world.datasetVersions.find(({ uploads }) => uploads.some((upload) => upload.id === id));
      if (version === undefined) throw refusal('NOT_FOUND', 'no such upload');
      version.uploads = version.uploads.filter((upload) => upload.id !== id);
      return version;
    },
    startUpload: (_root, { input }, world) => startUpload(world, input),
  },
};

/** Of the first table that has one. */
function profileOf(tables: readonly TableProfile[]) {
  const found = tables.find(({ status }) => status === 'PROFILED');
  if (found?.computedAt == null) return null;
  return { rows: found.rows ?? 0, columns: found.columns, computedAt: found.computedAt };
}

function createDataset(
  world: World,
  {
    projectId,
    name,
    description,
  }: { projectId: string; name: string; description?: string | null | undefined },
): DatasetRow {
  if (world.datasets.some((row) => row.projectId === projectId && row.name === name))
    throw refusal('CONFLICT', `name: ${name} is taken`, 'input.name');
  const dataset: DatasetRow = {
    id: globalId('Dataset', `${name}-${world.datasets.length}`),
    projectId,
    name,
    description: description ?? null,
    createdAt: iso(world.now()),
    version: 1,
  };
  world.datasets = [dataset, ...world.datasets];
  return dataset;
}

export function openVersion(world: World, datasetId: string): DatasetVersionRow {
  if (find(world.datasets, datasetId) === undefined) throw refusal('NOT_FOUND', 'no such data set');
  const number = (versionsOf(world, datasetId)[0]?.number ?? 0) + 1;
  const version: DatasetVersionRow = {
    id: globalId('DatasetVersion', `${datasetId}-${number}`),
    datasetId,
    number,
    status: 'OPEN',
    digest: null,
    sizeBytes: 0,
    createdAt: iso(world.now()),
    createdBy: world.me.name,
    rejection: null,
    error: null,
    retryAt: null,
    removedAt: null,
    version: 1,
    files: [],
    uploads: [],
    tables: [],
  };
  world.datasetVersions = [version, ...world.datasetVersions];
  return version;
}

/** The same file again is the same upload: as the platform does it under one idempotency key. */
function startUpload(world: World, input: { datasetVersionId: string; path: string; sizeBytes: number }) {
  const version = datasetVersion(world, input.datasetVersionId);
  if (version === undefined) throw refusal('NOT_FOUND', 'no such data set version');
  if (version.status !== 'OPEN') throw conflict('the data set version');
  if (input.path.startsWith('.'))
    throw refusal(
      'VALIDATION',
      `path: ${input.path} (expected: no name that begins with a dot)`,
      'input.path',
    );
  const known = version.uploads.find(
    ({ path, sizeBytes }) => path === input.path && sizeBytes === input.sizeBytes,
  );
  const upload = known ?? {
    id: `upload-${version.number}-${version.uploads.length}-${version.files.length}`,
    path: input.path,
    sizeBytes: input.sizeBytes,
    offsetBytes: 0,
    startedAt: iso(world.now()),
    expiresAt: iso(world.now() + DAY),
  };
  if (known === undefined)
    version.uploads = [...version.uploads.filter(({ path }) => path !== input.path), upload];
  return {
    id: upload.id,
    url: `http://platform.example/data/uploads/${upload.id}?expires=1&signature=s`,
    offsetBytes: upload.offsetBytes,
    expiresAt: upload.expiresAt,
  };
}

/** Somebody has begun to upload these, and gone. */
export function abandon(world: World, name: string, ...paths: readonly string[]) {
  const version = newestOf(world, name);
  version.status = 'OPEN';
  version.digest = null;
  version.uploads = paths.map((path, index) => ({
    id: globalId('Upload', path),
    path,
    sizeBytes: 4_194_304,
    offsetBytes: 1_048_576 * index,
    startedAt: iso(world.now() - 5 * HOUR),
    expiresAt: iso(world.now() + 19 * HOUR),
  }));
}

export function datasetVersion(world: World, id: string): DatasetVersionRow | undefined {
  return find(world.datasetVersions, id);
}
