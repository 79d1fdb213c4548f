import { atLeast, count } from '@/format/number';
import { relative } from '@/format/time';
import type { Figure } from '@/parts/Strip';
import type { PlacedAlert } from './use-all-alerts';

export const ALL_LABELS = ['Firing', 'Not acknowledged', 'Pending', 'No data', 'Projects'];

/**
 * What fires in how many projects, and whether somebody has it.
 *
 * @param more whether more goes on than is here
 */
export function allFigures(open: readonly PlacedAlert[], more: boolean, nowMs: number): Figure[] {
  const of = (status: PlacedAlert['status']) => open.filter((alert) => alert.status === status);
  const firing = of('FIRING');
  const unheld = firing.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  const critical = unheld.filter(({ rule }) => rule.severity === 'CRITICAL').length;
  const oldest = unheld.map(({ since }) => since).sort()[0];
  const projects = new Set(firing.map(({ rule }) => rule.project?.id));
  return [
    {
      label: 'Firing',
      value: atLeast(firing.length, more),
      context: [firing.length === 0 ? 'nothing is wrong' : 'of all projects that you may see'],
    },
    {
      label: 'Not acknowledged',
      value: atLeast(unheld.length, more),
      context: [
        oldest === undefined
          ? firing.length === 0
            ? 'nothing fires'
            : 'somebody has each in hand'
          : `${count(critical)} critical, oldest ${relative(oldest, nowMs)}`,
      ],
    },
    {
      label: 'Pending',
      value: atLeast(of('PENDING').length, more),
      context: [
        of('PENDING').length === 0 ? 'nothing is about to fire' : 'over the limit, not for long enough',
      ],
    },
    { label: 'No data', value: atLeast(of('NO_DATA').length, more), context: ['neither good nor bad'] },
    {
      label: 'Projects',
      value: count(projects.size),
      context: [projects.size === 1 ? 'has something that fires' : 'have something that fires'],
    },
  ];
}
