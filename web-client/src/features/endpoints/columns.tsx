import type { EndpointRowFragment, RevisionStatus } from '@/api/generated/endpoints';
import { approximate, compareAmounts, type Amount } from '@/format/amount';
import { NO_VALUE, percent, rate } from '@/format/number';
import { HOUR_MS } from '@/format/units';
import type { Column } from '@/parts/data-table';
import { Money } from '@/parts/Money';
import { Spark } from '@/parts/Spark';
import { nameColumn, projectColumn, stateColumn, textColumn, whenColumn } from '@/parts/table-columns';
import { paths } from '@/paths';
import { endpointState, modelName, newestFirst, serving } from './revisions';
import { figuresOf, type Period } from './traffic';
import { words } from './words';

const says = words.columns;

/** What the list shows of traffic. */
export const LIST_PERIOD: Period = { key: 'list', label: '60 min', lengthMs: HOUR_MS, buckets: 12 };

/** An endpoint with what it has cost this month; null where that may not be known. */
export interface ListedEndpoint extends EndpointRowFragment {
  readonly spent: Amount | null;
  readonly currency: string;
}

const trafficOf = ({ traffic }: EndpointRowFragment) => figuresOf(traffic, LIST_PERIOD);

export const STATES: readonly RevisionStatus[] = [
  'READY',
  'LOADING',
  'PENDING',
  'DRAINING',
  'FAILED',
  'STOPPED',
];

export function stateOf({ revisions }: EndpointRowFragment): RevisionStatus {
  return endpointState(revisions);
}

/** Columns of what the person may see of every endpoint. */
export function endpointColumns(first: ListedEndpoint | undefined): readonly Column<ListedEndpoint>[] {
  return [...COLUMNS, ...(first === undefined || first.spent === null ? [] : [SPENT]), DEPLOYED];
}

const SPENT: Column<ListedEndpoint> = {
  id: 'spent',
  header: says.spent,
  figures: true,
  p2: true,
  width: 104,
  value: ({ spent }) => (spent === null ? null : approximate(spent)),
  exported: ({ spent }) => spent,
  compare: (a, b) => compareAmounts(a.spent ?? '0', b.spent ?? '0'),
  cell: ({ spent, currency }) => (spent === null ? NO_VALUE : <Money amount={spent} currency={currency} />),
};

const DEPLOYED = whenColumn<ListedEndpoint>(
  'deployed',
  says.deployed,
  ({ revisions }) => newestFirst(revisions)[0]?.createdAt,
  { optional: true, width: 120 },
);

const COLUMNS: readonly Column<ListedEndpoint>[] = [
  nameColumn(
    'Endpoint',
    ({ name }) => name,
    ({ id }) => paths.endpoint(id),
  ),
  stateColumn(stateOf, { width: 104 }),
  textColumn('serves', 'Serves', serves),
  projectColumn(({ project }) => project, { width: 136 }),
  {
    id: 'shape',
    header: says.header,
    p2: true,
    width: 96,
    sortable: false,
    value: () => null,
    cell: (row) => (
      <Spark
        values={row.traffic.map(({ requests }) => requests)}
        label={says.label(trafficOf(row).requests)}
        fromZero
      />
    ),
  },
  {
    id: 'rate',
    header: 'Requests',
    unit: '/min',
    figures: true,
    width: 104,
    value: (row) => trafficOf(row).perMinute,
    cell: (row) => {
      const { perMinute } = trafficOf(row);
      return perMinute === null ? NO_VALUE : rate(perMinute);
    },
  },
  {
    id: 'errors',
    header: 'Errors',
    figures: true,
    p2: true,
    width: 80,
    value: (row) => trafficOf(row).errorShare,
    cell: (row) => {
      const { errorShare } = trafficOf(row);
      return errorShare === null ? NO_VALUE : percent(errorShare, 2);
    },
  },
  {
    id: 'p95',
    header: 'p95',
    unit: 'ms',
    figures: true,
    p2: true,
    width: 80,
    value: (row) => trafficOf(row).p95Ms,
    cell: (row) => {
      const { p95Ms } = trafficOf(row);
      return p95Ms === null ? NO_VALUE : rate(p95Ms);
    },
  },
  {
    id: 'replicas',
    header: 'Replicas',
    figures: true,
    p2: true,
    width: 88,
    value: ({ scaling }) => scaling.ready,
    cell: ({ scaling }) => says.of(scaling.ready, scaling.wanted),
  },
];

/** `r23 wine v8, 10 %; r22 wine v7, 90 %`; all of it goes without saying. */
function serves({ revisions }: EndpointRowFragment): string {
  return serving(revisions)
    .map((revision) => `r${revision.number} ${modelName(revision)}${shareOf(revision)}`)
    .join('; ');
}

function shareOf({ weight }: { readonly weight: number }): string {
  return weight === 100 ? '' : `, ${weight} %`;
}
