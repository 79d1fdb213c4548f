import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { CompareRunsQuery } from '@/api/generated/runs';
import { betterIs } from '@/features/runs/metrics';
import { metricInColumn, money, NO_VALUE } from '@/format/number';
import { duration } from '@/format/time';
import { State } from '@/parts/State';
import { paths } from '@/paths';
import styles from './compare.module.css';

export type ComparedRun = CompareRunsQuery['compareRuns']['runs'][number];

interface CompareTableProps {
  readonly label: string;
  readonly runs: readonly ComparedRun[];
  readonly rows: readonly CompareRow[];
}

interface CompareRow {
  readonly key: string;
  readonly cells: readonly ReactNode[];
  /** Index of the best cell, where one is better than the others. */
  readonly best: number | null;
  readonly differs: boolean;
}

/** One column a run, in the runs' colours; the first column stays when it scrolls sideways. */
export function CompareTable({ label, runs, rows }: CompareTableProps) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={`${label}, table`}>
      <table className={styles.table}>
        <caption className="sr">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{label}</th>
            {runs.map((run, index) => (
              <th key={run.id} scope="col">
                <span className={styles.run}>
                  <i
                    className={styles.swatch}
                    data-colour={colourOf(index)}
                    data-dashed={index >= 6 || undefined}
                  />
                  <Link className="cut" to={paths.run(run.id)} title={run.name}>
                    {run.name}
                  </Link>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells, best, differs }) => (
            <tr key={key} data-same={!differs || undefined}>
              <th scope="row">
                <div className="cut" title={key}>
                  {key}
                </div>
              </th>
              {cells.map((cell, index) => (
                <td key={runs[index]?.id}>{index === best ? <b>{cell}</b> : cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Colours 1 to 6, and again. */
export function colourOf(index: number): 1 | 2 | 3 | 4 | 5 | 6 {
  return ([1, 2, 3, 4, 5, 6] as const)[index % 6] ?? 1;
}

export function paramRows(
  runs: readonly ComparedRun[],
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

export function metricRows(runs: readonly ComparedRun[], keys: readonly string[]): CompareRow[] {
  return keys.map((key) => {
    const values = runs.map(({ metrics }) => metrics.find((one) => one.key === key)?.value ?? null);
    return {
      key,
      cells: values.map((value) => (value === null ? NO_VALUE : metricInColumn(value))),
      best: bestOf(values, betterIs(key)),
      differs: true,
    };
  });
}

/** What each run is besides its figures. */
export function factRows(runs: readonly ComparedRun[]): CompareRow[] {
  const row = (key: string, cell: (run: ComparedRun) => ReactNode): CompareRow => ({
    key,
    cells: runs.map(cell),
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
    row('Took', ({ startedAt, endedAt }) =>
      startedAt === null || endedAt === null
        ? NO_VALUE
        : duration(Date.parse(endedAt) - Date.parse(startedAt)),
    ),
    row('Cost', ({ cost }) => (cost === null ? NO_VALUE : money(cost.amount, cost.currency))),
  ];
}

/** Null where all are the same, or only one has a value. */
export function bestOf(values: readonly (number | null)[], better: 'max' | 'min' | null): number | null {
  if (better === null) return null;
  const known = values.filter((value) => value !== null);
  const best = better === 'max' ? Math.max(...known) : Math.min(...known);
  return new Set(known).size < 2 ? null : values.indexOf(best);
}
