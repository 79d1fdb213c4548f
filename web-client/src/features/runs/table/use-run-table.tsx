import { useMemo } from 'react';
import type { RunListedFragment } from '@/api/generated/runs';
import { typed } from '@/features/runs/filter/address';
import { RunFilters } from '@/features/runs/filter/RunFilters';
import { useConditions, WHERE, type Conditions } from '@/features/runs/filter/use-conditions';
import { useCounts, type Counts } from '@/features/runs/filter/use-counts';
import { words } from '@/features/runs/words';
import { useSelection } from '@/parts/data-table';
import { askedFor, useFilter, type List } from '@/parts/list-page';
import { stateWord } from '@/parts/State';
import { paths } from '@/paths';
import { CompareBar, selectedColours } from './CompareBar';
import { runColumns } from './run-columns';
import { runTree, type TreeRun } from './run-tree';

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

/** Runs with their parameters and metrics, to sort, select and compare: for a list page, with the bar of those picked. */
export function useRunTable(
  runs: List<RunListedFragment>,
  { experiment, conditions, state, counts }: RunQuestion,
  { withExperiment = false } = {},
) {
  const selection = useSelection();
  const rows = useMemo(() => (runs.rows === undefined ? undefined : runTree(runs.rows)), [runs.rows]);
  const picked = useMemo(
    () => (rows ?? []).map(({ run }) => run).filter(({ id }) => selection.ids.has(id)),
    [rows, selection.ids],
  );
  const columns = useMemo(
    () => runColumns(runs.rows ?? [], { colours: selectedColours(picked), withExperiment }),
    [runs.rows, picked, withExperiment],
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
      label: 'Runs',
      noun: ['run', 'runs'] as const,
      placeholder: words.search,
      asked: { onEnter: take, none: <Looked conditions={conditions} counts={counts} /> },
      height: 'dense' as const,
      columns,
      list: { ...runs, rows },
      filters: [state],
      tools: <RunFilters conditions={conditions} rows={runs.rows} experiment={experiment} />,
      alsoFiltered: { params: [WHERE, 'q'], isActive: conditions.isActive },
      note: <Matching counts={counts} chosen={state.chosen} isListed={(runs.rows?.length ?? 0) > 0} />,
      rowId: ({ run }: TreeRun) => run.id,
      rowPath: ({ run }: TreeRun) => paths.run(run.id),
      selection,
    },
    bar: <CompareBar picked={picked} selection={selection} />,
  };
}

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
