import type { Resolvers } from '../generated/schema';
import { iso, SECOND } from './clock';
import { globalId } from './ids';
import type { JobRow } from './jobs';
import { refusal } from './refusal';
import { jobOf, sourcesOf } from './transforms';
import { find, permissionsIn, type World } from './world';

export interface TransformPreviewRow {
  id: string;
  projectId: string;
  jobId: string;
  status: 'RUNNING' | 'READY' | 'FAILED';
  reason: string | null;
  createdAt: string;
  more: boolean;
  partial: boolean;
  columns: { name: string; type: string }[];
  rows: (string | null)[][];
}

type Outcome = Partial<TransformPreviewRow>;

const COLUMNS = [
  { name: 'route', type: 'VARCHAR' },
  { name: 'departed_at', type: 'TIMESTAMP' },
  { name: 'stops', type: 'INTEGER' },
  { name: 'rain_mm', type: 'DOUBLE' },
  { name: 'minutes', type: 'DOUBLE' },
  { name: 'note', type: 'VARCHAR' },
];

const NOTES = [
  null,
  '',
  'Diverted over the ring road because the bridge at the second stop was closed',
  'late',
];

/** What the stand-in's engine makes of a statement, which it only skims. */
function outcomeOf(sql: string): Outcome | null {
  if (/\bgenerate_series\b/i.test(sql)) return null; // never ends
  if (/\bFORM\b/.test(sql))
    return { status: 'FAILED', reason: 'Parser Error: syntax error at or near "FORM"' };
  if (/\bcancelled_at\b/.test(sql))
    return {
      status: 'FAILED',
      reason: 'Binder Error: Referenced column "cancelled_at" not found in FROM clause!',
    };
  if (/\bpivot\b/i.test(sql)) {
    const columns = Array.from({ length: 120 }, (_, index) => ({ name: `day_${index + 1}`, type: 'BIGINT' }));
    return { status: 'READY', columns, rows: [columns.map((_, index) => String(index))] };
  }
  if (/\bLIMIT 0\b/.test(sql)) return { status: 'READY', columns: COLUMNS, rows: [] };
  const rows = Array.from({ length: 100 }, (_, index) => [
    `A-${String(index + 1).padStart(3, '0')}`,
    `2026-11-${String((index % 18) + 1).padStart(2, '0')} 17:${String(index % 60).padStart(2, '0')}:00`,
    String(3 + (index % 38)),
    index % 7 === 0 ? null : String((index % 30) / 4),
    (11.5 + index * 1.25).toFixed(2),
    NOTES[index % NOTES.length] ?? null,
  ]);
  return { status: 'READY', columns: COLUMNS, rows, more: true, partial: true };
}

/** Long enough for its start to be answered first. */
const ENDS_AFTER_MS = 30;

export const previewResolvers: Resolvers = {
  TransformPreview: {
    job: ({ jobId, projectId }, _args, world) =>
      permissionsIn(world, projectId).includes('JOB_READ') ? (find(world.jobs, jobId) ?? null) : null,
  },
  Mutation: {
    previewTransform: (_root, { input }, world) => {
      if (!permissionsIn(world, input.projectId).includes('JOB_SUBMIT'))
        throw refusal('FORBIDDEN', 'JOB_SUBMIT is not granted to you');
      sourcesOf(world, input);
      return start(world, input.projectId, input.sql);
    },
  },
};

function start(world: World, projectId: string, sql: string): TransformPreviewRow {
  const nth = world.previews.length + 1;
  const job: JobRow = {
    ...jobOf(world, projectId, `preview-${nth}`),
    name: 'preview',
    status: 'RUNNING',
    startedAt: iso(world.now() - 2 * SECOND),
    endedAt: null,
    exitCode: null,
    euros: null,
  };
  const preview: TransformPreviewRow = {
    id: globalId('TransformPreview', String(nth)),
    projectId,
    jobId: job.id,
    status: 'RUNNING',
    reason: null,
    createdAt: iso(world.now()),
    more: false,
    partial: false,
    columns: [],
    rows: [],
  };
  world.jobs = [job, ...world.jobs];
  world.previews = [preview, ...world.previews];
  const outcome = outcomeOf(sql);
  if (outcome !== null)
    setTimeout(() => {
      Object.assign(preview, outcome);
      Object.assign(job, {
        status: outcome.status === 'FAILED' ? 'FAILED' : 'SUCCEEDED',
        endedAt: iso(world.now() + 400),
        euros: '0.000120',
      });
    }, ENDS_AFTER_MS);
  return preview;
}
