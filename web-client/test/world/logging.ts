import type { CreateRunInput, LogBatchInput, Resolvers, RunStatus } from '../generated/schema';
import { iso } from './clock';
import { globalId } from './ids';
import { present } from './present';
import { refusal } from './refusal';
import type { RunRow } from './runs';
import { find, type World } from './world';

/** A run that is carried out elsewhere. */
function createRun(world: World, input: CreateRunInput): RunRow {
  if (find(world.experiments, input.experimentId) === undefined)
    throw refusal('NOT_FOUND', 'no such experiment');
  const now = iso(world.now());
  const name = input.name ?? `run-${world.runs.length + 1}`;
  const run: RunRow = {
    id: globalId('Run', `${name}-${world.runs.length}`),
    experimentId: input.experimentId,
    name,
    status: 'RUNNING',
    createdAt: now,
    startedAt: now,
    endedAt: null,
    createdBy: world.me.name,
    euros: null,
    params: present(input.params),
    tags: present(input.tags),
    metrics: [],
    datasetVersionIds: present(input.datasetVersionIds),
    version: 1,
    parentId: null,
  };
  world.runs = [run, ...world.runs];
  return run;
}

function runTo(world: World, id: string): RunRow {
  const run = find(world.runs, id);
  if (run === undefined) throw refusal('NOT_FOUND', 'no such run');
  return run;
}

function logBatch(world: World, { runId, metrics }: LogBatchInput): RunRow {
  const run = runTo(world, runId);
  for (const { key, value, step, at } of present(metrics)) {
    const known = run.metrics.find((metric) => metric.key === key);
    const latest = { key, value, step: step ?? 0, at: at ?? iso(world.now()) };
    if (known === undefined) run.metrics.push({ ...latest, min: value, max: value });
    else Object.assign(known, latest, { min: Math.min(known.min, value), max: Math.max(known.max, value) });
  }
  return run;
}

function finishRun(world: World, id: string, status: RunStatus): RunRow {
  const run = runTo(world, id);
  if (run.endedAt !== null) throw refusal('CONFLICT', 'the run has ended');
  Object.assign(run, { status, endedAt: iso(world.now()), version: run.version + 1 });
  return run;
}

export const loggingResolvers: Resolvers = {
  Mutation: {
    createRun: (_root, { input }, world) => createRun(world, input),
    logBatch: (_root, { input }, world) => logBatch(world, input),
    finishRun: (_root, { id, status }, world) => finishRun(world, id, status),
  },
};
