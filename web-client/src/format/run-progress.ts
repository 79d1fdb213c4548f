import Big from 'big.js';
import type { Amount } from './amount';
import { HOUR_MS, SECOND_MS } from './units';

/** The tag by which a run says how many steps it means to make. */
export const TOTAL_STEPS_TAG = 'keelson.total_steps';

/** What would end later is a mistyped tag, or no end that anybody waits for. */
const LONGEST_MS = 365 * 24 * HOUR_MS;
const WHOLE_NUMBER = /^\d{1,15}$/;

interface Measured {
  readonly step: number;
  readonly at: string;
}

export interface Progressing {
  readonly startedAt?: string | null | undefined;
  readonly endedAt?: string | null | undefined;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly metrics: readonly Measured[];
}

export interface RunProgress {
  readonly step: number;
  readonly of: number;
  /** 0 to 1, also of a run that goes on past what it meant to make. */
  readonly share: number;
  /** From its start to its latest measurement; null before that. */
  readonly stepsPerSecond: number | null;
  /** At that pace; null where that is not known, has passed, or the run has ended. */
  readonly endsAtMs: number | null;
}

/** How far a run is that says how many steps it means to make; null for one that does not. */
export function runProgress(run: Progressing, nowMs: number): RunProgress | null {
  const of = totalSteps(run);
  if (of === null) return null;
  const latest = run.metrics.reduce<Measured | null>(
    (found, one) => (found === null || one.step > found.step ? one : found),
    null,
  );
  const step = Math.max(0, latest?.step ?? 0);
  const ms = latest === null || run.startedAt == null ? 0 : Date.parse(latest.at) - Date.parse(run.startedAt);
  const perMs = step > 0 && ms > 0 ? step / ms : null;
  const end = perMs === null || latest === null ? null : Date.parse(latest.at) + (of - step) / perMs;
  const isAhead = end !== null && end > nowMs && end - nowMs < LONGEST_MS && step < of && run.endedAt == null;
  return {
    step,
    of,
    share: Math.min(1, step / of),
    stepsPerSecond: perMs === null ? null : perMs * SECOND_MS,
    endsAtMs: isAhead ? end : null,
  };
}

function totalSteps({ tags }: Progressing): number | null {
  const text = tags.find(({ key }) => key === TOTAL_STEPS_TAG)?.value.trim() ?? '';
  return WHOLE_NUMBER.test(text) && Number(text) > 0 ? Number(text) : null;
}

/** What it will have cost by then where each hour costs as much as those so far; null where there is nothing to go by. */
export function costAt(endMs: number | null, soFar: Amount, startedAt: string, nowMs: number): Amount | null {
  const ranMs = nowMs - Date.parse(startedAt);
  if (endMs === null || ranMs <= 0 || new Big(soFar).lte(0)) return null;
  return new Big(soFar)
    .times(endMs - Date.parse(startedAt))
    .div(ranMs)
    .toFixed(9);
}

/** Least that a job has to have run for its cost an hour to be told. */
const LEAST_MS = 60 * SECOND_MS;

/** What an hour has cost on average; null of what ran for less than a minute, or cost nothing. */
export function costAnHour(soFar: Amount, ranMs: number): Amount | null {
  if (ranMs < LEAST_MS || new Big(soFar).lte(0)) return null;
  return new Big(soFar).times(HOUR_MS).div(Math.round(ranMs)).toFixed(9);
}

/** In whole percents, rounded down: what has not ended is not told as 100 %. */
export function shownShare(share: number): number {
  return Math.floor(share * 100 + 1e-9) / 100;
}
