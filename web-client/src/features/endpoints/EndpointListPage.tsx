import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { EndpointsDocument, type EndpointRowFragment, type EndpointsQuery } from '@/api/generated/endpoints';
import { holds, useRights } from '@/api/permissions';
import { sum } from '@/format/amount';
import { everyBucket } from '@/format/buckets';
import { ListPage, useFilter, useList, useOfProject } from '@/parts/list-page';
import { useNow } from '@/parts/now';
import { stateWord } from '@/parts/State';
import { paths } from '@/paths';
import { endpointColumns, LIST_PERIOD, stateOf, STATES, type ListedEndpoint } from './columns';
import { EndpointListGlance } from './EndpointListGlance';
import { boundsOf, monthBounds, quietBucket } from './traffic';
import { words } from './words';

const says = words.endpointListPage;

/** The list is asked for anew this often. */
const STEP_MS = 120_000;

/** What the month's report says of the endpoint: nothing where it has no line of it. */
function withCost(endpoint: EndpointRowFragment, cost: EndpointsQuery['cost']): ListedEndpoint {
  const lines = cost?.lines.filter(({ endpointId }) => endpointId === endpoint.id) ?? [];
  return {
    ...endpoint,
    spent: cost === undefined ? null : sum(lines.map(({ amount }) => amount.amount)),
    currency: cost?.total.currency ?? 'EUR',
  };
}

/** All endpoints of the tenant: whether they serve, what, how much and how fast. */
export function EndpointListPage() {
  const stepMs = Math.floor(useNow() / STEP_MS) * STEP_MS;
  const period = useMemo(() => boundsOf(LIST_PERIOD, stepMs), [stepMs]);
  const { everywhere } = useRights();
  const [month] = useState(() => monthBounds(Date.now()));
  const state = useFilter({ param: 'state', label: 'State', values: STATES, word: stateWord, of: stateOf });
  const of = useOfProject();
  const list = useList({
    query: EndpointsDocument,
    variables: { period, month, costRead: holds(everywhere, 'COST_READ'), ...of.variables },
    rows: ({ endpoints, project }) => (project === null ? null : (endpoints ?? project?.endpoints)),
  });
  const cost = list.data?.cost;
  const rows = useMemo(
    () =>
      list.rows?.map((row) => ({
        ...withCost(row, cost),
        traffic: everyBucket(row.traffic, period, LIST_PERIOD.buckets, quietBucket),
      })),
    [list.rows, cost, period],
  );
  return (
    <ListPage
      title="Endpoints"
      noun={['endpoint', 'endpoints']}
      list={{ ...list, rows }}
      project={{ ...of, name: list.data?.project?.name }}
      columns={endpointColumns(rows?.[0])}
      rowPath={({ id }) => paths.endpoint(id)}
      filters={[state]}
      csv="endpoints"
      glance={() => <span>{says.trafficOfTheLast}</span>}
      above={
        rows !== undefined &&
        rows.length > 0 && <EndpointListGlance rows={rows} cost={cost} isAll={list.more === null} />
      }
      nothing={{
        title: says.title,
        text: says.text,
        action: (
          <Button component={Link} to={paths.models()}>
            {says.chooseAModel}
          </Button>
        ),
      }}
    />
  );
}
