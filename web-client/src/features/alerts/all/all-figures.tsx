import { atLeast, ofLoaded } from '@/format/number';
import { relative } from '@/format/time';
import type { Figure } from '@/parts/Strip';
import type { PlacedAlert } from './use-all-alerts';
import { words } from './words';

const says = words.allFigures;

export const ALL_LABELS = ['Firing', says.notAcknowledged, 'Pending', says.noData, 'Projects'];

/**
 * What fires in how many projects, and whether somebody has it.
 *
 * @param more whether more goes on than is here
 */
export function allFigures(open: readonly PlacedAlert[], more: boolean, nowMs: number): Figure[] {
  const of = (status: PlacedAlert['status']) => open.filter((alert) => alert.status === status);
  const said = (text: string) => ofLoaded(text, open.length, !more);
  const firing = of('FIRING');
  const unheld = firing.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  const critical = unheld.filter(({ rule }) => rule.severity === 'CRITICAL').length;
  const oldest = unheld.map(({ since }) => since).sort()[0];
  const projects = new Set(firing.map(({ rule }) => rule.project?.id));
  return [
    {
      label: 'Firing',
      value: atLeast(firing.length, more),
      context: [firing.length === 0 ? said(says.nothingIsWrong) : says.allProjects],
    },
    {
      label: says.notAcknowledged,
      value: atLeast(unheld.length, more),
      context: [
        oldest === undefined
          ? firing.length === 0
            ? said(says.nothingFires)
            : said(says.somebodyHasEach)
          : said(says.criticalOldest(critical, relative(oldest, nowMs))),
      ],
    },
    {
      label: 'Pending',
      value: atLeast(of('PENDING').length, more),
      context: [of('PENDING').length === 0 ? said(says.nothingIsAbout) : says.overTheLimitNot],
    },
    { label: says.noData, value: atLeast(of('NO_DATA').length, more), context: [says.neitherGoodNorBad] },
    {
      label: 'Projects',
      value: atLeast(projects.size, more),
      context: [projects.size === 1 && !more ? says.hasSomethingThatFires : says.haveSomethingThatFires],
    },
  ];
}
