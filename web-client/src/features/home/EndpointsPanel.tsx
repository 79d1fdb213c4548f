import { useMemo } from 'react';
import { Link } from 'react-router';
import type { HomeEndpointFragment } from '@/api/generated/home';
import { approximate, isZero, perThousand } from '@/format/amount';
import { everyBucket } from '@/format/buckets';
import { count, NO_VALUE, percent, price, rate } from '@/format/number';
import { toPeriod } from '@/format/period';
import { DAY_MS } from '@/format/units';
import { DataTable, type Column } from '@/parts/data-table';
import { Panel } from '@/parts/Panel';
import { Spark } from '@/parts/Spark';
import { Empty } from '@/parts/states';
import { Status } from '@/parts/Status';
import { paths } from '@/paths';
import { healthOf, trafficOf, type Health, type Traffic } from './health';
import { HOUR_S } from './use-home';
import { words } from './words';

const says = words.endpoints;

/** Hours, as the query asks for them. */
const DAY_BUCKETS = 24;

interface Row {
  readonly endpoint: HomeEndpointFragment;
  readonly traffic: Traffic;
  readonly health: Health;
  /** Requests of each of the last 24 hours. */
  readonly hours: readonly number[];
  /** Null of too few requests. */
  readonly per1000: string | null;
  /** Of the last 24 h. */
  readonly calls: number;
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'endpoint',
    header: says.endpoint,
    name: true,
    value: ({ endpoint }) => endpoint.name,
    cell: ({ endpoint: { id, name } }) => (
      <Link to={paths.endpoint(id)} title={name}>
        {name}
      </Link>
    ),
  },
  {
    id: 'health',
    header: says.health,
    width: 108,
    value: ({ health }) => health.word,
    cell: ({ health: { tone, icon, word, why } }) => (
      <span title={why ?? undefined}>
        <Status tone={tone} icon={icon}>
          {word}
        </Status>
      </span>
    ),
  },
  {
    id: 'traffic',
    header: says.traffic,
    unit: says.day,
    p2: true,
    width: 108,
    sortable: false,
    value: () => null,
    cell: ({ endpoint: { name }, hours }) => <Spark values={hours} label={says.lastDay(name)} width={84} />,
  },
  {
    id: 'rate',
    header: says.requests,
    unit: '/min',
    figures: true,
    width: 104,
    value: ({ traffic }) => traffic.perMinute,
    cell: ({ traffic }) => rate(traffic.perMinute),
  },
  {
    id: 'p95',
    header: 'p95',
    unit: 'ms',
    figures: true,
    p2: true,
    width: 72,
    value: ({ traffic }) => traffic.p95Ms,
    cell: ({ traffic: { p95Ms } }) => (p95Ms === null ? NO_VALUE : rate(p95Ms)),
  },
  {
    id: 'errors',
    header: says.errors,
    figures: true,
    p2: true,
    width: 80,
    value: ({ traffic }) => traffic.errorShare,
    cell: ({ traffic }) => percent(traffic.errorShare, 2),
  },
  {
    id: 'replicas',
    header: says.replicas,
    figures: true,
    p2: true,
    width: 80,
    value: ({ endpoint }) => endpoint.scaling.ready,
    cell: ({ endpoint: { scaling } }) => (
      <span title={scaling.reason ?? undefined}>
        {says.ready(count(scaling.ready), count(scaling.wanted))}
      </span>
    ),
  },
  {
    id: 'per1000',
    header: says.per1000,
    figures: true,
    p2: true,
    width: 92,
    value: ({ per1000 }) => (per1000 === null ? null : approximate(per1000)),
    cell: (row) => <Per1000 {...row} />,
  },
];

function Per1000({ per1000, calls, endpoint: { cost } }: Row) {
  if (per1000 === null) {
    return <span title={says.tooFewWhy(calls)}>{calls === 0 ? NO_VALUE : says.tooFew}</span>;
  }
  return cost === undefined || isZero(per1000) ? NO_VALUE : price(per1000, cost.total.currency);
}

const WITHOUT_PRICE = COLUMNS.filter(({ id }) => id !== 'per1000');

/** How each endpoint did in the last hour; undefined while that is on its way. */
export function EndpointsPanel({
  endpoints,
  asOfMs,
}: {
  readonly endpoints: readonly HomeEndpointFragment[] | undefined;
  /** When the day ended that their traffic was asked for. */
  readonly asOfMs: number;
}) {
  const priced = endpoints?.every(({ cost }) => cost !== undefined) !== false;
  const rows = useMemo(() => endpoints?.map((endpoint) => rowOf(endpoint, asOfMs)), [endpoints, asOfMs]);
  return (
    <Panel title={says.title} end={priced ? says.periodPriced : says.period}>
      <DataTable
        label={says.title}
        noun={says.noun}
        columns={priced ? COLUMNS : WITHOUT_PRICE}
        rows={rows}
        rowId={({ endpoint }) => endpoint.id}
        rowPath={({ endpoint }) => paths.endpoint(endpoint.id)}
        prefix="endpoints-"
        tools={null}
        skeletonRows={4}
        empty={
          <Empty title={says.none}>
            <p>
              {says.noneTextTo}{' '}
              <Link to={paths.models()} data-link>
                {says.noneTextLink}
              </Link>
              .
            </p>
          </Empty>
        }
      />
    </Panel>
  );
}

function callsOf(buckets: HomeEndpointFragment['day']): number {
  return buckets.reduce((total, { requests }) => total + requests, 0);
}

function rowOf(endpoint: HomeEndpointFragment, asOfMs: number): Row {
  const traffic = trafficOf(endpoint, HOUR_S);
  const day = toPeriod({ fromMs: asOfMs - DAY_MS, toMs: asOfMs });
  const calls = callsOf(endpoint.day);
  const quiet = (at: string) => ({ at, requests: 0 });
  return {
    endpoint,
    hours: everyBucket(endpoint.day, day, DAY_BUCKETS, quiet).map(({ requests }) => requests),
    traffic,
    health: healthOf(endpoint, traffic),
    calls,
    per1000: endpoint.cost === undefined ? null : perThousand(endpoint.cost.total.amount, calls),
  };
}
