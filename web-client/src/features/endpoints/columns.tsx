import { Link } from 'react-router';
import type { EndpointRowFragment } from '@/api/generated/endpoints';
import { NO_VALUE, percent, rate } from '@/format/number';
import type { Column } from '@/parts/data-table';
import { Spark } from '@/parts/Spark';
import { State, stateWord } from '@/parts/State';
import { paths } from '@/paths';
import { endpointState, modelName, serving } from './revisions';
import { figuresOf, type Period } from './traffic';

/** What the list shows of traffic. */
export const LIST_PERIOD: Period = { key: 'list', label: '60 min', lengthMs: 3_600_000, buckets: 12 };

const trafficOf = ({ traffic }: EndpointRowFragment) => figuresOf(traffic, LIST_PERIOD);

export const ENDPOINT_COLUMNS: readonly Column<EndpointRowFragment>[] = [
  {
    id: 'name',
    header: 'Endpoint',
    name: true,
    value: ({ name }) => name,
    cell: ({ id, name }) => (
      <Link to={paths.endpoint(id)} className="cut" title={name}>
        {name}
      </Link>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: 104,
    value: ({ revisions }) => stateWord(endpointState(revisions)),
    cell: ({ revisions }) => <State name={endpointState(revisions)} />,
  },
  {
    id: 'serves',
    header: 'Serves',
    p2: true,
    value: ({ revisions }) => serves(revisions),
    cell: ({ revisions }) => (
      <span className="cut" title={serves(revisions)}>
        {serves(revisions) || NO_VALUE}
      </span>
    ),
  },
  {
    id: 'project',
    header: 'Project',
    p2: true,
    width: 160,
    value: ({ project }) => project.name,
    cell: ({ project }) => (
      <Link to={paths.project(project.id)} className="cut" title={project.name}>
        {project.name}
      </Link>
    ),
  },
  {
    id: 'shape',
    header: 'Last 60 min',
    p2: true,
    width: 96,
    sortable: false,
    value: () => null,
    cell: (row) => (
      <Spark
        values={row.traffic.map(({ requests }) => requests)}
        label={`Requests of the last 60 minutes, ${trafficOf(row).requests} in all`}
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
    cell: ({ scaling }) => `${scaling.ready} / ${scaling.wanted}`,
  },
];

/** `r23 wine v8 10 %, r22 wine v7 90 %` */
function serves(revisions: EndpointRowFragment['revisions']): string {
  return serving(revisions)
    .map((revision) => `r${revision.number} ${modelName(revision)}, ${revision.weight} %`)
    .join('; ');
}
