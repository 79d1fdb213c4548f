import type { Resolvers, RunOrderInput, RunStatus, SubmitJobInput } from '../generated/schema';
import { DAY, HOUR, iso, MINUTE, SECOND } from './clock';
import { euros, micros } from './decimal';
import { globalId } from './ids';
import type { JobRow } from './jobs';
import { refusal } from './refusal';
import { runChanges } from './run-changes';
import { linesOfRun } from './run-cost';
import { listOf } from './run-list';
import { artifactsOf, leadingMetricOf, seriesOf } from './training';
import { projectOf } from './projects';
import { find, need, permissionsIn, type World } from './world';

export interface ExperimentRow {
  id: string;
  projectId: string;
  name: string;
  tags: { key: string; value: string }[];
  createdAt: string;
  version: number;
}

export interface RunRow {
  id: string;
  experimentId: string;
  name: string;
  status: RunStatus;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  createdBy: string;
  /** A person's own id, or that of what is no person. */
  creatorId?: string | null;
  archivedAt?: string | null;
  note?: string | null;
  /** Decimal text, or null for what cost nothing yet. */
  euros: string | null;
  params: { key: string; value: string }[];
  tags: { key: string; value: string }[];
  metrics: { key: string; value: number; step: number; at: string; min: number; max: number }[];
  datasetVersionIds: string[];
  version: number;
  parentId: string | null;
}

const EXPERIMENTS: readonly [project: string, name: string][] = [
  ['parcel-vision', 'damage-classifier'],
  ['parcel-vision', 'damage-sweep-07'],
  ['eta-model', 'eta-gbm'],
  ['demand-forecast', 'weekly'],
];

/** The reference's table of runs: name, state, val/f1, val/loss, learning rate, backbone, minutes, cost, hours ago. */
const RUNS: readonly [string, RunStatus, number, number, string, string, number, string, number][] = [
  ['damage-vit-l #418', 'RUNNING', 0.9187, 0.2061, '2e-4', 'ViT-L/16', 192, '37.950000', 3.27],
  ['damage-vit-b #417', 'FINISHED', 0.9104, 0.224, '3e-4', 'ViT-B/16', 161, '15.560000', 6.5],
  ['sweep-07/t36 #416', 'FINISHED', 0.9131, 0.2187, '1e-4', 'ViT-L/16', 118, '22.810000', 6.8],
  ['sweep-07/t35 #415', 'FINISHED', 0.9098, 0.2266, '4e-4', 'ConvNeXt-B', 123, '23.780000', 9],
  ['damage-vit-l #412', 'FINISHED', 0.9162, 0.2119, '2e-4', 'ViT-L/16', 258, '51.120000', 170],
  ['damage-convnext #411', 'FINISHED', 0.912, 0.2204, '2e-4', 'ConvNeXt-L', 216, '42.050000', 178],
  ['damage-vit-l #409', 'FAILED', 0.741, 0.612, '2e-4', 'ViT-L/16', 19, '3.670000', 190],
  ['damage-effnet #406', 'KILLED', 0.8512, 0.339, '2e-3', 'EffNet-B4', 44, '2.130000', 215],
  ['baseline-r50 #404', 'FINISHED', 0.8693, 0.3012, '1e-3', 'ResNet-50', 91, '4.400000', 240],
];

export function seedRuns(world: World) {
  const now = world.now();
  world.experiments = EXPERIMENTS.map(([project, name], index) => ({
    id: globalId('Experiment', name),
    projectId: globalId('Project', project),
    name,
    tags: [],
    createdAt: iso(now - (60 - index * 9) * DAY),
    version: 1,
  }));
  world.runs = RUNS.map(([name, status, f1, loss, lr, backbone, minutes, cost, hoursAgo]) => {
    const startedMs = now - hoursAgo * HOUR;
    // One that goes on logged its last step just now.
    const at = iso(status === 'RUNNING' ? now - 4 * SECOND : startedMs + minutes * MINUTE);
    return {
      id: globalId('Run', name),
      experimentId: globalId('Experiment', 'damage-classifier'),
      name,
      status,
      createdAt: iso(startedMs - MINUTE),
      startedAt: iso(startedMs),
      endedAt: status === 'RUNNING' ? null : at,
      createdBy: name.startsWith('sweep') ? 'key:ci' : 'engineer',
      creatorId: name.startsWith('sweep') ? globalId('ApiKey', 'ci') : world.me.id,
      euros: cost,
      params: [
        { key: 'lr', value: lr },
        { key: 'backbone', value: backbone },
        { key: 'batch_size', value: '256' },
        { key: 'epochs', value: '60' },
        { key: 'weight_decay', value: status === 'RUNNING' ? '0.08' : '0.05' },
        { key: 'seed', value: '17' },
      ],
      tags:
        status === 'RUNNING'
          ? [
              // Its 60 epochs of 92 steps.
              { key: 'keelson.total_steps', value: '5520' },
              { key: 'stage', value: 'candidate' },
            ]
          : [],
      metrics: [
        { key: 'val/f1', value: f1, step: minutes * 20, at, min: 0.4, max: f1 },
        { key: 'val/loss', value: loss, step: minutes * 20, at, min: loss, max: 1.2 },
        { key: 'train/loss', value: loss * 0.79, step: minutes * 20, at, min: loss * 0.79, max: 1.31 },
        {
          key: 'lr',
          value: Number(lr) * 0.24,
          step: minutes * 20,
          at,
          min: Number(lr) * 0.24,
          max: Number(lr),
        },
      ],
      datasetVersionIds: [globalId('DatasetVersion', 'parcel-images-14')],
      version: 1,
      parentId: null,
    };
  });
}

export const runResolvers: Resolvers = {
  Query: {
    runs: (_root, args, world) => listOf(world.runs, args, projectIdIn(world)),
    compareRuns: (_root, { ids }, { runs }) => {
      const compared = ids.map((id) => runs.find((run) => run.id === id));
      const known = compared.filter((run) => run !== undefined);
      if (known.length < compared.length) throw refusal('NOT_FOUND', 'no such run');
      const keys = [...new Set(known.flatMap(({ params }) => params.map(({ key }) => key)))];
      const valueOf = (run: RunRow, key: string) => run.params.find((param) => param.key === key)?.value;
      return {
        runs: known,
        metrics: [...new Set(known.flatMap(({ metrics }) => metrics.map(({ key }) => key)))],
        differingParams: keys.filter((key) => new Set(known.map((run) => valueOf(run, key))).size > 1),
      };
    },
  },
  Project: {
    runs: ({ id }, args, world) => {
      const own = new Set(world.experiments.filter(({ projectId }) => projectId === id).map((one) => one.id));
      return listOf(
        world.runs.filter(({ experimentId }) => own.has(experimentId)),
        args,
        projectIdIn(world),
      );
    },
  },
  Experiment: {
    project: ({ projectId }, _args, world) => projectOf(world, projectId),
    runs: ({ id }, { orderBy, ...args }, world) =>
      listOf(
        ordered(
          world.runs.filter((run) => run.experimentId === id),
          orderBy ?? null,
        ),
        args,
        projectIdIn(world),
      ),
  },
  Run: {
    experiment: ({ experimentId }, _args, { experiments }) => need(experiments, experimentId),
    project: ({ experimentId }, _args, world) =>
      projectOf(world, need(world.experiments, experimentId).projectId),
    projectId: (run, _args, world) => projectIdOf(run, world),
    archivedAt: ({ archivedAt }) => archivedAt ?? null,
    note: ({ note }) => note ?? null,
    creator: ({ creatorId, createdBy }) => ({
      id: creatorId ?? null,
      kind: createdBy.startsWith('key:') ? 'API_KEY' : 'PERSON',
      label: createdBy,
    }),
    cost: ({ euros: amount }) => (amount === null ? null : euros(micros(amount))),
    costReport: (run, _args, world) =>
      run.euros === null || !permissionsIn(world, projectIdOf(run, world)).includes('COST_READ')
        ? null
        : { lines: linesOfRun(run, projectIdOf(run, world)) },
    datasets: ({ datasetVersionIds }, _args, { datasetVersions }) =>
      datasetVersionIds.map((id) => need(datasetVersions, id)),
    models: ({ id }, _args, { modelVersions }) => modelVersions.filter(({ runId }) => runId === id),
    job: ({ id }, _args, { jobs }) => jobs.find(({ runId }) => runId === id) ?? null,
    parent: ({ parentId }, _args, { runs }) => (parentId === null ? null : (find(runs, parentId) ?? null)),
    leadingMetric: (run) => leadingMetricOf(run),
    artifacts: (run, { path }) => artifactsOf(run, path ?? null),
    series: (run, { keys, buckets, x }) => seriesOf(run, keys, x, buckets),
  },
  Mutation: {
    createExperiment: (_root, { input: { projectId, name } }, world) => {
      if (world.experiments.some((row) => row.projectId === projectId && row.name === name))
        throw refusal('CONFLICT', `name: ${name} is taken`, 'input.name');
      const experiment: ExperimentRow = {
        id: globalId('Experiment', `${name}-${world.experiments.length}`),
        projectId,
        name,
        tags: [],
        createdAt: iso(world.now()),
        version: 1,
      };
      world.experiments.push(experiment);
      return experiment;
    },
    submitJob: (_root, { input }, world) => submit(world, input),
    ...runChanges,
  },
};

function projectIdOf({ experimentId }: RunRow, { experiments }: World) {
  return need(experiments, experimentId).projectId;
}

function projectIdIn({ experiments }: World) {
  return ({ experimentId }: RunRow) => need(experiments, experimentId).projectId;
}

/** By the latest value of a metric; runs without it come last. */
function ordered(runs: readonly RunRow[], orderBy: RunOrderInput | null): readonly RunRow[] {
  if (orderBy === null) return runs;
  const sign = orderBy.direction === 'ASC' ? 1 : -1;
  const valueOf = ({ metrics }: RunRow) =>
    metrics.find(({ key }) => key === orderBy.key)?.value ?? sign * Infinity;
  return [...runs].sort((a, b) => sign * (valueOf(a) - valueOf(b)));
}

/** A job in the queue and the run that shows what comes of it. */
function submit(world: World, input: SubmitJobInput): JobRow {
  if (input.experimentId == null) throw refusal('VALIDATION', 'experimentId: none', 'input.experimentId');
  if (input.name.includes('/')) {
    throw refusal('VALIDATION', `name: ${input.name} (expected: no slash)`, 'input.name');
  }
  const key = `${input.name}-${world.runs.length}`;
  const now = iso(world.now());
  const parameters = (input.parameters ?? {}) as Record<string, unknown>;
  const run: RunRow = {
    id: globalId('Run', key),
    experimentId: input.experimentId,
    name: input.name,
    status: 'SCHEDULED',
    createdAt: now,
    startedAt: null,
    endedAt: null,
    createdBy: world.me.name,
    creatorId: world.me.id,
    euros: null,
    params: Object.entries(parameters).map(([name, value]) => ({ key: name, value: String(value) })),
    tags: [],
    metrics: [],
    datasetVersionIds: (input.inputs ?? []).flatMap((one) => (one == null ? [] : [one.datasetVersionId])),
    version: 1,
    parentId: null,
  };
  const job: JobRow = {
    id: globalId('Job', key),
    projectId: input.projectId,
    runId: run.id,
    name: input.name,
    status: 'QUEUED',
    reason: null,
    waitsFor: 'Waits for a place: 2 jobs are ahead',
    submittedAt: now,
    submittedBy: world.me.name,
    startedAt: null,
    endedAt: null,
    exitCode: null,
    attempt: 1,
    cpus: input.resources?.cpus ?? 1,
    gib: (input.resources?.memoryBytes ?? 0) / 1_073_741_824,
    euros: null,
    command: (input.command ?? []).filter((argument) => argument != null),
    trainer: input.trainer ?? null,
    maxDuration: input.maxDuration ?? null,
    retries: (input.retries ?? []).flatMap((retry) =>
      retry === null || retry === undefined ? [] : [{ ...retry, firstPause: retry.firstPause ?? 'PT10S' }],
    ),
    version: 1,
  };
  world.runs = [run, ...world.runs];
  world.jobs = [job, ...world.jobs];
  world.onSubmit(job);
  return job;
}

export function runOf(world: World, id: string | null): RunRow | null {
  return id === null ? null : (find(world.runs, id) ?? null);
}
