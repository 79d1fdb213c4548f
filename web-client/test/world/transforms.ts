import type { MutationRunTransformArgs, Resolvers, TransformFormat } from '../generated/schema';
import { HOUR, iso, MINUTE } from './clock';
import { datasetVersion, newestOf, openVersion, versionsOf, type DatasetVersionRow } from './datasets';
import { euros, micros } from './decimal';
import { globalId } from './ids';
import type { JobRow } from './jobs';
import { refusal } from './refusal';
import { find, need, permissionsIn, type World } from './world';

export interface TransformRow {
  versionId: string;
  projectId: string;
  jobId: string;
  sql: string;
  format: TransformFormat;
  digest: string;
  reuses: number;
  inputs: { name: string; versionId: string }[];
}

const ENGINE = 'duckdb 1.3.2.0';

const STATEMENT = `SELECT r.*,
  CASE WHEN hash(r.route_id) % 9 = 0
    THEN 'test' ELSE 'train'
  END AS split
FROM evening_routes r
JOIN orders o
  USING (route_id)
WHERE o.cancelled_at IS NULL
  AND r.minutes BETWEEN 1 AND 240`;

/** The data set's newest version was made of the one before it, and of one elsewhere. */
export function makeBySql(world: World, name: string): DatasetVersionRow {
  const version = newestOf(world, name);
  const [, before] = versionsOf(world, version.datasetId);
  const { projectId } = need(world.datasets, version.datasetId);
  const elsewhere = newestOf(world, name === 'orders' ? 'product-texts' : 'orders');
  record(world, version, projectId, STATEMENT, [
    { name: name.replaceAll('-', '_'), versionId: before?.id ?? version.id },
    { name: name === 'orders' ? 'product_texts' : 'orders', versionId: elsewhere.id },
  ]).reuses = 3;
  return version;
}

/** The newest version is being made. */
export function makingNewest(world: World, name: string): DatasetVersionRow {
  const version = makeBySql(world, name);
  Object.assign(version, { status: 'MAKING', digest: null, sizeBytes: 0, files: [], tables: [] });
  const transform = world.transforms.find(({ versionId }) => versionId === version.id);
  if (transform !== undefined) transform.reuses = 0;
  Object.assign(need(world.jobs, transform?.jobId ?? ''), {
    status: 'RUNNING',
    endedAt: null,
    exitCode: null,
  });
  return version;
}

/** A transform should have made the newest version, and failed. */
export function failNewest(world: World, name: string) {
  const version = makeBySql(world, name);
  Object.assign(version, {
    status: 'REJECTED',
    rejection: 'its transform failed: Binder Error: column "cancelled_at" not found in FROM clause',
    digest: null,
    sizeBytes: 0,
    files: [],
    tables: [],
  });
  const transform = world.transforms.find(({ versionId }) => versionId === version.id);
  Object.assign(need(world.jobs, transform?.jobId ?? ''), { status: 'FAILED', exitCode: 1 });
}

function record(
  world: World,
  version: DatasetVersionRow,
  projectId: string,
  sql: string,
  inputs: TransformRow['inputs'],
  format: TransformFormat = 'PARQUET',
): TransformRow {
  const job = jobOf(world, projectId, `transform-${version.id}`);
  const transform = {
    versionId: version.id,
    projectId,
    jobId: job.id,
    sql,
    format,
    digest: digestOf(sql, inputs, format),
    reuses: 0,
    inputs,
  };
  world.jobs = [job, ...world.jobs];
  world.transforms = [transform, ...world.transforms];
  return transform;
}

/** A job of a statement that has ended. */
export function jobOf(world: World, projectId: string, name: string): JobRow {
  return {
    id: globalId('Job', name),
    projectId,
    runId: null,
    name: 'transform',
    status: 'SUCCEEDED',
    reason: null,
    waitsFor: null,
    submittedAt: iso(world.now() - 5 * HOUR),
    submittedBy: 'engineer',
    startedAt: iso(world.now() - 5 * HOUR + MINUTE),
    endedAt: iso(world.now() - 5 * HOUR + 4 * MINUTE),
    exitCode: 0,
    attempt: 1,
    cpus: 1,
    gib: 1,
    euros: '0.180000',
    command: ['transform'],
    trainer: null,
    maxDuration: 'PT1H',
    version: 1,
  };
}

function digestOf(sql: string, inputs: TransformRow['inputs'], format: TransformFormat): string {
  const read = inputs.map(({ name, versionId }) => `${name}=${versionId}`).sort();
  return [format === 'CSV' ? `${ENGINE}, CSV` : ENGINE, ...read, sql].join('\n');
}

export const transformResolvers: Resolvers = {
  DatasetVersion: {
    transform: ({ id }, _args, { transforms }) =>
      transforms.find(({ versionId }) => versionId === id) ?? null,
  },
  Transform: {
    engine: () => ENGINE,
    inputs: ({ inputs }, _args, world) =>
      inputs.map(({ name, versionId }) => {
        const version = datasetVersion(world, versionId);
        const { projectId } = need(world.datasets, version?.datasetId ?? '');
        const isSeen = permissionsIn(world, projectId).includes('DATASET_READ');
        return { name, version: isSeen ? (version ?? null) : null };
      }),
    job: ({ jobId, projectId }, _args, world) =>
      permissionsIn(world, projectId).includes('JOB_READ') ? (find(world.jobs, jobId) ?? null) : null,
    saved: ({ jobId, projectId, reuses }, _args, world) => {
      const cost = find(world.jobs, jobId)?.euros ?? null;
      if (cost === null || !permissionsIn(world, projectId).includes('COST_READ')) return null;
      return euros(micros(cost) * BigInt(reuses));
    },
  },
  Mutation: {
    runTransform: (_root, { input }, world) => runTransform(world, input),
  },
};

function runTransform(world: World, input: MutationRunTransformArgs['input']): DatasetVersionRow {
  const dataset = find(world.datasets, input.datasetId);
  if (dataset === undefined) throw refusal('NOT_FOUND', 'no such data set');
  const inputs = sourcesOf(world, input);
  const format = input.format ?? 'PARQUET';
  const digest = digestOf(input.sql, inputs, format);
  const known = world.transforms.find((transform) => {
    const version = datasetVersion(world, transform.versionId);
    return transform.digest === digest && version?.datasetId === dataset.id && version.status !== 'REJECTED';
  });
  if (known !== undefined) {
    known.reuses += 1;
    const version = datasetVersion(world, known.versionId);
    if (version !== undefined) return version;
  }
  const version = openVersion(world, dataset.id);
  version.status = 'MAKING';
  record(world, version, dataset.projectId, input.sql, inputs, format);
  const [job] = world.jobs;
  if (job !== undefined)
    Object.assign(job, { status: 'QUEUED', startedAt: null, endedAt: null, euros: null });
  return version;
}

/** What a statement reads; refused as the platform refuses it. */
export function sourcesOf(
  world: World,
  input: Pick<MutationRunTransformArgs['input'], 'sql' | 'inputs'>,
): TransformRow['inputs'] {
  if (!/^\s*(SELECT|WITH|FROM)\b/i.test(input.sql))
    throw refusal('VALIDATION', `input.sql: "${input.sql}" (expected: one SELECT)`, 'input.sql');
  const inputs = input.inputs
    .filter((one) => one != null)
    .map(({ name, datasetVersionId }) => ({ name, versionId: datasetVersionId }));
  for (const { name, versionId } of inputs) {
    if (/^\d/.test(name) || name === 'main')
      throw refusal(
        'VALIDATION',
        `input.inputs.name: "${name}" (expected: another name)`,
        'input.inputs.name',
      );
    const version = datasetVersion(world, versionId);
    if (version === undefined) throw refusal('NOT_FOUND', 'no such data set version');
    if (version.digest === null) throw refusal('CONFLICT', 'data set version is not sealed');
  }
  return inputs;
}
