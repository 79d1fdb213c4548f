import { goesOn, TRIGGERS, type RunRow } from '@/features/models/retraining/retraining';

/** What came of a trigger; the last is an instant of the schedule that is still ahead. */
export const OUTCOMES = ['trained', 'waits', 'goesOn', 'stopped', 'toCome'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface TriggerMark {
  readonly key: string;
  /** A share of the time that is shown. */
  readonly at: number;
  readonly atMs: number;
  readonly outcome: Outcome;
}

export interface Lane {
  readonly trigger: RunRow['trigger'];
  readonly marks: readonly TriggerMark[];
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  readonly fromMs: number;
  readonly toMs: number;
  /** Where now is, as a share of that time. */
  readonly now: number;
  /** How much of it a cooldown still takes; null where there is none. */
  readonly cooldown: number | null;
}

const KINDS = Object.keys(TRIGGERS) as readonly RunRow['trigger'][];

type Triggered = Pick<RunRow, 'id' | 'trigger' | 'status' | 'createdAt'> & {
  readonly comparison: object | null;
};

interface Ahead {
  readonly next: readonly string[];
  readonly active: boolean;
  readonly cooldownUntil: string | null;
}

/** Each run where it was triggered, a lane for each kind of trigger; null where nothing was. */
export function lanesOf(runs: readonly Triggered[], policy: Ahead, nowMs: number): Lanes | null {
  if (runs.length === 0) return null;
  const ahead = policy.active ? policy.next.map((instant) => Date.parse(instant)) : [];
  const cooldownMs = policy.cooldownUntil === null ? nowMs : Date.parse(policy.cooldownUntil);
  const starts = runs.map(({ createdAt }) => Date.parse(createdAt));
  const fromMs = Math.min(...starts, nowMs);
  const toMs = Math.max(...starts, ...ahead, cooldownMs, nowMs);
  const at = (ms: number) => (toMs === fromMs ? 0 : (ms - fromMs) / (toMs - fromMs));
  const marks = [
    ...runs.map((run) => ({
      trigger: run.trigger,
      key: run.id,
      atMs: Date.parse(run.createdAt),
      outcome: outcomeOf(run),
    })),
    ...ahead.map((atMs) => ({
      trigger: 'SCHEDULE' as const,
      key: String(atMs),
      atMs,
      outcome: 'toCome' as const,
    })),
  ];
  return {
    lanes: KINDS.map((trigger) => ({
      trigger,
      marks: marks
        .filter((mark) => mark.trigger === trigger)
        .map(({ key, atMs, outcome }) => ({ key, atMs, outcome, at: at(atMs) })),
    })),
    fromMs,
    toMs,
    now: at(nowMs),
    cooldown: cooldownMs > nowMs ? at(cooldownMs) - at(nowMs) : null,
  };
}

/** A run that compared two has trained one. */
function outcomeOf(run: Triggered): Outcome {
  if (run.status === 'AWAITING_APPROVAL') return 'waits';
  if (run.comparison !== null) return 'trained';
  return goesOn(run) ? 'goesOn' : 'stopped';
}
