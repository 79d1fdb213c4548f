import type { EndCause, JobStatus, Resolvers } from '../generated/schema';
import { DAY, HOUR, iso, MINUTE } from './clock';
import { euros, micros } from './decimal';
import { globalId } from './ids';
import { actorOf } from './organisation';
import { page } from './page';
import { conflict, refusal } from './refusal';
import { runOf } from './runs';
import { projectOf } from './projects';
import { find, type World } from './world';

export interface JobRow {
  id: string;
  projectId: string;
  runId: string | null;
  name: string;
  status: JobStatus;
  reason: string | null;
  waitsFor: string | null;
  submittedAt: string;
  submittedBy: string;
  startedAt: string | null;
  endedAt: string | null;
  exitCode: number | null;
  attempt: number;
  cpus: number;
  gib: number;
  euros: string | null;
  command: string[];
  trainer: string | null;
  /** ISO-8601: `PT6H`. */
  maxDuration: string | null;
  /** None where it is left out. */
  retries?: readonly { cause: EndCause; most: number; firstPause: string }[];
  version: number;
}

type Seed = readonly [
  project: string,
  slug: string,
  name: string,
  status: JobStatus,
  hoursAgo: number,
  hours: number,
  cpus: number,
  gib: number,
  euros: string | null,
];

const JOBS: readonly Seed[] = [
  ['parcel-vision', 'damage-vit-l-418', 'damage-vit-l #418', 'RUNNING', 3.27, 4.72, 32, 256, '37.950000'],
  [
    'parcel-vision',
    'damage-sweep-07',
    'damage-sweep-07, trial 37 of 48',
    'RUNNING',
    18,
    24,
    64,
    512,
    '848.900000',
  ],
  ['eta-model', 'eta-gbm-nightly', 'eta-gbm nightly retrain', 'RUNNING', 0.3, 1, 16, 64, '4.110000'],
  [
    'demand-forecast',
    'backfill-features',
    'backfill features 2026-W46',
    'RUNNING',
    1.1,
    1.2,
    8,
    32,
    '2.860000',
  ],
  ['catalog-search', 'embed-refresh', 'embed-refresh', 'QUEUED', 0.5, 0, 64, 512, null],
  ['parcel-vision', 'damage-vit-l-409', 'damage-vit-l #409', 'FAILED', 190, 0.32, 32, 256, '3.670000'],
  ['parcel-vision', 'damage-vit-l-412', 'damage-vit-l #412', 'SUCCEEDED', 170, 4.3, 32, 256, '51.120000'],
  ['dock-ocr', 'gate-ocr-77', 'gate-ocr #77', 'SUCCEEDED', 30, 2.1, 8, 32, '6.240000'],
];

export function seedJobs(world: World) {
  const now = world.now();
  world.jobs = JOBS.map(([project, slug, name, status, hoursAgo, hours, cpus, gib, cost]) => {
    const run = world.runs.find((row) => row.name === name);
    // A run begins when its job does.
    const submittedMs = now - hoursAgo * HOUR - (run === undefined ? 0 : MINUTE);
    const startedMs = submittedMs + MINUTE;
    const isOver = !['QUEUED', 'RUNNING'].includes(status);
    return {
      id: globalId('Job', slug),
      projectId: globalId('Project', project),
      runId: run?.id ?? null,
      name,
      status,
      reason: status === 'FAILED' ? 'out of memory at step 3,200' : null,
      waitsFor: status === 'QUEUED' ? 'Waits for quota: 112 of 120 CPUs are leased' : null,
      submittedAt: iso(submittedMs),
      submittedBy: slug.includes('sweep') ? 'key:ci' : 'engineer',
      startedAt: status === 'QUEUED' ? null : iso(startedMs),
      endedAt: isOver ? iso(startedMs + hours * HOUR) : null,
      exitCode: status === 'SUCCEEDED' ? 0 : status === 'FAILED' ? 137 : null,
      // Its first machine was lost, as machines are.
      attempt: slug.includes('sweep') ? 2 : 1,
      cpus,
      gib,
      euros: cost,
      command: ['python', 'train.py'],
      trainer: null,
      maxDuration: status === 'RUNNING' ? `PT${Math.round(hours * 60)}M` : null,
      version: 1,
    };
  });
}

function lost(startedAt: string) {
  return {
    number: 1,
    provider: 'slurm',
    startedAt,
    endedAt: later(startedAt, 1.3 * HOUR),
    reason: 'its machine was not heard of any more',
    status: 'LOST' as const,
  };
}

function later(instant: string, ms: number): string {
  return iso(Date.parse(instant) + ms);
}

export const jobResolvers: Resolvers = {
  Query: {
    jobs: (_root, { status, ...args }, { jobs }) =>
      page(
        jobs.filter((job) => status == null || status.includes(job.status)),
        args,
      ),
  },
  Job: {
    project: ({ projectId }, _args, world) => projectOf(world, projectId),
    run: ({ runId }, _args, world) => runOf(world, runId),
    submitter: ({ submittedBy }) => actorOf(submittedBy),
    cost: ({ euros: amount }) => (amount === null ? null : euros(micros(amount))),
    resources: ({ cpus, gib }) => ({ cpus, memoryBytes: gib * 1_073_741_824 }),
    attempts: ({ attempt, startedAt, endedAt, reason }) => {
      if (startedAt === null) return [];
      const status = endedAt === null ? ('ACTIVE' as const) : ('RELEASED' as const);
      const last = { number: attempt, provider: 'slurm', startedAt, endedAt, reason, status };
      return attempt === 1 ? [last] : [lost(startedAt), { ...last, startedAt: later(startedAt, 1.5 * HOUR) }];
    },
    retries: ({ retries = [] }) => [...retries],
    roomHeldBy: ({ waitsFor }, _args, { jobs }) =>
      waitsFor?.includes('Room is held') !== true
        ? []
        : jobs
            .filter(({ status }) => status === 'RUNNING')
            .map(({ id, name }) => ({ name, jobId: id, endpointId: null })),
    log: (job, { after }) => logOf(job, after ?? null),
  },
  Mutation: {
    cancelJob: (_root, { id, expectedVersion }, world) => {
      const job = find(world.jobs, id);
      if (job === undefined) throw refusal('NOT_FOUND', 'no such job');
      if (job.version !== expectedVersion) throw conflict('the job');
      job.status = 'CANCELLED';
      job.endedAt = iso(world.now());
      job.version += 1;
      return job;
    },
  },
};

const SAID = [
  'reading parcel-images v14, 161,280 images',
  'epoch 1 of 30: train/loss 0.9412, val/f1 0.7210',
  'epoch 2 of 30: train/loss 0.6120, val/f1 0.8034',
  'checkpoint saved, 1.2 GB',
];

/** A few lines of what ran at all. */
function logOf({ startedAt, reason }: JobRow, after: string | null) {
  if (startedAt === null || after !== null) return { lines: [], endCursor: after };
  const texts = reason === null ? SAID : [...SAID, reason];
  const lines = texts.map((text, index) => ({
    at: iso(Date.parse(startedAt) + index * MINUTE),
    stream: text === reason ? ('ERR' as const) : ('OUT' as const),
    text,
    cursor: `line-${index}`,
  }));
  return { lines, endCursor: lines.at(-1)?.cursor ?? null };
}

/** A long list, for pages that must stay quick. */
export function manyJobs(world: World, count: number): JobRow[] {
  const [pattern] = world.jobs;
  if (pattern === undefined) return [];
  return Array.from({ length: count }, (_, index) => ({
    ...pattern,
    id: globalId('Job', `many-${index}`),
    name: `nightly #${count - index}`,
    status: 'SUCCEEDED' as const,
    submittedAt: iso(world.now() - index * DAY),
  }));
}
