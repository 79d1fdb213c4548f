import { useCallback, useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { RunListedFragment } from '@/api/generated/runs';
import { useRunChanges } from '@/features/runs/change/use-run-changes';
import { typed } from '@/features/runs/filter/address';
import { RunFilters } from '@/features/runs/filter/RunFilters';
import { useConditions, WHERE, type Conditions } from '@/features/runs/filter/use-conditions';
import { useCounts, type Counts } from '@/features/runs/filter/use-counts';
import { RunSummary } from '@/features/runs/summary/RunSummary';
import { SavedViews } from '@/features/runs/views/SavedViews';
import { words } from '@/features/runs/words';
import { useSelection } from '@/parts/data-table';
import { askedFor, useFilter, type List } from '@/parts/list-page';
import { ChoiceChip } from '@/parts/ChoiceChip';
import type { RowAction } from '@/parts/RowMenu';
import { stateWord } from '@/parts/State';
import { Segments, useTab } from '@/parts/Tabs';
import { useIsNarrow } from '@/parts/use-is-narrow';
import { useParam } from '@/parts/use-param';
import { paths } from '@/paths';
import { selectedColours } from './CompareBar';
import { groupChoices, groupingOf } from './grouping';
import { PickedRuns } from './PickedRuns';
import { curvesShown, runColumns } from './run-columns';
import { RunDock } from './RunDock';
import { runTree, type TreeRun } from './run-tree';
import { curvesLeftOut, useCurves } from './use-curves';

const RUN_STATES = ['SCHEDULED', 'RUNNING', 'FINISHED', 'FAILED', 'KILLED'] as const;

/** Which runs are asked for, as it stands in the address; the platform looks for them, so that counts are true. */
export function useRunQuestion(experiment: string | null) {
  const conditions = useConditions();
  const counts = useCounts(experiment, conditions.filter);
  const state = useFilter({
    param: 'state',
    label: 'State',
    values: RUN_STATES,
    word: stateWord,
    of: ({ run }: TreeRun) => run.status,
    asked: true,
    counted: {
      of: counts?.of,
      note:
        counts === null
          ? words.counts.failed
          : counts === undefined
            ? words.filter.counting
            : words.counts.note(counts.all, counts.complete),
    },
  });
  return {
    experiment,
    conditions,
    state,
    counts,
    variables: { status: askedFor(state), filter: conditions.filter },
  };
}

export type RunQuestion = ReturnType<typeof useRunQuestion>;

const VIEWS = [
  { key: 'table', label: words.dock.table },
  { key: 'charts', label: words.dock.charts },
] as const;

interface RunTableOptions {
  readonly withExperiment?: boolean;
  /** The same as long as it says the same. */
  readonly mayWrite: (run: RunListedFragment) => boolean;
}

/** Runs with their parameters and metrics, to sort, select, draw and compare: for a list page. */
export function useRunTable(
  runs: List<RunListedFragment>,
  { experiment, conditions, state, counts }: RunQuestion,
  { withExperiment = false, mayWrite }: RunTableOptions,
) {
  const selection = useSelection();
  const [search] = useSearchParams();
  const [baselineId, setBaseline] = useParam('baseline');
  const isCharted = useTab(VIEWS, 'view') === 'charts';
  const changes = useRunChanges(true, runs.restart);
  const navigate = useNavigate();
  const loaded = runs.rows ?? NO_RUNS;
  const rows = useMemo(() => (runs.rows === undefined ? undefined : runTree(runs.rows)), [runs.rows]);
  const picked = useMemo(
    () => (rows ?? []).map(({ run }) => run).filter(({ id }) => selection.ids.has(id)),
    [rows, selection.ids],
  );
  const baseline = loaded.find(({ id }) => id === baselineId) ?? null;
  const shown = search.get('columns') ?? '';
  const ids = useMemo(() => loaded.map(({ id }) => id), [loaded]);
  // A narrow screen leaves these columns out.
  const isDrawn = !useIsNarrow() && !isCharted;
  const keys = useMemo(() => (isDrawn ? curvesShown(loaded, shown) : []), [loaded, shown, isDrawn]);
  const curves = useCurves(ids, keys);
  const leftOut = curvesLeftOut(ids.length, keys.length);

  const { actionsOf: changesOf } = changes;
  const actionsOf = useCallback(
    (run: RunListedFragment): readonly RowAction[] => [
      run.id === baselineId
        ? { label: words.dock.noBaseline, run: () => setBaseline('') }
        : { label: words.dock.setBaseline, run: () => setBaseline(run.id) },
      ...(baselineId === '' || run.id === baselineId
        ? []
        : [
            {
              label: words.dock.compareBaseline,
              run: () => void navigate(paths.compare([baselineId, run.id], baselineId)),
            },
          ]),
      ...(mayWrite(run) ? changesOf(run) : []),
    ],
    [baselineId, setBaseline, navigate, mayWrite, changesOf],
  );
  const [group, setGroup] = useParam('group');
  const groups = useMemo(() => groupingOf(group), [group]);
  const choices = useMemo(() => groupChoices(loaded, group), [loaded, group]);
  const columns = useMemo(
    () =>
      runColumns(loaded, {
        colours: selectedColours(picked),
        withExperiment,
        baselineId,
        actionsOf,
        curves,
      }),
    [loaded, picked, withExperiment, baselineId, actionsOf, curves],
  );

  /** A condition that was typed becomes a chip, and the name that stood there goes in the same change of the address. */
  function take(text: string): boolean {
    const condition = typed(text);
    if (condition === null || conditions.isFull) return false;
    conditions.add(condition, 'q');
    return true;
  }

  return {
    table: {
      label: words.list.title,
      noun: words.list.noun,
      placeholder: words.search,
      asked: { onEnter: take, none: <Looked conditions={conditions} counts={counts} /> },
      height: 'dense' as const,
      columns,
      list: { ...runs, rows },
      filters: [state],
      groups,
      tools: (
        <>
          <RunFilters conditions={conditions} rows={runs.rows} experiment={experiment} />
          {loaded.length > 1 && (
            <ChoiceChip
              label={words.group.by}
              none={words.group.none}
              value={group}
              options={choices}
              onChange={setGroup}
            />
          )}
        </>
      ),
      alsoFiltered: { params: [WHERE, 'q'], isActive: conditions.isActive },
      note: (
        <>
          <Matching counts={counts} chosen={state.chosen} isListed={loaded.length > 0} />
          {leftOut !== null && <span>{leftOut}</span>}
        </>
      ),
      actions: loaded.length > 0 && <Segments label={words.dock.view} tabs={VIEWS} />,
      above: (
        <>
          <SavedViews key={experiment ?? 'all'} list={experiment ?? 'all'} />
          {changes.shown}
        </>
      ),
      // Runs of several experiments measure different things: no best among them is one.
      summary: experiment !== null && (
        <RunSummary runs={runs.rows} hasMore={runs.more !== null} baselineId={baselineId} />
      ),
      hidesTable: isCharted && loaded.length > 0,
      rowId: ({ run }: TreeRun) => run.id,
      rowPath: ({ run }: TreeRun) => paths.run(run.id),
      selection,
    },
    bar: (
      <>
        {isCharted && (
          <RunDock
            rows={loaded}
            picked={picked}
            baseline={baseline}
            conditions={conditions}
            onPick={(id) => selection.change((before) => ({ ...before, [id]: before[id] !== true }))}
          />
        )}
        <PickedRuns
          picked={picked}
          baseline={baseline}
          selection={selection}
          // The charts are of the runs that are selected, too.
          isDocked={!isCharted}
        />
      </>
    ),
  };
}

const NO_RUNS: readonly never[] = [];

interface LookedProps {
  readonly conditions: Conditions;
  readonly counts: Counts | null | undefined;
}

/** Nothing was found: what was looked through. */
function Looked({ conditions, counts }: LookedProps) {
  return words.looked(conditions.name, counts?.complete !== false);
}

interface MatchingProps {
  readonly counts: Counts | null | undefined;
  readonly chosen: readonly string[];
  readonly isListed: boolean;
}

/** How many there are of those that are asked for, beyond those that are loaded. */
function Matching({ counts, chosen, isListed }: MatchingProps) {
  if (counts == null || !isListed) return null;
  const matching =
    chosen.length === 0
      ? counts.all
      : chosen.reduce((sum, state) => sum + (counts.of.get(state as never) ?? 0), 0);
  return <span>{words.counts.match(matching, counts.complete)}</span>;
}
