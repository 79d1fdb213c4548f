import { bytes, NO_VALUE } from '@/format/number';
import { duration, durationMs } from '@/format/time';
import { Meter } from '@/parts/Meter';
import { Money } from '@/parts/Money';
import { useNow } from '@/parts/now';
import type { Figure } from '@/parts/Strip';
import type { JobDetail } from './detail';
import { phasesOf } from './timeline';
import { hasEnded, outcome } from './words';

export const FIGURE_LABELS = ['Ran', 'Waited', 'Cost', 'Resources', 'Exit code'];

/** How far, at what cost, on what. */
export function useFigures(job: JobDetail): Figure[] {
  const now = useNow();
  const [waited, ran] = phasesOf(job, now);
  const limitMs = job.maxDuration === null ? null : durationMs(job.maxDuration);
  return [
    {
      label: 'Ran',
      value: ran === undefined ? NO_VALUE : duration(ran.ms),
      ...(limitMs !== null && ran?.open === true
        ? {
            meter: (
              <Meter
                used={ran.ms / limitMs}
                label={`${duration(ran.ms)} of ${duration(limitMs)} allowed`}
                tone={ran.ms > 0.9 * limitMs ? 'warn' : 'accent'}
              />
            ),
          }
        : {}),
      context: [limitMs === null ? 'no time limit' : `time limit ${duration(limitMs)}`],
    },
    {
      label: 'Waited',
      value: duration(waited?.ms ?? 0),
      context: [
        waited?.open === true ? 'and still waits' : job.attempt > 1 ? 'before its first attempt' : 'to start',
      ],
    },
    {
      label: 'Cost',
      value: job.cost === null ? NO_VALUE : <Money amount={job.cost.amount} currency={job.cost.currency} />,
      context: [hasEnded(job.status) ? 'all in all' : 'so far'],
    },
    {
      label: 'Resources',
      value: job.resources.cpus,
      unit: job.resources.cpus === 1 ? 'core' : 'cores',
      context: [`${bytes(job.resources.memoryBytes)} memory`],
    },
    {
      label: 'Exit code',
      value: job.exitCode ?? NO_VALUE,
      context: [
        outcome(job) === null ? 'none until it ends' : job.exitCode === 0 ? 'success' : 'explained above',
      ],
    },
  ];
}
