import type { EvidenceRowFragment, RolloutRowFragment } from '@/api/generated/endpoints';
import { durationMs } from '@/format/time';
import { words } from './words';

const says = words.rollout;

export type Step = RolloutRowFragment['steps'][number];

/** Requests of both revisions, and whose fault what failed was. */
export interface Counts {
  readonly candidate: Answers;
  readonly baseline: Answers;
}

export interface Answers {
  readonly requests: number;
  /** By a replica or the platform; of each sticky key one alone counts. */
  readonly judged: number;
  /** Refused as the caller's fault; of each sticky key one alone counts. */
  readonly caller: number;
  /** What is left: answered, given up by its caller, or failed once more for a sticky key that counts already. */
  readonly other: number;
}

export function isUnderWay({ status }: Pick<RolloutRowFragment, 'status'>): boolean {
  return status === 'PENDING' || status === 'STEPPING' || status === 'PAUSED';
}

/** The step that it is in; null before the first one. */
export function currentStep({ steps, step }: Pick<RolloutRowFragment, 'steps' | 'step'>): Step | null {
  return steps.find(({ number }) => number === step) ?? null;
}

export function countsOf(steps: readonly Step[]): Counts {
  const sum = (of: (step: Step) => number) => steps.reduce((total, step) => total + of(step), 0);
  return {
    candidate: answers(
      sum((step) => step.candidateRequests),
      sum((step) => step.candidateErrors),
      sum((step) => step.candidateCallerErrors),
    ),
    baseline: answers(
      sum((step) => step.baselineRequests),
      sum((step) => step.baselineErrors),
      sum((step) => step.baselineCallerErrors),
    ),
  };
}

function answers(requests: number, judged: number, caller: number): Answers {
  return { requests, judged, caller, other: Math.max(0, requests - judged - caller) };
}

/** How many of the judged errors would be the candidate's if it failed as often as the baseline: by the weight of each step. */
export function expectedErrors(steps: readonly Step[]): number {
  return steps.reduce(
    (total, { candidateErrors, baselineErrors, weight }) =>
      total + ((candidateErrors + baselineErrors) * weight) / 100,
    0,
  );
}

/** The share of requests that failed by a replica or the platform; null without requests. */
export function errorShare({ requests, judged }: Answers): number | null {
  return requests === 0 ? null : judged / requests;
}

/** What the evidence says, and what it must reach. */
export interface Finding {
  readonly log: number;
  readonly limit: number;
  readonly refuses: boolean;
}

/** That of the two which is nearer to its limit: that it fails, or that it refuses what callers ask. */
export function nearest(
  { logLimit, logCallerLimit }: Pick<RolloutRowFragment, 'logLimit' | 'logCallerLimit'>,
  evidence: Pick<EvidenceRowFragment, 'logEvidence' | 'logCallerEvidence'> | undefined,
): Finding {
  const { logEvidence: fails, logCallerEvidence: refuses } = evidence ?? {
    logEvidence: 0,
    logCallerEvidence: 0,
  };
  return evidence !== undefined && refuses - logCallerLimit > fails - logLimit
    ? { log: refuses, limit: logCallerLimit, refuses: true }
    : { log: fails, limit: logLimit, refuses: false };
}

/** Greater than any power that a chart could show; a number all the same. */
const MOST = 690;

/** The evidence itself: 1 speaks for nothing, the limit rolls back. */
export function evidenceOf(logEvidence: number): number {
  return Math.exp(Math.min(MOST, logEvidence));
}

const FIGURES = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `0.45`, `250`, `1,200`, `2.3 × 10⁸`. */
export function evidenceText(value: number): string {
  const power = Math.floor(Math.log10(value) + 1e-9);
  if (value > 0 && (power >= 6 || power < -4)) {
    const digits = FIGURES.format(Number((value / 10 ** power).toPrecision(2)));
    const raised = Array.from(String(Math.abs(power)), (digit) => RAISED[Number(digit)] ?? '').join('');
    return `${digits === '1' ? '' : `${digits} × `}10${power < 0 ? '⁻' : ''}${raised}`;
  }
  return FIGURES.format(value);
}

/** `1 %`, `0.4 %`: the greatest probability of a mistake. */
export function alphaText(alpha: number): string {
  return `${FIGURES.format(alpha * 100)}\u00a0%`;
}

/** The curve, oldest first: what was found holds until the next finding, and the last one until `endMs`. */
export function curveOf(
  evidence: readonly { readonly at: string; readonly log: number }[],
  endMs: number,
): { readonly x: number; readonly y: number }[] {
  const points: { readonly x: number; readonly y: number }[] = [];
  const ordered = [...evidence].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  for (const { at, log } of ordered) {
    const x = Date.parse(at) / 1_000;
    const before = points.at(-1);
    // The step up, as steep as one can see.
    if (before !== undefined && x - before.x > 0.002) points.push({ x: x - 0.001, y: before.y });
    points.push({ x, y: evidenceOf(log) });
  }
  const last = points.at(-1);
  if (last !== undefined && endMs / 1_000 > last.x) points.push({ x: endMs / 1_000, y: last.y });
  return points;
}

/** When the candidate has everything at the earliest, in milliseconds since 1970; null once it is over. */
export function earliestEnd(
  rollout: Pick<RolloutRowFragment, 'status' | 'steps' | 'step' | 'stepSince'>,
  nowMs: number,
): number | null {
  if (!isUnderWay(rollout)) return null;
  const end = endOfHold(rollout);
  const later = rollout.steps.filter(({ number }) => number > rollout.step);
  const rest = later.reduce((total, { hold }) => total + (durationMs(hold) ?? 0), 0);
  return Math.max(nowMs, end ?? nowMs) + rest;
}

/** When the time of the step is over; null before the first one. */
export function endOfHold(rollout: Pick<RolloutRowFragment, 'steps' | 'step' | 'stepSince'>): number | null {
  const step = currentStep(rollout);
  if (step === null || rollout.stepSince === null) return null;
  return Date.parse(rollout.stepSince) + (durationMs(step.hold) ?? 0);
}

/** How much of the step's time is over, 0 to 1. */
export function holdShare(
  rollout: Pick<RolloutRowFragment, 'status' | 'steps' | 'step' | 'stepSince'>,
  nowMs: number,
): number {
  const step = currentStep(rollout);
  const hold = step === null ? 0 : (durationMs(step.hold) ?? 0);
  if (rollout.stepSince === null || hold === 0) return 0;
  return Math.min(1, Math.max(0, (nowMs - Date.parse(rollout.stepSince)) / hold));
}

/** `18:25 UTC`, and with its day where that is another one. */
export function clockOf(ms: number, nowMs: number): string {
  const at = new Date(ms).toISOString();
  const isToday = at.slice(0, 10) === new Date(nowMs).toISOString().slice(0, 10);
  return says.utc(isToday ? '' : `${at.slice(0, 10)} `, at.slice(11, 16));
}
