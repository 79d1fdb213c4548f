import { Link } from 'react-router';
import type { ListedProjectFragment } from '@/api/generated/projects';
import { approximate, compareAmounts, type Amount } from '@/format/amount';
import { bestMetric } from '@/format/best-metric';
import { atLeast, NO_VALUE } from '@/format/number';
import { Money } from '@/parts/Money';
import type { Column } from '@/parts/data-table';
import { Status } from '@/parts/Status';
import { codeColumn, metricColumn, textColumn, whenColumn } from '@/parts/table-columns';
import { paths } from '@/paths';
import styles from './project.module.css';
import { words } from './words';

const says = words.columns;

/** A project with what it has cost this month; null where that may not be known. */
export interface ListedProject extends ListedProjectFragment {
  readonly spent: Amount | null;
  readonly currency: string;
}

/** Columns of what the person may see in every project. */
export function projectColumns(first: ListedProject | undefined): readonly Column<ListedProject>[] {
  return [
    NAME,
    ...(first?.running === undefined ? [] : [RUNNING]),
    ...(first?.finished === undefined ? [] : [BEST]),
    ...(first?.endpoints === undefined ? [] : [LIVE]),
    ...(first === undefined || first.spent === null ? [] : [SPENT]),
    LAST,
    codeColumn('slug', says.slug, ({ slug }) => slug, { optional: true, width: 208 }),
    textColumn('description', says.description, ({ description }) => description, { optional: true }),
    whenColumn('created', says.created, ({ createdAt }) => createdAt, { optional: true, width: 112 }),
  ];
}

const NAME: Column<ListedProject> = {
  id: 'name',
  header: says.name,
  name: true,
  value: ({ name }) => name,
  cell: ({ id, name, slug, description, state }) => (
    <>
      <Link to={paths.project(id)} title={name} className={`cut ${styles.block ?? ''}`}>
        {name}
      </Link>
      <span className={`cut ${styles.under ?? ''}`} title={description ?? undefined}>
        {state === 'REMOVING' ? (
          <Status tone="wait" icon="drain">
            {says.beingRemoved}
          </Status>
        ) : (
          <span className="mono">{slug}</span>
        )}
        {description != null && description !== '' && (
          <>
            {' · '}
            <span>{description}</span>
          </>
        )}
      </span>
    </>
  ),
};

export function runningJobs({ running }: ListedProject): number {
  return running?.edges.length ?? 0;
}

const RUNNING: Column<ListedProject> = {
  id: 'running',
  header: says.running,
  figures: true,
  width: 80,
  value: runningJobs,
  cell: (project) => {
    const jobs = runningJobs(project);
    if (jobs === 0) return NO_VALUE;
    return (
      <Link to={paths.jobs({ project: project.slug })} title={says.runningNow}>
        {atLeast(jobs, project.running?.pageInfo.hasNextPage === true)}
      </Link>
    );
  },
};

function bestOf({ finished }: ListedProject) {
  return bestMetric(finished?.edges.map(({ node }) => node) ?? []);
}

const BEST = metricColumn(says.best, bestOf, ({ key, runName }) => says.bestOf(key, runName), { width: 200 });

/** Those that can answer now, of the newest few. */
export function liveEndpoints({ endpoints }: ListedProject) {
  return endpoints?.edges.map(({ node }) => node).filter(({ scaling }) => scaling.ready > 0) ?? [];
}

/** Whether the project has more endpoints than were looked at. */
export function hasMoreEndpoints({ endpoints }: ListedProject): boolean {
  return endpoints?.pageInfo.hasNextPage === true;
}

const LIVE: Column<ListedProject> = {
  id: 'live',
  header: says.live,
  p2: true,
  width: 160,
  value: (project) => liveEndpoints(project)[0]?.name,
  cell: (project) => {
    const [first, ...others] = liveEndpoints(project);
    const isMore = hasMoreEndpoints(project);
    if (first === undefined)
      return isMore ? says.noneOfNewest(project.endpoints?.edges.length ?? 0) : NO_VALUE;
    return (
      <Link to={paths.endpoint(first.id)} title={first.name} className="cut">
        {first.name}
        {(others.length > 0 || isMore) && says.others(atLeast(others.length, isMore))}
      </Link>
    );
  },
};

const SPENT: Column<ListedProject> = {
  id: 'spent',
  header: says.spent,
  figures: true,
  width: 104,
  value: ({ spent }) => (spent === null ? null : approximate(spent)),
  exported: ({ spent }) => spent,
  compare: (a, b) => compareAmounts(a.spent ?? '0', b.spent ?? '0'),
  cell: ({ spent, currency }) => (spent === null ? NO_VALUE : <Money amount={spent} currency={currency} />),
};

const LAST = whenColumn<ListedProject>(
  'activity',
  says.activity,
  ({ activity, createdAt }) => activity.edges[0]?.node.at ?? createdAt,
  { width: 112 },
);
