import { durationMs } from '@/format/time';
import { MINUTE_MS } from '@/format/units';
import type { Attempted, Timed } from './timeline';

export interface Block {
  readonly kind: 'waited' | 'ran' | 'lost' | 'may';
  readonly fromMs: number;
  /** Where it is drawn to. */
  readonly toMs: number;
  /** Where it ends, which may be past the end of the axis. */
  readonly untilMs: number;
  /** It goes on: until now, or past the end of the axis. */
  readonly open: boolean;
}

export interface Lane {
  /** Null: the job itself. */
  readonly attempt: number | null;
  readonly provider: string | null;
  readonly blocks: readonly Block[];
}

export interface Lanes {
  readonly fromMs: number;
  readonly toMs: number;
  readonly lanes: readonly Lane[];
  /** Full hours or minutes, eight at most. */
  readonly ticksMs: readonly number[];
}

interface Told extends Timed {
  readonly maxDuration: string | null;
  readonly attempts: readonly Attempted[];
}

/** How much of the axis what has not been yet may take, so that a limit of a day does not hide a run of minutes. */
const AHEAD = 0.4;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080].map(
  (step) => step * MINUTE_MS,
);
const MOST_TICKS = 7;

/** One axis for all that became of a job: the job in the first lane, and below it each attempt if there were several. */
export function lanesOf(job: Told, nowMs: number): Lanes {
  const fromMs = Date.parse(job.submittedAt);
  const overMs = job.endedAt === null ? null : Date.parse(job.endedAt);
  const soFarMs = Math.max(overMs ?? nowMs, fromMs + 1);
  const attempts = [...job.attempts].sort((a, b) => a.number - b.number);
  const ran = attempts.flatMap((attempt) => ranOf(attempt, soFarMs, overMs !== null));
  const state = whole(fromMs, soFarMs, overMs !== null, ran);
  const may = mayRun(job, ran.at(-1), fromMs, soFarMs);
  const toMs = may === null ? soFarMs : may.toMs;
  return {
    fromMs,
    toMs,
    lanes: [
      { attempt: null, provider: null, blocks: may === null ? state : [...state, may] },
      ...(attempts.length < 2
        ? []
        : attempts.map((attempt) => ({
            attempt: attempt.number,
            provider: attempt.provider,
            blocks: ranOf(attempt, soFarMs, overMs !== null),
          }))),
    ],
    ticksMs: ticks(fromMs, toMs),
  };
}

function ranOf({ status, startedAt, endedAt }: Attempted, soFarMs: number, isOver: boolean): Block[] {
  if (startedAt === null) return [];
  const fromMs = Date.parse(startedAt);
  const toMs = Math.max(fromMs, endedAt === null ? soFarMs : Date.parse(endedAt));
  const kind = status === 'LOST' ? 'lost' : 'ran';
  return [{ kind, fromMs, toMs, untilMs: toMs, open: endedAt === null && !isOver && kind === 'ran' }];
}

/** The job's own lane: it waits wherever no attempt runs. */
function whole(fromMs: number, soFarMs: number, isOver: boolean, ran: readonly Block[]): Block[] {
  const blocks: Block[] = [];
  let atMs = fromMs;
  for (const block of ran) {
    if (block.fromMs > atMs) blocks.push(waited(atMs, block.fromMs, false));
    blocks.push(block);
    atMs = Math.max(atMs, block.toMs);
  }
  const last = ran.at(-1);
  const goesOn = !isOver && last?.open !== true;
  if (atMs < soFarMs && (ran.length === 0 || goesOn)) blocks.push(waited(atMs, soFarMs, !isOver));
  return blocks;
}

function waited(fromMs: number, toMs: number, open: boolean): Block {
  return { kind: 'waited', fromMs, toMs, untilMs: toMs, open };
}

function mayRun(job: Told, last: Block | undefined, fromMs: number, soFarMs: number): Block | null {
  const limitMs = job.maxDuration === null ? null : durationMs(job.maxDuration);
  if (limitMs === null || last?.open !== true) return null;
  const untilMs = last.fromMs + limitMs;
  if (untilMs <= soFarMs) return null;
  const shownMs = soFarMs + (soFarMs - fromMs) * AHEAD;
  return { kind: 'may', fromMs: soFarMs, toMs: Math.min(untilMs, shownMs), untilMs, open: untilMs > shownMs };
}

function ticks(fromMs: number, toMs: number): number[] {
  const step = STEPS.find((each) => (toMs - fromMs) / each <= MOST_TICKS) ?? toMs - fromMs;
  const found: number[] = [];
  for (let at = Math.ceil(fromMs / step) * step; at <= toMs; at += step) found.push(at);
  return found;
}
