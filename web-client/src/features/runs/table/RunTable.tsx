import { Button } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { RunListedFragment } from '@/api/generated/runs';
import { count } from '@/format/number';
import { DataTable, useSelection } from '@/parts/data-table';
import { FilterRow } from '@/parts/Filter';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { paths } from '@/paths';
import { CompareBar, selectedColours } from './CompareBar';
import { runColumns } from './run-columns';
import { runTree } from './run-tree';
import { StatusChips, useRunStates } from './StatusChips';

interface RunTableProps {
  readonly runs: readonly RunListedFragment[] | undefined;
  readonly more: { readonly load: () => void; readonly loading: boolean } | null;
  /** For a list without any run, whatever the filter. */
  readonly empty: ReactNode;
  readonly csv: string;
  readonly withExperiment?: boolean;
  readonly marked?: string | null;
}

/** Runs with their parameters and metrics, to sort, select and compare. */
export function RunTable({ runs, more, empty, csv, withExperiment = false, marked = null }: RunTableProps) {
  const selection = useSelection();
  const states = useRunStates();
  const rows = useMemo(() => (runs === undefined ? undefined : runTree(runs)), [runs]);
  const picked = useMemo(
    () => (rows ?? []).map(({ run }) => run).filter(({ id }) => selection.ids.has(id)),
    [rows, selection.ids],
  );
  const columns = useMemo(
    () => runColumns(runs ?? [], { colours: selectedColours(picked), withExperiment }),
    [runs, picked, withExperiment],
  );
  return (
    <>
      <DataTable
        label="Runs"
        noun={['run', 'runs']}
        placeholder={
          more === null ? 'Name, parameter or metric' : `Filter the ${count(rows?.length ?? 0)} runs loaded`
        }
        height="dense"
        columns={columns}
        rows={rows}
        rowId={({ run }) => run.id}
        rowPath={({ run }) => paths.run(run.id)}
        selection={selection}
        tools={<StatusChips />}
        more={more}
        csv={csv}
        marked={marked}
        empty={states.length === 0 ? empty : <NoneInState />}
      />
      <CompareBar picked={picked} selection={selection} />
    </>
  );
}

function NoneInState() {
  const [search, setSearch] = useSearchParams();
  return (
    <>
      <FilterRow>
        <StatusChips />
      </FilterRow>
      <Panel>
        <Empty title="No run in this state">
          <p>Runs in other states are left out.</p>
          <Button
            variant="default"
            onClick={() => {
              const next = new URLSearchParams(search);
              next.delete('state');
              setSearch(next, { replace: true });
            }}
          >
            Clear filters
          </Button>
        </Empty>
      </Panel>
    </>
  );
}
