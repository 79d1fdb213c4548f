import { duration, durationMs } from '@/format/time';
import { words } from './words';

const says = words.happenings;

export interface Timed {
  readonly submittedAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export interface Phase {
  readonly name: 'Waited' | 'Ran';
  readonly ms: number;
  /** It is still so. */
  readonly open: boolean;
}

/** How long it waited and how long it ran, up to now where it still does. */
export function phasesOf({ submittedAt, startedAt, endedAt }: Timed, nowMs: number): Phase[] {
  const submitted = Date.parse(submittedAt);
  const started = startedAt === null ? null : Date.parse(startedAt);
  const ended = endedAt === null ? null : Date.parse(endedAt);
  const waitedUntil = started ?? ended ?? nowMs;
  const waited: Phase = {
    name: 'Waited',
    ms: Math.max(0, waitedUntil - submitted),
    open: started === null && ended === null,
  };
  if (started === null) return [waited];
  return [waited, { name: 'Ran', ms: Math.max(0, (ended ?? nowMs) - started), open: ended === null }];
}

interface Limited extends Timed {
  readonly maxDuration: string | null;
}

/** A part of the axis of time, in shares of all of it. */
export interface Piece {
  readonly name: Phase['name'] | 'Expected';
  readonly from: number;
  readonly size: number;
}

export interface Axis {
  readonly pieces: readonly Piece[];
  readonly fromMs: number;
  readonly toMs: number;
  /** When it ends at its pace, or at latest; null of what has ended, not begun, or may go on for ever. */
  readonly end: { readonly ms: number; readonly isForecast: boolean } | null;
}

/** How a job waited and ran, and how long it is still expected to, on one axis from its submission on. */
export function axisOf(job: Limited, nowMs: number, endsAtMs: number | null): Axis {
  const phases = phasesOf(job, nowMs);
  const fromMs = Date.parse(job.submittedAt);
  const goneMs = phases.reduce((all, { ms }) => all + ms, 0);
  const end = expectedEnd(job, endsAtMs);
  const ahead = end === null ? 0 : Math.max(0, end.ms - fromMs - goneMs);
  const whole = Math.max(1, goneMs + ahead);
  let from = 0;
  const pieces = [...phases, { name: 'Expected' as const, ms: ahead }]
    .filter(({ ms }) => ms > 0)
    .map(({ name, ms }) => {
      const piece = { name, from, size: ms / whole };
      from += piece.size;
      return piece;
    });
  return { pieces, fromMs, toMs: fromMs + whole, end };
}

/** At its pace where that is known, and else what its time limit allows: the earlier of both. */
function expectedEnd({ startedAt, endedAt, maxDuration }: Limited, endsAtMs: number | null): Axis['end'] {
  if (startedAt === null || endedAt !== null) return null;
  const limit = maxDuration === null ? null : durationMs(maxDuration);
  const latest = limit === null ? null : Date.parse(startedAt) + limit;
  if (endsAtMs !== null && (latest === null || endsAtMs < latest)) return { ms: endsAtMs, isForecast: true };
  return latest === null ? null : { ms: latest, isForecast: false };
}

/** `4 m 05 s`, or `–` for one that never ran. */
export function ranFor(timed: Timed, nowMs: number): string {
  const ran = phasesOf(timed, nowMs).find(({ name }) => name === 'Ran');
  return ran === undefined ? '–' : duration(ran.ms);
}

export interface Attempted {
  readonly number: number;
  readonly provider: string;
  readonly status: string;
  readonly reason: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export interface Happening {
  readonly key: string;
  readonly what: string;
  /** Null: not yet, or nobody wrote it down. */
  readonly at: string | null;
  readonly why: string | null;
  readonly tone: 'done' | 'bad' | 'now';
}

export interface Placed extends Happening {
  /** Since the one before it that has a time, in milliseconds; null of the first. */
  readonly afterMs: number | null;
  /** It was on another day, in UTC, than the one before it: its clock time alone would mislead. */
  readonly isNewDay: boolean;
}

interface Told extends Timed {
  readonly status: string;
  readonly submittedBy: string;
  readonly waitsFor: string | null;
  readonly reason: string | null;
  readonly attempts: readonly Attempted[];
}

/** The same with how long after each other they were. */
export function placed(happened: readonly Happening[]): Placed[] {
  let last: string | null = null;
  return happened.map((happening) => {
    const before = last;
    last = happening.at ?? last;
    const { at } = happening;
    return {
      ...happening,
      afterMs: at === null || before === null ? null : Math.max(0, Date.parse(at) - Date.parse(before)),
      isNewDay: at !== null && at.slice(0, 10) !== before?.slice(0, 10),
    };
  });
}

/** What happened to a job, the first first; what it waits for stands last. */
export function happenings(job: Told): Happening[] {
  const told: Happening[] = [
    {
      key: 'submitted',
      what: says.submitted,
      at: job.submittedAt,
      why: says.by(job.submittedBy),
      tone: 'done',
    },
  ];
  for (const attempt of [...job.attempts].sort((a, b) => a.number - b.number)) {
    told.push(...ofAttempt(attempt, job.attempts.length > 1));
  }
  if (job.endedAt !== null) {
    const isBad = job.status === 'FAILED' || job.status === 'TIMED_OUT';
    told.push({
      key: 'ended',
      what: ENDS[job.status] ?? says.ended,
      at: job.endedAt,
      why: job.reason,
      tone: isBad ? 'bad' : 'done',
    });
  } else if (job.waitsFor !== null) {
    told.push({ key: 'waits', what: says.waits, at: null, why: job.waitsFor, tone: 'now' });
  }
  return told;
}

const ENDS: Readonly<Record<string, string>> = {
  SUCCEEDED: says.succeeded,
  FAILED: says.failed,
  CANCELLED: says.cancelled,
  TIMED_OUT: says.timedOut,
};

function ofAttempt(attempt: Attempted, numbered: boolean): Happening[] {
  const { number, provider, status, reason, startedAt, endedAt } = attempt;
  const name = numbered ? says.attempt(number) : says.lease;
  const isLost = status === 'LOST';
  const begun: Happening = {
    key: `attempt-${number}`,
    what: startedAt === null ? says.asked(name) : says.started(name),
    at: startedAt,
    why: says.on(provider),
    tone: startedAt === null ? 'now' : 'done',
  };
  if (endedAt === null && !isLost) return [begun];
  const over: Happening = {
    key: `attempt-${number}-over`,
    what: isLost ? says.lost(name) : numbered ? says.releasedOf(name) : says.released,
    at: endedAt,
    why: reason,
    tone: isLost ? 'bad' : 'done',
  };
  return [begun, over];
}
