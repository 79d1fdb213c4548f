import { bytes, money, NO_VALUE } from '@/format/number';
import { costAnHour, runProgress } from '@/format/run-progress';
import { duration, durationMs } from '@/format/time';
import { Meter } from '@/parts/Meter';
import { Money } from '@/parts/Money';
import { useNow } from '@/parts/now';
import { progressFigure } from '@/parts/progress-figure';
import type { Figure } from '@/parts/Strip';
import type { JobDetail } from './detail';
import { phasesOf } from './timeline';
import { hasEnded, outcome, words } from './words';

const says = words.figures;

export const FIGURE_LABELS = [says.ran, says.waited, says.cost, says.resources, says.exitCode];

/** How far, at what cost, on what. */
export function useFigures(job: JobDetail): Figure[] {
  const now = useNow();
  const [waited, ran] = phasesOf(job, now);
  const limitMs = job.maxDuration === null ? null : durationMs(job.maxDuration);
  const progress = job.run === null || hasEnded(job.status) ? null : runProgress(job.run, now);
  return [
    ...(progress === null || ran === undefined ? [] : [progressFigure(progress)]),
    {
      label: says.ran,
      value: ran === undefined ? NO_VALUE : duration(ran.ms),
      ...(limitMs !== null && ran?.open === true
        ? {
            meter: (
              <Meter
                used={ran.ms / limitMs}
                label={says.allowed(duration(ran.ms), duration(limitMs))}
                tone={ran.ms > 0.9 * limitMs ? 'warn' : 'accent'}
              />
            ),
          }
        : {}),
      context: [limitMs === null ? says.noLimit : says.limit(duration(limitMs))],
    },
    {
      label: says.waited,
      value: duration(waited?.ms ?? 0),
      context: [waited?.open === true ? says.stillWaits : job.attempt > 1 ? says.beforeFirst : says.toStart],
    },
    {
      label: says.cost,
      value: job.cost === null ? NO_VALUE : <Money amount={job.cost.amount} currency={job.cost.currency} />,
      context: [hasEnded(job.status) ? says.inAll : says.soFar, ...anHour(job, now)],
    },
    {
      label: says.resources,
      value: job.resources.cpus,
      unit: says.cores(job.resources.cpus),
      context: [says.memory(bytes(job.resources.memoryBytes))],
    },
    {
      label: says.exitCode,
      value: job.exitCode ?? NO_VALUE,
      context: [outcome(job) === null ? says.noneYet : job.exitCode === 0 ? says.success : says.explained],
    },
  ];
}

/** Of what has been metered so far, by the time of all attempts; nothing of too short a time. */
function anHour({ cost, attempts, endedAt }: JobDetail, nowMs: number): string[] {
  const soFarMs = endedAt === null ? nowMs : Date.parse(endedAt);
  const ranMs = attempts.reduce(
    (ms, one) =>
      one.startedAt === null ? ms : ms + ranUntil(one.endedAt, soFarMs) - Date.parse(one.startedAt),
    0,
  );
  const hourly = cost === null ? null : costAnHour(cost.amount, ranMs);
  return cost === null || hourly === null ? [] : [says.anHour(money(hourly, cost.currency))];
}

function ranUntil(endedAt: string | null, soFarMs: number): number {
  return endedAt === null ? soFarMs : Date.parse(endedAt);
}
