import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { count, metric, NO_VALUE } from '@/format/number';
import { exactUtc } from '@/format/time';
import { DataTable, type Column } from '@/parts/data-table';
import { Panel } from '@/parts/Panel';
import { State } from '@/parts/State';
import { pastRows, type PastRow } from './drift-past';
import type { DriftPast } from './health';
import { words } from './words';

const says = words.driftTable;

/** More would part what is drawn from what else the page tells. */
const FEW = 24;

/** The drift of the windows in figures, many of them when they are asked for: what the small plots are drawn from. */
export function DriftTable({ past, name }: { readonly past: DriftPast; readonly name: string }) {
  const rows = useMemo(() => pastRows(past), [past]);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isShown = chosen ?? rows.length <= FEW;
  const { revision, windows, features, featureCount } = past;
  const note =
    features.length < featureCount
      ? says.rTheOfFeatures(revision, features.length, featureCount)
      : says.rNewest(revision, windows.length);
  return (
    <Panel
      title={says.title}
      note={note}
      end={
        rows.length > FEW && (
          <Button variant="subtle" aria-expanded={isShown} onClick={() => setChosen(!isShown)}>
            {isShown ? says.hide : says.show(rows.length)}
          </Button>
        )
      }
    >
      {isShown && (
        <DataTable
          label={says.title}
          noun={['row', 'rows']}
          prefix="d-"
          height="dense"
          placeholder={says.placeholder}
          columns={COLUMNS}
          rows={rows}
          rowId={({ id }) => id}
          csv={`${name}-drift`}
        />
      )}
    </Panel>
  );
}

const figure = (value: number | null) => (value === null ? NO_VALUE : metric(value));

const COLUMNS: readonly Column<PastRow>[] = [
  {
    id: 'from',
    header: 'From',
    unit: 'UTC',
    width: 168,
    value: ({ from }) => from,
    cell: ({ from }) => <span className="num">{exactUtc(from).slice(0, 16)}</span>,
  },
  { id: 'feature', header: 'Feature', name: true, value: ({ feature }) => feature },
  {
    id: 'psi',
    header: 'PSI',
    figures: true,
    p2: true,
    width: 72,
    value: ({ psi }) => psi,
    cell: ({ psi }) => figure(psi),
  },
  {
    id: 'measured',
    header: 'Measured',
    p2: true,
    width: 112,
    value: ({ measured }) => measured,
    cell: ({ measured }) => measured ?? NO_VALUE,
  },
  {
    id: 'value',
    header: 'Value',
    figures: true,
    p2: true,
    width: 72,
    value: ({ value }) => value,
    cell: ({ value }) => figure(value),
  },
  {
    id: 'chance',
    header: says.byChance,
    figures: true,
    p2: true,
    width: 92,
    value: ({ byChance }) => byChance,
    cell: ({ byChance }) => figure(byChance),
  },
  {
    id: 'limit',
    header: 'Limit',
    figures: true,
    p2: true,
    width: 72,
    value: ({ floor }) => floor,
    cell: ({ floor }) => figure(floor),
  },
  {
    id: 'rows',
    header: says.windowRows,
    figures: true,
    p2: true,
    width: 92,
    value: ({ rows }) => rows,
    cell: ({ rows }) => count(rows),
  },
  {
    id: 'verdict',
    header: 'State',
    width: 118,
    value: ({ verdict }) => verdict,
    cell: ({ verdict }) => <State name={verdict} />,
  },
];
