import type { ProjectsQuery } from '@/api/generated/projects';
import { atLeast, ofLoaded } from '@/format/number';
import { relative } from '@/format/time';
import { Money } from '@/parts/Money';
import { useNow } from '@/parts/now';
import { Strip, type Figure } from '@/parts/Strip';
import { hasMoreEndpoints, liveEndpoints, runningJobs, type ListedProject } from './project-columns';
import { words } from './words';

const says = words.glance;

interface ProjectListGlanceProps {
  readonly rows: readonly ListedProject[];
  readonly cost: ProjectsQuery['cost'];
  /** Whether these are all projects there are. */
  readonly isAll: boolean;
}

/** What goes on in the projects of the list, as far as the person may see it. */
export function ProjectListGlance({ rows, cost, isAll }: ProjectListGlanceProps) {
  const nowMs = useNow();
  const figures = [
    cost === undefined ? null : spent(cost),
    rows[0]?.running === undefined ? null : running(rows, isAll),
    rows[0]?.endpoints === undefined ? null : live(rows, isAll),
    last(rows, isAll, nowMs),
  ];
  return <Strip figures={figures.filter((figure) => figure !== null)} />;
}

function spent({ total, lines }: NonNullable<ProjectsQuery['cost']>): Figure {
  const projects = new Set(lines.map(({ projectId }) => projectId)).size;
  return {
    label: says.spent,
    value: <Money amount={total.amount} currency={total.currency} />,
    context: [says.byProjects(projects)],
  };
}

function running(rows: readonly ListedProject[], isAll: boolean): Figure {
  const jobs = rows.reduce((sum, row) => sum + runningJobs(row), 0);
  const isMore = !isAll || rows.some((row) => row.running?.pageInfo.hasNextPage === true);
  const projects = rows.filter((row) => runningJobs(row) > 0).length;
  return {
    label: says.running,
    value: atLeast(jobs, isMore),
    unit: says.jobs(jobs),
    context: [jobs === 0 ? ofLoaded(says.noneRunning, rows.length, isAll) : says.inProjects(projects, isAll)],
  };
}

function live(rows: readonly ListedProject[], isAll: boolean): Figure {
  const endpoints = rows.flatMap(liveEndpoints);
  return {
    label: says.live,
    value: atLeast(endpoints.length, !isAll || rows.some(hasMoreEndpoints)),
    context: [says.ofProjects(rows.length, isAll)],
  };
}

function last(rows: readonly ListedProject[], isAll: boolean, nowMs: number): Figure {
  const done = rows
    .flatMap(({ name, activity }) =>
      activity.edges.map(({ node }) => ({ name, at: node.at, by: node.actor.label })),
    )
    .sort((a, b) => b.at.localeCompare(a.at))[0];
  return {
    label: says.activity,
    value: done === undefined ? '–' : relative(done.at, nowMs),
    context: [
      ofLoaded(
        done === undefined ? says.noActivity : says.activityBy(done.by, done.name),
        rows.length,
        isAll,
      ),
    ],
  };
}
