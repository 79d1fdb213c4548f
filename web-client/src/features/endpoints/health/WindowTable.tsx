import { useMemo } from 'react';
import { count, percent } from '@/format/number';
import { exactUtc } from '@/format/time';
import { DataTable, type Column } from '@/parts/data-table';
import { Panel } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import { qualityText, type Window } from './health';
import { words } from './words';

const says = words.windowTable;

/** The windows in figures, newest first: what the curves are drawn from. */
export function WindowTable({
  windows,
  name,
}: {
  readonly windows: readonly Window[];
  readonly name: string;
}) {
  const rows = useMemo(() => [...windows].sort((a, b) => b.from.localeCompare(a.from)), [windows]);
  return (
    <Panel title="Windows">
      <DataTable
        label="Windows"
        noun={['window', 'windows']}
        prefix="w-"
        height="dense"
        placeholder={says.placeholder}
        columns={COLUMNS}
        rows={rows}
        rowId={({ from, revision }) => `${from} ${revision}`}
        csv={`${name}-quality`}
      />
    </Panel>
  );
}

const COLUMNS: readonly Column<Window>[] = [
  {
    id: 'from',
    header: 'From',
    unit: 'UTC',
    name: true,
    width: 168,
    value: ({ from }) => from,
    cell: ({ from }) => <span className="num">{exactUtc(from).slice(0, 16)}</span>,
  },
  {
    id: 'revision',
    header: 'Revision',
    width: 72,
    p2: true,
    value: ({ revision }) => revision,
    cell: ({ revision }) => `r${revision}`,
  },
  {
    id: 'value',
    header: 'Value',
    figures: true,
    width: 72,
    value: ({ value }) => value,
    cell: ({ measure, value }) => qualityText(measure, value),
  },
  {
    id: 'interval',
    header: '95 % interval',
    figures: true,
    width: 124,
    p2: true,
    value: ({ low }) => low,
    cell: ({ measure, low, high }) =>
      low === null || high === null ? '–' : says.to(qualityText(measure, low), qualityText(measure, high)),
  },
  {
    id: 'labels',
    header: 'Labels',
    figures: true,
    p2: true,
    width: 72,
    value: ({ labels }) => labels,
    cell: ({ labels }) => count(labels),
  },
  {
    id: 'predictions',
    header: 'Predictions',
    figures: true,
    p2: true,
    width: 92,
    value: ({ predictions }) => predictions,
    cell: ({ predictions }) => count(predictions),
  },
  {
    id: 'coverage',
    header: 'Coverage',
    figures: true,
    width: 76,
    value: ({ coverage }) => coverage,
    cell: ({ coverage }) => percent(coverage),
  },
  {
    id: 'frozen',
    header: 'State',
    width: 118,
    p2: true,
    value: ({ frozen }) => (frozen ? 'Frozen' : says.stillCounting),
    cell: ({ frozen }) =>
      frozen ? (
        <Status tone="idle" icon="lock">
          Frozen
        </Status>
      ) : (
        <Status tone="run" icon="half">
          {says.stillCounting}
        </Status>
      ),
  },
];
