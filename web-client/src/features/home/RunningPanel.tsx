import { Link } from 'react-router';
import type { HomeJobFragment } from '@/api/generated/home';
import { approximate } from '@/format/amount';
import { bytes, NO_VALUE } from '@/format/number';
import { clock, shortDay } from '@/format/period';
import { durationMs } from '@/format/time';
import { DataTable, type Column } from '@/parts/data-table';
import { Money } from '@/parts/Money';
import { Panel } from '@/parts/Panel';
import { State } from '@/parts/State';
import { Empty } from '@/parts/states';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import styles from './home.module.css';
import { words } from './words';

const says = words.running;

const COLUMNS: readonly Column<HomeJobFragment>[] = [
  {
    id: 'job',
    header: says.job,
    name: true,
    value: ({ name }) => name,
    cell: ({ id, name, project, status }) => (
      <>
        <Link to={paths.job(id)} title={name} className={`cut ${styles.name ?? ''}`}>
          {name}
        </Link>
        <span className={`cut ${styles.under ?? ''}`}>
          {project?.name}
          <span className="only-narrow">
            {project !== undefined && ' · '}
            {status.toLowerCase()}
          </span>
        </span>
      </>
    ),
  },
  {
    id: 'state',
    header: says.state,
    p2: true,
    width: 104,
    value: ({ status }) => status,
    cell: ({ status }) => <State name={status} />,
  },
  {
    id: 'since',
    header: says.since,
    p2: true,
    width: 148,
    value: ({ startedAt }) => startedAt,
    cell: ({ startedAt, waitsFor }) =>
      startedAt == null ? (
        <span className={styles.why} title={waitsFor ?? undefined}>
          {waitsFor ?? says.notStarted}
        </span>
      ) : (
        <When at={startedAt} />
      ),
  },
  {
    id: 'resources',
    header: says.cpus,
    figures: true,
    p2: true,
    width: 108,
    value: ({ resources }) => resources.cpus,
    cell: ({ resources }) => `${resources.cpus} · ${bytes(resources.memoryBytes)}`,
  },
  {
    id: 'cost',
    header: says.cost,
    figures: true,
    width: 96,
    value: ({ cost }) => (cost == null ? null : approximate(cost.amount)),
    cell: ({ cost }) => (cost == null ? NO_VALUE : <Money amount={cost.amount} currency={cost.currency} />),
  },
  {
    id: 'ends',
    header: says.ends,
    figures: true,
    p2: true,
    width: 104,
    value: latestEnd,
    cell: (job) => {
      const end = latestEnd(job);
      return end === null ? NO_VALUE : shortMoment(end);
    },
  },
];

/** What the time limit allows; jobs may end sooner. */
function latestEnd({ startedAt, maxDuration }: HomeJobFragment): number | null {
  if (startedAt == null || maxDuration == null) return null;
  const limit = durationMs(maxDuration);
  return limit === null ? null : Date.parse(startedAt) + limit;
}

function shortMoment(ms: number): string {
  return Math.abs(ms - Date.now()) < 86_400_000
    ? clock(ms)
    : shortDay(new Date(ms).toISOString().slice(0, 10));
}

/** Jobs that run or wait, newest first; undefined while they are on their way. */
export function RunningPanel({ jobs }: { readonly jobs: readonly HomeJobFragment[] | undefined }) {
  return (
    <Panel
      title={says.title}
      end={
        <Link to={paths.jobs()} data-link>
          {says.all}
        </Link>
      }
    >
      <DataTable
        label={says.label}
        noun={says.noun}
        columns={COLUMNS}
        rows={jobs}
        rowId={({ id }) => id}
        rowPath={({ id }) => paths.job(id)}
        prefix="jobs-"
        tools={null}
        height="tall"
        skeletonRows={4}
        empty={
          <Empty title={says.none}>
            <p>{says.noneText}</p>
          </Empty>
        }
      />
    </Panel>
  );
}
