import { Link } from 'react-router';
import type { RunDetailFragment } from '@/api/generated/runs';
import { betterIs } from '@/features/runs/metrics';
import { metricDifference } from '@/features/runs/compare/difference';
import { words } from '@/features/runs/words';
import { bytes, count, metric, NO_VALUE, percent } from '@/format/number';
import type { RunProgress } from '@/format/run-progress';
import { duration } from '@/format/time';
import { Meter } from '@/parts/Meter';
import { Money } from '@/parts/Money';
import { State } from '@/parts/State';
import type { Figure } from '@/parts/Strip';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { endFigure, forecastOf, howFar, type Latest } from './run-progress';
import { isActive, type PreviousRun } from './use-run';
import { words as ownWords } from './words';

const says = words.run;
const own = ownWords.figures;

/** The strip of a run: how it stands, how good it is, how long it took, what it cost, on what. */
export function runFigures(
  run: RunDetailFragment,
  latest: Latest,
  previous: PreviousRun | null,
  nowMs: number,
  progress: RunProgress | null,
): Figure[] {
  if (progress !== null && isActive(run) && run.startedAt !== null) {
    return [
      howFar(run, progress),
      endFigure(run, progress, nowMs),
      bestFigure(run, latest, previous),
      costFigure(run, forecastOf(run, progress.endsAtMs, nowMs)),
      capacityFigure(run),
    ];
  }
  return [
    progressFigure(run, nowMs),
    bestFigure(run, latest, previous),
    durationFigure(run, nowMs),
    costFigure(run),
    capacityFigure(run),
  ];
}

const SAME = new Set(['RUNNING RUNNING', 'FINISHED SUCCEEDED', 'FAILED FAILED', 'KILLED CANCELLED']);

/** How far it is, as far as that is known; once it is over, when and why. The state itself stands beside its name. */
function progressFigure(run: RunDetailFragment, nowMs: number): Figure {
  const { status, job, startedAt, createdAt, endedAt } = run;
  const reason = job?.waitsFor ?? job?.reason;
  // What the run's own state does not say already, such as that its job waits.
  const aside = job === null || SAME.has(`${status} ${job.status}`) ? undefined : <State name={job.status} />;
  if (startedAt === null) {
    const waited = duration(
      Math.max(0, (endedAt === null ? nowMs : Date.parse(endedAt)) - Date.parse(createdAt)),
    );
    return { label: says.waited, value: waited, aside, context: [reason ?? says.notStarted] };
  }
  if (!isActive(run)) {
    return {
      label: says.ended,
      value: endedAt === null ? NO_VALUE : <When at={endedAt} />,
      aside,
      context: [reason ?? says.lastStep(lastStepOf(run))],
    };
  }
  const plan = planOf(run);
  const started = (
    <>
      {says.started} <When at={startedAt} />
    </>
  );
  if (plan === null) {
    const step = lastStepOf(run);
    return {
      label: says.progress,
      value: step === null ? NO_VALUE : count(step),
      unit: step === null ? undefined : says.steps,
      aside,
      context: [reason ?? started],
    };
  }
  const share = Math.min(1, plan.done / plan.of);
  const told = says.of(plan.word, plan.done, plan.of);
  return {
    label: says.progress,
    value: percent(share),
    unit: told,
    aside,
    meter: <Meter used={share} label={`${percent(share)}, ${told}`} />,
    context: [reason ?? started],
  };
}

/** How many steps or epochs a run means to make, where a parameter says so and a metric counts them. */
function planOf({ params, metrics }: RunDetailFragment) {
  const planned = (name: RegExp) => Number(params.find(({ key }) => name.test(key))?.value);
  const epoch = metrics.find(({ key }) => /^epochs?$/i.test(key))?.value ?? null;
  const epochs = planned(/^(num_|n_|max_)?epochs$/i);
  if (epoch !== null && epochs > 0 && epoch <= epochs) return { word: says.epoch, done: epoch, of: epochs };
  const step = Math.max(...metrics.map((one) => one.step));
  const steps = planned(/^(num_|max_|total_)(train(ing)?_)?steps$/i);
  return steps > 0 && step >= 0 && step <= steps ? { word: says.step, done: step, of: steps } : null;
}

function lastStepOf({ metrics }: RunDetailFragment): number | null {
  return metrics.length === 0 ? null : Math.max(...metrics.map(({ step }) => step));
}

function bestFigure(
  { metrics, leadingMetric }: RunDetailFragment,
  latest: Latest,
  previous: PreviousRun | null,
): Figure {
  const key = leadingMetric?.key;
  const found = metrics.find((one) => one.key === key);
  if (key === undefined || found === undefined) {
    return { label: own.bestMetric, value: NO_VALUE, context: [own.noneLogged] };
  }
  const { value: now, step } = latest.get(key) ?? found;
  const better = betterIs(key);
  const known = [better === 'max' ? found.max : better === 'min' ? found.min : null, now].filter(
    (value) => value !== null,
  );
  const best = known.length === 0 ? null : better === 'min' ? Math.min(...known) : Math.max(...known);
  const difference = metricDifference(key, best, bestOf(previous, key));
  return {
    label: better === null ? own.latest(key) : own.best(key),
    value: best === null ? NO_VALUE : metric(best),
    context: [
      now === null ? own.notANumber : own.now(metric(now), step),
      ...(difference === null || previous === null
        ? []
        : [
            <Link key="previous" data-link to={paths.run(previous.id)} title={previous.name}>
              {says.against(difference.text, difference.word)} {previous.name}
            </Link>,
          ]),
    ],
  };
}

/** As this run's is told: the best that it came to, where the metric has a better side. */
function bestOf(run: PreviousRun | null, key: string): number | null {
  const found = run?.metrics.find((one) => one.key === key);
  if (found === undefined) return null;
  const better = betterIs(key);
  return (better === 'max' ? found.max : better === 'min' ? found.min : null) ?? found.value;
}

function durationFigure(run: RunDetailFragment, nowMs: number): Figure {
  const { startedAt, endedAt, job } = run;
  if (startedAt === null) {
    return { label: own.duration, value: NO_VALUE, context: [own.notStarted] };
  }
  const end = endedAt === null ? nowMs : Date.parse(endedAt);
  const context = isActive(run) ? own.soFar : endedAt === null ? '' : own.startToEnd;
  return {
    label: own.duration,
    value: duration(Math.max(0, end - Date.parse(startedAt))),
    context: [job !== null && job.attempt > 1 ? own.attempt(context, job.attempt) : context],
  };
}

function costFigure(run: RunDetailFragment, forecast: string | null = null): Figure {
  const { cost } = run;
  return {
    label: isActive(run) ? own.costSoFar : own.cost,
    value: cost === null ? NO_VALUE : <Money amount={cost.amount} currency={cost.currency} />,
    context: [cost === null ? own.noCost : (forecast ?? <CostLink key="cost" run={run} />)],
  };
}

export function CostLink({ run: { id } }: { readonly run: RunDetailFragment }) {
  return (
    <Link data-link to={paths.cost({ runId: id })}>
      {own.ledger}
    </Link>
  );
}

function capacityFigure({ job }: RunDetailFragment): Figure {
  if (job === null) return { label: own.capacity, value: NO_VALUE, context: [own.elsewhere] };
  const { cpus, memoryBytes } = job.resources;
  return {
    label: own.capacity,
    value: own.cores(cpus),
    unit: bytes(memoryBytes),
    context: [
      <Link key="job" data-link to={paths.job(job.id)}>
        {own.job(job.name)}
      </Link>,
    ],
  };
}
