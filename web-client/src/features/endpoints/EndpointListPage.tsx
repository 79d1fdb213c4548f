import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { EndpointsDocument } from '@/api/generated/endpoints';
import { everyBucket } from '@/format/buckets';
import { counted } from '@/format/number';
import { ListPage, useFilter, useList, useOfProject } from '@/parts/list-page';
import { useNow } from '@/parts/now';
import { stateWord } from '@/parts/State';
import { paths } from '@/paths';
import { ENDPOINT_COLUMNS, LIST_PERIOD, stateOf, STATES } from './columns';
import { boundsOf, quietBucket } from './traffic';
import { words } from './words';

const says = words.endpointListPage;

/** The list is asked for anew this often. */
const STEP_MS = 120_000;

/** All endpoints of the tenant: whether they serve, what, how much and how fast. */
export function EndpointListPage() {
  const stepMs = Math.floor(useNow() / STEP_MS) * STEP_MS;
  const period = useMemo(() => boundsOf(LIST_PERIOD, stepMs), [stepMs]);
  const state = useFilter({ param: 'state', label: 'State', values: STATES, word: stateWord, of: stateOf });
  const of = useOfProject();
  const list = useList({
    query: EndpointsDocument,
    variables: { period, ...of.variables },
    rows: ({ endpoints, project }) => (project === null ? null : (endpoints ?? project?.endpoints)),
  });
  const rows = useMemo(
    () =>
      list.rows?.map((row) => ({
        ...row,
        traffic: everyBucket(row.traffic, period, LIST_PERIOD.buckets, quietBucket),
      })),
    [list.rows, period],
  );
  return (
    <ListPage
      title="Endpoints"
      noun={['endpoint', 'endpoints']}
      list={{ ...list, rows }}
      project={{ ...of, name: list.data?.project?.name }}
      columns={ENDPOINT_COLUMNS}
      rowPath={({ id }) => paths.endpoint(id)}
      filters={[state]}
      csv="endpoints"
      glance={(shown) => (
        <>
          <span>{counted(shown.filter((row) => stateOf(row) === 'READY').length, 'serves', 'serve')}</span>
          <span>{says.trafficOfTheLast}</span>
        </>
      )}
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
