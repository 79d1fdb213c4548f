import type { RunDetailFragment } from '@/api/generated/runs';
import { rate, wholeMoney, NO_VALUE } from '@/format/number';
import { moment } from '@/format/period';
import { costAt, runProgress, type RunProgress } from '@/format/run-progress';
import { duration, durationMs } from '@/format/time';
import { progressFigure } from '@/parts/progress-figure';
import type { Figure } from '@/parts/Strip';
import { When } from '@/parts/When';
import { words as runWords } from '@/features/runs/words';
import { words } from './words';

const says = words.progress;

export interface LatestValue {
  readonly value: number;
  readonly step: number;
  readonly at: string;
}

/** What arrived since the run was loaded, by metric. */
export type Latest = ReadonlyMap<string, LatestValue>;

/** How far it is with what arrived since; null where it does not say how many steps it means to make. */
export function progressNow(run: RunDetailFragment, latest: Latest, nowMs: number): RunProgress | null {
  return runProgress({ ...run, metrics: [...run.metrics, ...latest.values()] }, nowMs);
}

export function howFar({ job, startedAt }: RunDetailFragment, progress: RunProgress): Figure {
  const reason = job?.waitsFor ?? job?.reason;
  return progressFigure(progress, [
    reason ??
      (startedAt !== null && (
        <span key="started">
          {runWords.run.started} <When at={startedAt} />
        </span>
      )),
  ]);
}

/** By the clock, at the pace so far, and whether its job may run until then. */
export function endFigure(run: RunDetailFragment, progress: RunProgress, nowMs: number): Figure {
  const { endsAtMs, stepsPerSecond } = progress;
  const pace = stepsPerSecond === null ? null : rate(stepsPerSecond);
  if (endsAtMs === null) {
    const why = pace === null ? [says.noPace] : [says.pace(pace), ...(progress.share < 1 ? [says.late] : [])];
    return { label: says.ends, value: NO_VALUE, context: why };
  }
  const limit = limitOf(run);
  return {
    label: says.ends,
    value: says.utc(moment(endsAtMs, nowMs)),
    context: [
      says.inAt(duration(endsAtMs - nowMs), pace ?? NO_VALUE),
      ...(limit !== null && limit < endsAtMs ? [says.limit(says.utc(moment(limit, nowMs)))] : []),
    ],
  };
}

function limitOf({ job }: RunDetailFragment): number | null {
  if (job?.startedAt == null || job.maxDuration === null) return null;
  const limit = durationMs(job.maxDuration);
  return limit === null ? null : Date.parse(job.startedAt) + limit;
}

/** What it will have cost at its end, rounded; null where nobody can say. */
export function costAtEnd({ cost, startedAt }: RunDetailFragment, endsAtMs: number | null, nowMs: number) {
  if (cost === null || startedAt === null) return null;
  const amount = costAt(endsAtMs, cost.amount, startedAt, nowMs);
  return amount === null ? null : wholeMoney(amount, cost.currency);
}

export function forecastOf(run: RunDetailFragment, endsAtMs: number | null, nowMs: number): string | null {
  const amount = costAtEnd(run, endsAtMs, nowMs);
  return amount === null ? null : says.forecast(amount);
}
