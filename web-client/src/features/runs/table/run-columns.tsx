import { Link } from 'react-router';
import type { RunListedFragment } from '@/api/generated/runs';
import { metric, metricInColumn, NO_VALUE } from '@/format/number';
import { duration } from '@/format/time';
import type { Column } from '@/parts/data-table';
import {
  byColumn,
  costColumn,
  linkColumn,
  menuColumn,
  projectColumn,
  stateColumn,
  textColumn,
  whenColumn,
} from '@/parts/table-columns';
import type { RowAction } from '@/parts/RowMenu';
import { Spark } from '@/parts/Spark';
import { Tag } from '@/parts/Tag';
import { words } from '@/features/runs/words';
import { paths } from '@/paths';
import { betterIs, leadingMetric } from '@/features/runs/metrics';
import { costSummary, metricSummary, statesInWords } from './grouping';
import type { Curves } from './use-curves';
import type { TreeRun } from './run-tree';
import styles from './runs.module.css';

/** Parameters and metrics shown before a person picks columns: the leading one is drawn as well. */
const FIRST_METRICS = 2;
const FIRST_PARAMS = 2;
/** Begins the id of a metric's column, which the platform can sort by. */
export const METRIC_COLUMN = 'm.';
/** Begins the id of a column of curves. */
export const CURVE_COLUMN = 's.';

interface RunColumnsOptions {
  readonly colours: ReadonlyMap<string, number>;
  /** Where runs of several experiments stand in one list. */
  readonly withExperiment?: boolean;
  /** What the others are held against. */
  readonly baselineId: string | null;
  /** What can be done with a run, for its menu. */
  readonly actionsOf: (run: RunListedFragment) => readonly RowAction[];
  /** Curves of a metric, as far as they are there. */
  readonly curves: Curves;
}

/** The columns of a list of runs: its own, then those of the metrics and parameters that its runs have. */
export function runColumns(
  runs: readonly RunListedFragment[],
  { colours, withExperiment = false, baselineId, actionsOf, curves }: RunColumnsOptions,
): Column<TreeRun>[] {
  return [
    nameColumn(colours, baselineId),
    stateColumn(({ run }) => run.status, { id: 'status', group: 'Run', width: 92, summary: statesInWords }),
    ...(withExperiment ? experimentColumns : []),
    leadingColumn(colours),
    // A question of their own: they are not asked for before a person picks them.
    ...curveColumns(runs, colours, curves),
    ...metricColumns(runs),
    // Runs of different experiments have different parameters: none of them says something of all.
    ...paramColumns(runs, withExperiment ? 0 : FIRST_PARAMS),
    ...tagColumns(runs),
    ...ownColumns,
    {
      ...menuColumn<TreeRun>(
        ({ run }) => run.name,
        ({ run }) => actionsOf(run),
      ),
      // On a narrow screen the run's own page has them.
      p2: true,
    },
  ];
}

function nameColumn(colours: ReadonlyMap<string, number>, baselineId: string | null): Column<TreeRun> {
  return {
    id: 'name',
    header: 'Run',
    name: true,
    width: 168,
    value: ({ run }) => run.name,
    cell: ({ run, depth }) => (
      <span className={styles.name} data-depth={Math.min(depth, 4)}>
        {colours.has(run.id) && <i className={styles.swatch} data-colour={colours.get(run.id)} />}
        <Link className="cut" to={paths.run(run.id)} title={run.name}>
          {run.name}
        </Link>
        {run.id === baselineId && <Tag>{words.dock.baseline}</Tag>}
      </span>
    ),
  };
}

const experimentColumns: readonly Column<TreeRun>[] = [
  linkColumn(
    'experiment',
    'Experiment',
    ({ run: { projectId, experiment } }) => ({
      name: experiment.name,
      path: paths.experiment(projectId, experiment.id),
    }),
    { group: 'Run', width: 150 },
  ),
  projectColumn(({ run }) => run.project, { group: 'Run', width: 130 }),
];

function metricColumns(runs: readonly RunListedFragment[]): Column<TreeRun>[] {
  return byWeight(runs).map((key, index) => ({
    id: METRIC_COLUMN + key,
    header: key,
    group: 'Metrics',
    figures: true,
    p2: index > 0,
    width: 84,
    ...bestOf(key),
    optional: index >= FIRST_METRICS,
    value: ({ run }) => valueOf(run.metrics, key),
    summary: (rows) => {
      const { word, text } = metricSummary(
        rows.map(({ run }) => valueOf(run.metrics, key)),
        betterIs(key) ?? undefined,
      );
      return (
        <>
          <small className="t3">{word}</small> <b>{text}</b>
        </>
      );
    },
    cell: ({ run }) => {
      const value = valueOf(run.metrics, key);
      return value === undefined || value === null ? NO_VALUE : metricInColumn(value);
    },
  }));
}

/**
 * What the runs measured: the leading one, then what was measured on data kept apart, what tells better from worse, and
 * the rest.
 */
export function byWeight(runs: readonly RunListedFragment[]): string[] {
  const lead = leadingMetric(runs);
  const weight = (key: string) =>
    key === lead ? 0 : betterIs(key) === null ? 3 : /val|test|eval/i.test(key) ? 1 : 2;
  return keysOf(runs.map(({ metrics }) => metrics)).sort((a, b) => weight(a) - weight(b));
}

function bestOf(key: string): { best?: 'max' | 'min' } {
  const best = betterIs(key);
  return best === null ? {} : { best };
}

function paramColumns(runs: readonly RunListedFragment[], shownFirst: number): Column<TreeRun>[] {
  const keys = keysOf(runs.map(({ params }) => params));
  const varying = keys.filter((key) => new Set(runs.map(({ params }) => valueOf(params, key))).size > 1);
  const first = new Set(varying.slice(0, shownFirst));
  const ordered = [...varying, ...keys.filter((key) => !varying.includes(key))];
  return ordered.map((key) => {
    const isNumeric = runs.every(({ params }) => isNumber(valueOf(params, key)));
    return {
      id: `p.${key}`,
      header: key,
      group: 'Parameters',
      figures: isNumeric,
      p2: true,
      width: 104,
      optional: !first.has(key),
      value: ({ run }) => {
        const text = valueOf(run.params, key);
        return isNumeric && text !== undefined ? Number(text) : text;
      },
      cell: ({ run }) => <span className="mono">{valueOf(run.params, key) ?? NO_VALUE}</span>,
    };
  });
}

function tagColumns(runs: readonly RunListedFragment[]): Column<TreeRun>[] {
  return keysOf(runs.map(({ tags }) => tags)).map((key) =>
    textColumn(`t.${key}`, key, ({ run }) => valueOf(run.tags, key), {
      group: 'Tags',
      width: 104,
      optional: true,
    }),
  );
}

/** How each run's leading metric went, which comes with the list. */
function leadingColumn(colours: ReadonlyMap<string, number>): Column<TreeRun> {
  return {
    id: 'lead',
    header: words.table.leading,
    group: words.table.curves,
    p2: true,
    width: 108,
    sortable: false,
    value: () => null,
    cell: ({ run }) => {
      const { leadingMetric: lead } = run;
      return lead === null || lead.values.length < 2 ? NO_VALUE : curve(run, lead.key, lead.values, colours);
    },
  };
}

/** A metric over its steps as a small curve: its shape beside its figure. */
function curveColumns(
  runs: readonly RunListedFragment[],
  colours: ReadonlyMap<string, number>,
  curves: Curves,
): Column<TreeRun>[] {
  return byWeight(runs).map((key) => ({
    id: CURVE_COLUMN + key,
    header: key,
    unit: words.table.overSteps,
    group: words.table.curves,
    p2: true,
    width: 104,
    optional: true,
    sortable: false,
    // A drawing has no value to be searched or exported by.
    value: () => null,
    cell: ({ run }) => {
      const values = curves.get(run.id)?.get(key);
      // On its way, or beyond those that are asked for: whether there is one is not known.
      if (values === undefined) return '';
      return values.length < 2 ? NO_VALUE : curve(run, key, values, colours);
    },
  }));
}

function curve(
  run: RunListedFragment,
  key: string,
  values: readonly (number | null)[],
  colours: ReadonlyMap<string, number>,
) {
  const last = valueOf(run.metrics, key);
  return (
    <Spark
      values={values}
      colour={(colours.get(run.id) ?? 0) as 0 | 1 | 2 | 3 | 4 | 5 | 6}
      width={84}
      label={words.table.curveOf(key, last == null ? NO_VALUE : metric(last))}
    />
  );
}

const ownColumns: readonly Column<TreeRun>[] = [
  {
    id: 'took',
    header: 'Duration',
    group: 'Run',
    figures: true,
    p2: true,
    width: 92,
    value: ({ run }) => tookMs(run),
    cell: ({ run }) => {
      const ms = tookMs(run);
      return ms === null ? NO_VALUE : duration(ms);
    },
  },
  costColumn(({ run }) => run.cost, { group: 'Run', summary: costSummary }),
  byColumn('Started by', ({ run }) => run.createdBy, { group: 'Run', optional: true }),
  whenColumn('started', 'Started', ({ run }) => run.startedAt ?? run.createdAt, { group: 'Run' }),
];

/** Null while it has not started or goes on: a figure that changes under one's eyes belongs on its own page. */
function tookMs({ startedAt, endedAt }: RunListedFragment): number | null {
  return startedAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt);
}

function keysOf(lists: readonly (readonly { readonly key: string }[])[]): string[] {
  return [...new Set(lists.flatMap((list) => list.map(({ key }) => key)))].sort();
}

function valueOf<Value>(
  list: readonly { readonly key: string; readonly value: Value }[],
  key: string,
): Value | undefined {
  return list.find((item) => item.key === key)?.value;
}

function isNumber(text: string | undefined): boolean {
  return text === undefined || (text.trim() !== '' && Number.isFinite(Number(text)));
}

/** The metrics whose curves a person picked, as the address has the columns. */
export function curvesShown(runs: readonly RunListedFragment[], columns: string): string[] {
  const ids = columns.split(',').filter((id) => id.startsWith(CURVE_COLUMN));
  if (ids.length === 0) return [];
  return keysOf(runs.map(({ metrics }) => metrics)).filter((key) => ids.includes(CURVE_COLUMN + key));
}
