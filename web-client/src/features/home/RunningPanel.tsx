import { Link } from 'react-router';
import type { HomeJobFragment } from '@/api/generated/home';
import { approximate } from '@/format/amount';
import { bytes, count, metric, NO_VALUE, percent } from '@/format/number';
import { moment } from '@/format/period';
import { runProgress, shownShare, type RunProgress } from '@/format/run-progress';
import { durationMs, exactUtc } from '@/format/time';
import { DataTable, type Column } from '@/parts/data-table';
import { ShareBar } from '@/parts/Meter';
import { Money } from '@/parts/Money';
import { Panel } from '@/parts/Panel';
import { Spark } from '@/parts/Spark';
import { State } from '@/parts/State';
import { Empty } from '@/parts/states';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import styles from './home.module.css';
import { words } from './words';

const says = words.running;

const CURVE_PX = 44;

const COLUMNS: readonly Column<HomeJobFragment>[] = [
  {
    id: 'job',
    header: says.job,
    name: true,
    value: ({ name }) => name,
    cell: ({ id, name, project, status, startedAt }) => (
      <>
        <Link to={paths.job(id)} title={name} className={styles.name}>
          {name}
        </Link>
        <span className={`cut ${styles.under ?? ''}`}>
          {project?.name}
          {startedAt != null && (
            <span className="only-wide">
              {project !== undefined && ' · '}
              {says.since} <When at={startedAt} />
            </span>
          )}
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
    id: 'progress',
    header: says.progress,
    p2: true,
    width: 116,
    value: (job) => progressOf(job)?.share ?? null,
    cell: (job) => <Progress job={job} />,
  },
  {
    id: 'metric',
    header: says.metric,
    p2: true,
    width: 120,
    value: (job) => headlineOf(job)?.value,
    cell: (job) => <Headline job={job} />,
  },
  {
    id: 'resources',
    header: says.cpus,
    figures: true,
    p2: true,
    width: 60,
    value: ({ resources }) => resources.cpus,
    cell: ({ resources }) => (
      <span title={says.memory(bytes(resources.memoryBytes))}>{count(resources.cpus)}</span>
    ),
  },
  {
    id: 'cost',
    header: says.cost,
    figures: true,
    width: 88,
    value: ({ cost }) => (cost == null ? null : approximate(cost.amount)),
    cell: ({ cost }) => (cost == null ? NO_VALUE : <Money amount={cost.amount} currency={cost.currency} />),
  },
  {
    id: 'ends',
    header: says.ends,
    figures: true,
    p2: true,
    width: 156,
    value: (job) => endOf(job)?.ms,
    cell: (job) => {
      const end = endOf(job);
      if (end === null) return NO_VALUE;
      const at = moment(end.ms, Date.now());
      return (
        <span title={exactUtc(new Date(end.ms).toISOString())}>
          {end.isForecast ? says.about(at) : says.by(at)}
        </span>
      );
    },
  },
];

function progressOf({ run }: HomeJobFragment): RunProgress | null {
  return run == null ? null : runProgress(run, Date.now());
}

/** At the pace so far, and else what the time limit allows; jobs may end sooner. */
function endOf(job: HomeJobFragment): { readonly ms: number; readonly isForecast: boolean } | null {
  const limit = latestEnd(job);
  const about = progressOf(job)?.endsAtMs ?? null;
  if (about !== null && (limit === null || about < limit)) return { ms: about, isForecast: true };
  return limit === null ? null : { ms: limit, isForecast: false };
}

function latestEnd({ startedAt, maxDuration }: HomeJobFragment): number | null {
  if (startedAt == null || maxDuration == null) return null;
  const limit = durationMs(maxDuration);
  return limit === null ? null : Date.parse(startedAt) + limit;
}

/** How far it is, or why it has not begun. */
function Progress({ job }: { readonly job: HomeJobFragment }) {
  const { startedAt, waitsFor, name } = job;
  if (startedAt == null) {
    return (
      <span className={styles.why} title={waitsFor ?? undefined}>
        {waitsFor ?? says.notStarted}
      </span>
    );
  }
  const progress = progressOf(job);
  if (progress === null) return NO_VALUE;
  const shown = percent(shownShare(progress.share));
  return (
    <span className={styles.progress}>
      <ShareBar share={progress.share} label={says.progressOf(name, shown)} />
      <span aria-hidden="true">{shown}</span>
    </span>
  );
}

/** The metric that says most of a job's run, as it stands now. */
function headlineOf({ run }: HomeJobFragment) {
  return run?.metrics.find(({ key }) => key === run.leadingMetric?.key);
}

function Headline({ job }: { readonly job: HomeJobFragment }) {
  const found = headlineOf(job);
  const curve = job.status === 'RUNNING' ? job.run?.leadingMetric?.values : undefined;
  if (found?.value == null) return NO_VALUE;
  const last = metric(found.value);
  return (
    <span className={styles.metric}>
      <span className={styles.trend}>
        {curve !== undefined && (
          <Spark
            values={curve}
            label={says.metricOf(found.key, job.name, last)}
            width={CURVE_PX}
            height={18}
          />
        )}
        {last}
      </span>
      <span className={`cut ${styles.under ?? ''}`} title={found.key}>
        {found.key}
      </span>
    </span>
  );
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
