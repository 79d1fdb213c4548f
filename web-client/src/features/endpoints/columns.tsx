import type { EndpointRowFragment, RevisionStatus } from '@/api/generated/endpoints';
import { NO_VALUE, percent, rate } from '@/format/number';
import type { Column } from '@/parts/data-table';
import { Spark } from '@/parts/Spark';
import { nameColumn, projectColumn, stateColumn, textColumn } from '@/parts/table-columns';
import { paths } from '@/paths';
import { endpointState, modelName, serving } from './revisions';
import { figuresOf, type Period } from './traffic';
import { words } from './words';

const says = words.columns;

/** What the list shows of traffic. */
export const LIST_PERIOD: Period = { key: 'list', label: '60 min', lengthMs: 3_600_000, buckets: 12 };

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

export const ENDPOINT_COLUMNS: readonly Column<EndpointRowFragment>[] = [
  nameColumn(
    'Endpoint',
    ({ name }) => name,
    ({ id }) => paths.endpoint(id),
  ),
  stateColumn(stateOf, { width: 104 }),
  textColumn('serves', 'Serves', serves),
  projectColumn(({ project }) => project, { width: 160 }),
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

/** `r23 wine v8 10 %, r22 wine v7 90 %` */
function serves({ revisions }: EndpointRowFragment): string {
  return serving(revisions)
    .map((revision) => `r${revision.number} ${modelName(revision)}, ${revision.weight} %`)
    .join('; ');
}
