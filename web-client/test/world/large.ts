import { DAY, HOUR, iso, MINUTE, numbersOf } from './clock';
import { globalId } from './ids';
import { micros } from './decimal';
import type { DatasetVersionRow } from './datasets';
import type { JobRow } from './jobs';
import type { ModelVersionRow } from './models';
import type { RunRow } from './runs';
import { harbourWorld, type World } from './world';
import { REFERENCE_NOW } from './clock';

/** As long as the API lets a name be. */
const LONGEST =
  'w'.repeat(60) + ' '.repeat(1) + 'ein sehr langer Name mit Umlauten äöü und ß '.repeat(4).slice(0, 139);
const ARABIC = 'تصنيف صور الطرود التالفة على الأحزمة';
const HEBREW = 'חיזוי זמני הגעה (v2) לקווי הערב';
const NAMES = [
  LONGEST,
  ARABIC,
  HEBREW,
  '0',
  '<b>&amp;"\'`',
  '日本語のとても長い実験名'.repeat(6),
  '\u202eevil.csv',
];

/** The most that the API's whole numbers and amounts can be, and the least. */
const ENORMOUS = Number.MAX_SAFE_INTEGER;
const VALUES = [0, -0, 1e-300, 1.7e308, -1.7e308, 0.1 + 0.2, 1e21, -1];
const STATES = ['FINISHED', 'FAILED', 'KILLED', 'RUNNING', 'SCHEDULED'] as const;
const PROJECT = globalId('Project', 'large');
const EXPERIMENT = globalId('Experiment', 'large');
export const RUNS = 10_000;

/** What there is of each kind in the project of the large world, by global id. */
export const LARGE = {
  project: PROJECT,
  experiment: EXPERIMENT,
  run: (index: number) => globalId('Run', `large-${index}`),
  job: (index: number) => globalId('Job', `large-${index}`),
  dataset: (index: number) => globalId('Dataset', `large-${index}`),
  model: (index: number) => globalId('RegisteredModel', `large-${index}`),
  endpoint: (index: number) => globalId('Endpoint', `large-${index}`),
} as const;

/**
 * The reference's world with one more project, in which everything is as long, as much, as little or as foreign as the API
 * lets it be. The same of a seed each time; its runs are made when somebody first asks for them.
 */
export function largeWorld(seed = 1, nowMs = REFERENCE_NOW): World {
  const world = harbourWorld(nowMs);
  world.projects.unshift({
    id: PROJECT,
    slug: 'x'.repeat(63),
    name: LONGEST,
    description: `${ARABIC} ${LONGEST}`.repeat(12),
    createdAt: iso(nowMs - 3 * DAY),
    version: ENORMOUS,
  });
  world.experiments.unshift({
    id: EXPERIMENT,
    projectId: PROJECT,
    name: HEBREW,
    tags: [{ key: 'k'.repeat(250), value: 'v'.repeat(6_000) }],
    createdAt: iso(nowMs - 3 * DAY),
    version: 1,
  });
  fillDatasets(world);
  world.jobs = [...NAMES.map((name, index) => jobOf(world, name, index)), ...world.jobs];
  fillModels(world);
  fillEndpoints(world);
  fillMoney(world);
  const usual = world.runs;
  let runs: RunRow[] | null = null;
  return Object.defineProperty(world, 'runs', {
    get: () => (runs ??= [...runsOf(seed, nowMs), ...usual]),
    set: (rows: RunRow[]) => (runs = rows),
    enumerable: true,
  });
}

function nameOf(index: number): string {
  return NAMES[index] ?? `sweep-${index}`;
}

function runsOf(seed: number, nowMs: number): RunRow[] {
  const next = numbersOf(`large ${seed}`);
  return Array.from({ length: RUNS }, (_, index) => {
    const startedMs = nowMs - index * 4 * MINUTE;
    const status = STATES[index % STATES.length] ?? 'FINISHED';
    const value = (at: number) => VALUES[index * 3 + at] ?? next();
    const at = iso(startedMs + MINUTE);
    return {
      id: LARGE.run(index),
      experimentId: EXPERIMENT,
      name: nameOf(index),
      status,
      createdAt: iso(startedMs),
      startedAt: status === 'SCHEDULED' ? null : iso(startedMs),
      endedAt: status === 'RUNNING' || status === 'SCHEDULED' ? null : at,
      createdBy: index % 2 === 0 ? 'engineer' : ARABIC,
      euros: index === 0 ? '0.000000' : index === 1 ? '999999999999.990000' : '0.000001',
      params: [
        { key: 'lr', value: String(value(0)) },
        { key: 'prompt', value: index === 0 ? '' : nameOf(index % NAMES.length).repeat(20) },
      ],
      tags: index % 3 === 0 ? [{ key: ARABIC, value: HEBREW }] : [],
      metrics: ['val/loss', 'val/accuracy', 'm'.repeat(250)].map((key, which) => ({
        key,
        value: value(which),
        step: index === 0 ? 0 : ENORMOUS,
        at,
        min: Math.min(0, value(which)),
        max: Math.max(0, value(which)),
      })),
      datasetVersionIds: [globalId('DatasetVersion', 'large-0-1')],
      version: 1,
      parentId: null,
    };
  });
}

function fillDatasets(world: World) {
  NAMES.forEach((name, index) => {
    world.datasets.unshift({
      id: LARGE.dataset(index),
      projectId: PROJECT,
      name,
      description: index === 0 ? LONGEST : null,
      createdAt: iso(world.now() - DAY),
      version: 1,
    });
    world.datasetVersions.unshift(versionOf(world, index));
  });
}

function versionOf(world: World, index: number): DatasetVersionRow {
  const [usual] = world.datasetVersions.filter(({ tables }) => tables.length > 0);
  const sizeBytes = index % 2 === 0 ? 0 : ENORMOUS;
  return {
    id: globalId('DatasetVersion', `large-${index}-1`),
    datasetId: LARGE.dataset(index),
    number: 1,
    status: index === 2 ? 'REJECTED' : index === 3 ? 'OPEN' : 'VALIDATED',
    digest: index === 3 ? null : `sha256:${'0f'.repeat(32)}`,
    sizeBytes,
    createdAt: iso(world.now() - HOUR),
    createdBy: ARABIC,
    rejection: index === 2 ? `${ARABIC}: ${LONGEST}` : null,
    error: null,
    retryAt: null,
    removedAt: null,
    version: 1,
    files: [
      { path: `${'folder/'.repeat(140)}${HEBREW}.csv`, sizeBytes, digest: `sha256:${'0f'.repeat(32)}` },
    ],
    uploads: [],
    tables: index === 0 ? (usual?.tables ?? []).map((table) => ({ ...table, rows: 0 })) : [],
  };
}

const JOB_STATES = [
  'RUNNING',
  'QUEUED',
  'FAILED',
  'SUCCEEDED',
  'TIMED_OUT',
  'CANCELLED',
  'PREEMPTED',
] as const;

function jobOf(world: World, name: string, index: number): JobRow {
  const status = JOB_STATES[index % JOB_STATES.length] ?? 'RUNNING';
  const waits = status === 'QUEUED' || status === 'PREEMPTED';
  const isOver = !waits && status !== 'RUNNING';
  return {
    id: LARGE.job(index),
    projectId: PROJECT,
    runId: LARGE.run(index),
    name,
    status,
    reason: isOver ? `CUDA error on H100 ${index}: ${LONGEST}` : null,
    waitsFor: waits ? `Waits for 8 × H100 80 GB; ${ARABIC}` : null,
    submittedAt: iso(world.now() - index * HOUR),
    submittedBy: ARABIC,
    startedAt: waits ? null : iso(world.now() - index * HOUR),
    endedAt: isOver ? iso(world.now() - index * HOUR) : null,
    exitCode: isOver ? 0 : null,
    attempt: 1,
    cpus: index === 0 ? 1_024 : 0.1,
    gib: index === 0 ? 16_384 : 0.03125,
    euros: index === 0 ? '999999999999.990000' : index === 1 ? null : '0.000000',
    command: ['torchrun', '--nproc-per-node=8', LONGEST, ARABIC, ''],
    trainer: null,
    maxDuration: index === 0 ? 'P7D' : 'PT1S',
    version: 1,
  };
}

function fillModels(world: World) {
  const [usual] = world.modelVersions;
  if (usual === undefined) throw new Error('the world has no model version');
  NAMES.forEach((name, index) => {
    world.models.unshift({
      id: LARGE.model(index),
      projectId: PROJECT,
      name,
      description: LONGEST,
      createdAt: iso(world.now() - DAY),
      aliases: [],
      version: 1,
    });
    // One of them has no version yet.
    if (index === 3) return;
    const version: ModelVersionRow = {
      ...usual,
      id: globalId('ModelVersion', `large-${index}-1`),
      modelId: LARGE.model(index),
      number: index === 0 ? 2_147_483_647 : 1,
      status: index === 1 ? 'REJECTED' : 'REGISTERED',
      author: ARABIC,
      sizeBytes: index % 2 === 0 ? ENORMOUS : 0,
      runId: LARGE.run(index),
      signature: null,
      approvals: [],
    };
    world.modelVersions.unshift(version);
  });
}

function fillEndpoints(world: World) {
  const traffic: readonly (readonly [
    rps: number,
    p95: number,
    errors: number,
    ready: number,
    wanted: number,
  ])[] = [
    [0, 0, 0, 0, 0],
    [10_000_000, 0.001, 1, 0, 32],
    [0.01, HOUR, 0.5, 32, 32],
  ];
  traffic.forEach(([requestsPerSecond, p95Ms, errorShare, ready, wanted], index) => {
    world.endpoints.unshift({
      id: LARGE.endpoint(index),
      projectId: PROJECT,
      name: index === 0 ? 'e'.repeat(63) : `edge-${index}`,
      createdAt: iso(world.now() - DAY),
      version: 1,
      min: 1,
      max: 32,
      ready,
      wanted,
      reason: ready < wanted ? `${ARABIC} ${LONGEST}` : null,
      requestsPerSecond,
      p95Ms,
      errorShare,
    });
    world.revisions.unshift({
      id: globalId('Revision', `large-${index}`),
      endpointId: LARGE.endpoint(index),
      number: index === 0 ? 2_147_483_647 : 1,
      status: index === 1 ? 'FAILED' : 'READY',
      weight: 100,
      reason: index === 1 ? LONGEST : null,
      modelVersionId: globalId('ModelVersion', `large-${index}-1`),
      createdAt: iso(world.now() - HOUR),
      readyAt: null,
      version: 1,
    });
  });
}

/** Amounts that do not fit a floating point number, credits, and nothing. */
function fillMoney(world: World) {
  const [usual] = world.ledger;
  if (usual === undefined) throw new Error('the world has no ledger');
  const amounts = ['999999999999.999999', '-0.000001', '0.000000', '0.000001'];
  world.ledger = [
    ...amounts.map((amount, index) => ({
      ...usual,
      id: globalId('UsageEvent', `large-${index}`),
      projectId: PROJECT,
      resource: index === 0 ? `h100-${'8x'.repeat(40)}` : ARABIC,
      micros: micros(amount),
      price: index === 2 ? 0n : micros('0.000001'),
      from: iso(world.now() - HOUR),
      to: iso(world.now() - MINUTE),
      source: 's'.repeat(200),
      jobId: LARGE.job(index),
      runId: null,
      endpointId: null,
    })),
    ...world.ledger,
  ];
  world.budgets = [
    {
      id: globalId('Budget', 'large'),
      projectId: PROJECT,
      period: 'WEEK',
      limit: micros('0.01'),
      version: 1,
    },
    ...world.budgets,
  ];
}
