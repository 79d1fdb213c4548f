import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { createMemoryRouter, Link, RouterProvider } from 'react-router';
import '@/theme/index.css';
import { metric, money } from '@/format/number';
import { DataTable, useSelection, type Column } from '@/parts/data-table';
import { State } from '@/parts/State';
import { When } from '@/parts/When';
import { theme } from '@/theme/theme';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly f1: number;
  readonly loss: number;
  readonly by: string;
  readonly euros: string;
  readonly at: string;
}

const ROWS = 10_000;
const STATES = ['RUNNING', 'FINISHED', 'FAILED', 'KILLED'];

const rows: readonly Row[] = Array.from({ length: ROWS }, (_, index) => ({
  id: `r${index}`,
  name: `damage-vit-l #${index}`,
  status: STATES[index % STATES.length] ?? 'FINISHED',
  f1: 0.7 + ((index * 7_919) % 2_000) / 8_000,
  loss: 0.2 + ((index * 104_729) % 5_000) / 9_000,
  by: index % 3 === 0 ? 'key:ci' : 'engineer',
  euros: `${index % 60}.${String((index * 31) % 100).padStart(2, '0')}`,
  at: new Date(Date.UTC(2026, 0, 1) + index * 600_000).toISOString(),
}));

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    header: 'Run',
    name: true,
    value: ({ name }) => name,
    cell: ({ id, name }) => <Link to={`/${id}`}>{name}</Link>,
  },
  {
    id: 'status',
    header: 'State',
    value: ({ status }) => status,
    cell: ({ status }) => <State name={status} />,
  },
  {
    id: 'f1',
    header: 'val/f1',
    figures: true,
    best: 'max',
    value: ({ f1 }) => f1,
    cell: ({ f1 }) => metric(f1),
  },
  {
    id: 'loss',
    header: 'val/loss',
    figures: true,
    best: 'min',
    value: ({ loss }) => loss,
    cell: ({ loss }) => metric(loss),
  },
  { id: 'by', header: 'Started by', value: ({ by }) => by },
  {
    id: 'cost',
    header: 'Cost',
    figures: true,
    value: ({ euros }) => Number(euros),
    cell: ({ euros }) => money(euros, 'EUR'),
  },
  { id: 'at', header: 'Started', figures: true, value: ({ at }) => at, cell: ({ at }) => <When at={at} /> },
];

function Page() {
  const selection = useSelection();
  return (
    <DataTable
      label="Runs"
      noun={['run', 'runs']}
      height="dense"
      columns={columns}
      rows={rows}
      rowId={({ id }) => id}
      rowPath={({ id }) => `/${id}`}
      selection={selection}
      csv="runs"
    />
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('list.html has no #root');
createRoot(root).render(
  <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false}>
    <RouterProvider router={createMemoryRouter([{ path: '*', element: <Page /> }])} />
  </MantineProvider>,
);
