import { useMemo } from 'react';
import type { RunListedFragment } from '@/api/generated/runs';
import { count } from '@/format/number';
import { useSelection } from '@/parts/data-table';
import { useFilter, type List } from '@/parts/list-page';
import { stateWord } from '@/parts/State';
import { paths } from '@/paths';
import { CompareBar, selectedColours } from './CompareBar';
import { runColumns } from './run-columns';
import { runTree, type TreeRun } from './run-tree';

const RUN_STATES = ['SCHEDULED', 'RUNNING', 'FINISHED', 'FAILED', 'KILLED'] as const;

/** Runs in these states only; asked of the platform, so that counts are true. */
export function useRunState() {
  return useFilter({
    param: 'state',
    label: 'State',
    values: RUN_STATES,
    word: stateWord,
    of: ({ run }: TreeRun) => run.status,
    asked: true,
  });
}

/** Runs with their parameters and metrics, to sort, select and compare: for a list page, with the bar of those picked. */
export function useRunTable(runs: List<RunListedFragment>, { withExperiment = false } = {}) {
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
  return {
    table: {
      label: 'Runs',
      noun: ['run', 'runs'] as const,
      placeholder:
        runs.more === null
          ? 'Name, parameter or metric'
          : `Filter the ${count(runs.rows?.length ?? 0)} runs loaded`,
      height: 'dense' as const,
      columns,
      list: { ...runs, rows },
      rowId: ({ run }: TreeRun) => run.id,
      rowPath: ({ run }: TreeRun) => paths.run(run.id),
      selection,
    },
    bar: <CompareBar picked={picked} selection={selection} />,
  };
}
