import type { TableColumnsFragment } from '@/api/generated/datasets';
import { count, counted, metric, NO_VALUE, percent } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { Histogram } from './Histogram';
import styles from './datasets.module.css';
import { words } from './words';

const says = words.profileTable;

type ColumnProfile = TableColumnsFragment['columns'][number];

interface ProfileTableProps {
  readonly table: TableColumnsFragment;
  readonly rows: number;
}

/** What was found in each column of a table. */
export function ProfileTable({ table, rows }: ProfileTableProps) {
  return (
    <DataTable
      label={says.label(table.name)}
      noun={['column', 'columns']}
      prefix="p"
      columns={columnsOf(rows)}
      rows={table.columns}
      rowId={({ name }) => name}
      tools={table.columns.length > 12 ? undefined : null}
    />
  );
}

function columnsOf(rows: number): readonly Column<ColumnProfile>[] {
  return [
    { id: 'name', header: 'Column', name: true, value: ({ name }) => name },
    { id: 'type', header: 'Type', p2: true, width: 90, value: ({ type }) => type.toLowerCase() },
    {
      id: 'values',
      header: 'Values',
      width: 132,
      sortable: false,
      value: () => null,
      cell: ({ name, histogram, missing }) =>
        histogram.length === 0 && missing === 0 ? (
          NO_VALUE
        ) : (
          <Histogram name={name} buckets={histogram} missing={missing} />
        ),
    },
    {
      id: 'missing',
      header: 'Missing',
      figures: true,
      width: 80,
      value: ({ missing }) => missing,
      cell: ({ missing }) => (
        <span title={counted(missing, 'value', 'values')}>{percent(rows === 0 ? 0 : missing / rows, 1)}</span>
      ),
    },
    {
      id: 'distinct',
      header: 'Distinct',
      figures: true,
      p2: true,
      width: 80,
      value: ({ distinct }) => distinct,
      cell: ({ distinct }) => (distinct === null ? NO_VALUE : count(distinct)),
    },
    {
      id: 'min',
      header: 'Minimum',
      figures: true,
      p2: true,
      width: 112,
      value: ({ min }) => min,
      cell: ({ min }) => <Extreme value={min} />,
    },
    {
      id: 'mean',
      header: 'Mean',
      figures: true,
      p2: true,
      width: 96,
      value: ({ mean }) => mean,
      cell: ({ mean }) => (mean === null ? NO_VALUE : metric(mean)),
    },
    {
      id: 'max',
      header: 'Maximum',
      figures: true,
      p2: true,
      width: 112,
      value: ({ max }) => max,
      cell: ({ max }) => <Extreme value={max} />,
    },
  ];
}

/** A date with its time: the day says enough in a column, the title says the rest. */
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]/;

/** Words and days are no figures: tabular hyphens would tear them apart. */
function Extreme({ value }: { readonly value: string | null }) {
  const text = figure(value);
  const isNumber = value !== null && !Number.isNaN(Number(value));
  return (
    <span title={value ?? undefined} className={isNumber ? undefined : styles.worded}>
      {text}
    </span>
  );
}

/** Least and greatest come as text, because they may be words or dates. */
function figure(text: string | null): string {
  if (text === null) return NO_VALUE;
  if (MOMENT.test(text)) return text.slice(0, 10);
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : metric(number);
}
