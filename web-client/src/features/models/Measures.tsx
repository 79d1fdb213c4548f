import { useMemo } from 'react';
import type { PassportFragment } from '@/api/generated/models';
import { metricInColumn, NO_VALUE } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { compare, type Better, type ComparedMetric } from './comparison';
import type { Incumbent } from './model';
import styles from './models.module.css';
import { words } from './words';

const says = words.measures;

interface MeasuresProps {
  readonly version: PassportFragment;
  /** Null where there is nothing to compare with. */
  readonly incumbent: Incumbent | null;
}

const WORDS: Readonly<Record<Better, string>> = { this: 'better', that: 'worse', same: 'same', unknown: '' };

/** The metrics of the run that made it, beside those of the version in use. */
export function Measures({ version, incumbent }: MeasuresProps) {
  const theirs = incumbent?.target;
  const rows = useMemo(
    () => compare(version.run?.metrics ?? [], theirs?.run?.metrics ?? []),
    [version.run, theirs?.run],
  );
  const columns = useMemo(
    () => columnsOf(version.number, theirs?.number ?? null),
    [version.number, theirs?.number],
  );
  return (
    <Panel
      title={incumbent === null ? 'Measures' : says.againstTheIncumbent}
      end={
        incumbent === null
          ? says.noOtherVersionHas
          : says.vBesideV(version.number, incumbent.target.number, incumbent.why)
      }
    >
      <DataTable
        label="Metrics"
        noun={['metric', 'metrics']}
        prefix="m-"
        tools={null}
        height="dense"
        columns={columns}
        rows={rows}
        rowId={({ key }) => key}
        empty={
          <Empty title={says.noMetrics}>
            <p>{says.runBehind}</p>
          </Empty>
        }
      />
    </Panel>
  );
}

function columnsOf(mine: number, theirs: number | null): readonly Column<ComparedMetric>[] {
  const own: Column<ComparedMetric>[] = [
    {
      id: 'key',
      header: 'Measure',
      name: true,
      value: ({ key }) => key,
      cell: ({ key }) => (
        <span className="cut" title={key}>
          {key}
        </span>
      ),
    },
    {
      id: 'mine',
      header: `v${mine}`,
      figures: true,
      width: 112,
      value: (row) => row.mine,
      cell: (row) => <Value value={row.mine} best={row.better === 'this'} />,
    },
  ];
  if (theirs === null) return own;
  return [
    ...own,
    {
      id: 'theirs',
      header: `v${theirs}`,
      figures: true,
      width: 112,
      value: (row) => row.theirs,
      cell: (row) => <Value value={row.theirs} best={row.better === 'that'} />,
    },
    {
      id: 'difference',
      header: 'Difference',
      figures: true,
      p2: true,
      width: 112,
      value: ({ difference }) => difference,
      cell: ({ difference, better }) => (
        <span className={toneOf(better)}>{difference === null ? NO_VALUE : signed(difference)}</span>
      ),
    },
    {
      id: 'better',
      header: 'Direction',
      width: 84,
      value: ({ better }) => WORDS[better],
      cell: ({ better }) => <span className={toneOf(better)}>{WORDS[better] || NO_VALUE}</span>,
    },
  ];
}

function Value({ value, best }: { readonly value: number | null; readonly best: boolean }) {
  const text = value === null ? NO_VALUE : metricInColumn(value);
  return best ? <b>{text}</b> : text;
}

function signed(difference: number): string {
  return difference > 0 ? `+${metricInColumn(difference)}` : metricInColumn(difference);
}

function toneOf(better: Better): string | undefined {
  if (better === 'this') return styles.better;
  return better === 'that' ? styles.worse : undefined;
}
