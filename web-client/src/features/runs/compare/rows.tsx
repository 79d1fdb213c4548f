import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { CompareRunsQuery } from '@/api/generated/runs';
import { betterIs } from '@/features/runs/metrics';
import { metricInColumn, NO_VALUE } from '@/format/number';
import { duration } from '@/format/time';
import { Money } from '@/parts/Money';
import { State } from '@/parts/State';
import { paths } from '@/paths';
import { durationDifference, metricDifference, moneyDifference, type Difference } from './difference';

export type ComparedRun = CompareRunsQuery['compareRuns']['runs'][number];

export interface CompareRow {
  readonly key: string;
  /** One a run. */
  readonly cells: readonly ReactNode[];
  /** From the baseline's, one a run; null where that says nothing. Left out where nothing can be subtracted. */
  readonly differences?: readonly (Difference | null)[];
  /** Index of the best cell, where one alone is better than the others. */
  readonly best: number | null;
  readonly differs: boolean;
}

export function paramRows(
  runs: readonly Pick<ComparedRun, 'params'>[],
  differing: readonly string[],
  all: boolean,
): CompareRow[] {
  const keys = [...new Set(runs.flatMap(({ params }) => params.map(({ key }) => key)))].sort();
  return keys
    .filter((key) => all || differing.includes(key))
    .map((key) => ({
      key,
      cells: runs.map(({ params }) => (
        <span key={key} className="mono">
          {params.find((param) => param.key === key)?.value ?? NO_VALUE}
        </span>
      )),
      best: null,
      differs: differing.includes(key),
    }));
}

interface Measured {
  readonly metrics: readonly Pick<ComparedRun['metrics'][number], 'key' | 'value'>[];
}

export function metricRows(
  runs: readonly Measured[],
  keys: readonly string[],
  baseline: Measured,
): CompareRow[] {
  return keys.map((key) => {
    const valueOf = ({ metrics }: Measured) => metrics.find((one) => one.key === key)?.value ?? null;
    const values = runs.map(valueOf);
    return {
      key,
      cells: values.map((value) => (value === null ? NO_VALUE : metricInColumn(value))),
      differences: values.map((value) => metricDifference(key, value, valueOf(baseline))),
      best: bestOf(values, betterIs(key)),
      differs: true,
    };
  });
}

/** Those that are not the same in all of them; one that a run lacks differs from any that another has. */
export function differingParams(runs: readonly Pick<ComparedRun, 'params'>[]): string[] {
  const keys = [...new Set(runs.flatMap(({ params }) => params.map(({ key }) => key)))].sort();
  const valueOf = (run: Pick<ComparedRun, 'params'>, key: string) =>
    run.params.find((param) => param.key === key)?.value;
  return keys.filter((key) => new Set(runs.map((run) => valueOf(run, key))).size > 1);
}

/** What each run is besides its figures. */
export function factRows(runs: readonly ComparedRun[], baseline: ComparedRun): CompareRow[] {
  const row = (
    key: string,
    cell: (run: ComparedRun) => ReactNode,
    difference?: (run: ComparedRun) => Difference | null,
  ): CompareRow => ({
    key,
    cells: runs.map(cell),
    ...(difference === undefined ? {} : { differences: runs.map(difference) }),
    best: null,
    differs: true,
  });
  return [
    row('State', ({ status }) => <State name={status} />),
    row('Experiment', ({ experiment, projectId }) => (
      <Link data-link to={paths.experiment(projectId, experiment.id)}>
        {experiment.name}
      </Link>
    )),
    row(
      'Duration',
      (run) => {
        const ms = tookMs(run);
        return ms === null ? NO_VALUE : duration(ms);
      },
      (run) => durationDifference(tookMs(run), tookMs(baseline)),
    ),
    row(
      'Cost',
      ({ cost }) => (cost === null ? NO_VALUE : <Money amount={cost.amount} currency={cost.currency} />),
      ({ cost }) => moneyDifference(cost, baseline.cost),
    ),
  ];
}

function tookMs({ startedAt, endedAt }: ComparedRun): number | null {
  return startedAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt);
}

/** Null where several share the best, or only one has a value. */
export function bestOf(values: readonly (number | null)[], better: 'max' | 'min' | null): number | null {
  if (better === null) return null;
  const known = values.filter((value) => value !== null);
  const best = better === 'max' ? Math.max(...known) : Math.min(...known);
  return known.length < 2 || values.indexOf(best) !== values.lastIndexOf(best) ? null : values.indexOf(best);
}
