import { Link } from 'react-router';
import type { RunDetailFragment } from '@/api/generated/runs';
import { betterIs, leadingMetric } from '@/features/runs/metrics';
import { bytes, count, metric, NO_VALUE } from '@/format/number';
import { duration } from '@/format/time';
import { Money } from '@/parts/Money';
import { State, stateWord } from '@/parts/State';
import type { Figure } from '@/parts/Strip';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { isActive } from './use-run';

/** The strip of a run: how it stands, how good it is, how long it took, what it cost, on what. */
export function runFigures(
  run: RunDetailFragment,
  latest: ReadonlyMap<string, number>,
  nowMs: number,
): Figure[] {
  return [
    stateFigure(run),
    bestFigure(run, latest),
    durationFigure(run, nowMs),
    costFigure(run),
    capacityFigure(run),
  ];
}

const SAME = new Set(['RUNNING RUNNING', 'FINISHED SUCCEEDED', 'FAILED FAILED', 'KILLED CANCELLED']);

function stateFigure({ status, job, startedAt, createdAt }: RunDetailFragment): Figure {
  const reason = job?.waitsFor ?? job?.reason;
  return {
    label: 'State',
    value: stateWord(status),
    // What the run's own word does not say already, such as that its job waits.
    aside: job === null || SAME.has(`${status} ${job.status}`) ? undefined : <State name={job.status} />,
    context: [
      reason ?? (
        <>
          {startedAt === null ? 'scheduled' : 'started'} <When at={startedAt ?? createdAt} />
        </>
      ),
    ],
  };
}

function bestFigure({ metrics }: RunDetailFragment, latest: ReadonlyMap<string, number>): Figure {
  const key = leadingMetric(metrics.map((one) => one.key));
  const found = metrics.find((one) => one.key === key);
  if (key === undefined || found === undefined) {
    return { label: 'Best metric', value: NO_VALUE, context: ['none logged yet'] };
  }
  const now = latest.get(key) ?? found.value;
  const better = betterIs(key);
  const known = [better === 'max' ? found.max : better === 'min' ? found.min : null, now].filter(
    (value) => value !== null,
  );
  const best = known.length === 0 ? null : better === 'min' ? Math.min(...known) : Math.max(...known);
  return {
    label: better === null ? `Latest ${key}` : `Best ${key}`,
    value: best === null ? NO_VALUE : metric(best),
    context: [now === null ? 'the latest is no number' : `now ${metric(now)}, step ${count(found.step)}`],
  };
}

function durationFigure(run: RunDetailFragment, nowMs: number): Figure {
  const { startedAt, endedAt, job } = run;
  if (startedAt === null) {
    return { label: 'Duration', value: NO_VALUE, context: ['not started yet'] };
  }
  const end = endedAt === null ? nowMs : Date.parse(endedAt);
  const context = isActive(run) ? 'so far' : endedAt === null ? '' : 'from start to end';
  return {
    label: 'Duration',
    value: duration(Math.max(0, end - Date.parse(startedAt))),
    context: [job !== null && job.attempt > 1 ? `${context}, attempt ${job.attempt}` : context],
  };
}

function costFigure(run: RunDetailFragment): Figure {
  const { cost } = run;
  return {
    label: isActive(run) ? 'Cost so far' : 'Cost',
    value: cost === null ? NO_VALUE : <Money amount={cost.amount} currency={cost.currency} />,
    context: [cost === null ? 'nothing metered, or not yours to see' : <CostLink key="cost" run={run} />],
  };
}

function CostLink({ run: { id } }: { readonly run: RunDetailFragment }) {
  return (
    <Link data-link to={paths.cost({ runId: id })}>
      ledger lines
    </Link>
  );
}

function capacityFigure({ job }: RunDetailFragment): Figure {
  if (job === null) return { label: 'Capacity', value: NO_VALUE, context: ['runs elsewhere'] };
  const { cpus, memoryBytes } = job.resources;
  return {
    label: 'Capacity',
    value: `${cpus} ${cpus === 1 ? 'core' : 'cores'}`,
    unit: bytes(memoryBytes),
    context: [
      <Link key="job" data-link to={paths.job(job.id)}>
        job {job.name}
      </Link>,
    ],
  };
}
