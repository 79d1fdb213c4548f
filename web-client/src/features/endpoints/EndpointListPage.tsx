import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { toFailure } from '@/api/failure';
import { EndpointsDocument } from '@/api/generated/endpoints';
import { usePages } from '@/api/use-pages';
import { everyBucket } from '@/format/buckets';
import { counted } from '@/format/number';
import { DataTable } from '@/parts/data-table';
import { useNow } from '@/parts/now';
import { NoneOfProject, OfProject, useOfProject } from '@/parts/OfProject';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { ListFailed } from '@/parts/ListFailed';
import { Panel } from '@/parts/Panel';
import { Empty, Hidden } from '@/parts/states';
import { paths } from '@/paths';
import { ENDPOINT_COLUMNS, LIST_PERIOD } from './columns';
import { endpointState } from './revisions';
import { boundsOf, quietBucket } from './traffic';

/** Rows of one page of the list. */
const PAGE_SIZE = 50;
/** The list is asked for anew this often. */
const STEP_MS = 120_000;

/** All endpoints of the tenant: whether they serve, what, how much and how fast. */
export function EndpointListPage() {
  const stepMs = Math.floor(useNow() / STEP_MS) * STEP_MS;
  const of = useOfProject();
  const [{ data, error, fetching }, ask] = usePages({
    query: EndpointsDocument,
    variables: { first: PAGE_SIZE, ...of.variables, period: boundsOf(LIST_PERIOD, stepMs) },
  });
  const failure = error === undefined ? null : toFailure(error);
  const project = data?.project;
  const endpoints = data?.endpoints ?? project?.endpoints;
  const edges = endpoints?.edges;
  const rows = useMemo(
    () =>
      edges?.map(({ node }) => ({
        ...node,
        traffic: everyBucket(node.traffic, boundsOf(LIST_PERIOD, stepMs), LIST_PERIOD.buckets, quietBucket),
      })),
    [edges, stepMs],
  );
  const pageInfo = endpoints?.pageInfo;
  const serve = rows?.filter(({ revisions }) => endpointState(revisions) === 'READY').length ?? 0;
  return (
    <>
      <PageHead
        title="Endpoints"
        meta={
          rows === undefined
            ? failure === null && project !== null && AWAITED
            : rows.length > 0 && (
                <>
                  <span>{counted(rows.length, 'endpoint', 'endpoints')}</span>
                  <span>{counted(serve, 'serves', 'serve')}</span>
                  <span>traffic of the last 60 minutes</span>
                </>
              )
        }
      />
      {failure !== null && (
        <ListFailed
          what="endpoints"
          begun={rows !== undefined}
          failure={failure}
          onRetry={() => ask({ requestPolicy: 'network-only' })}
        />
      )}
      {project === null && (
        <Panel>
          <Hidden />
        </Panel>
      )}
      {(rows !== undefined || failure === null) && project !== null && (
        <DataTable
          label="Endpoints"
          noun={['endpoint', 'endpoints']}
          columns={ENDPOINT_COLUMNS}
          rows={rows}
          rowId={({ id }) => id}
          rowPath={({ id }) => paths.endpoint(id)}
          csv="endpoints"
          more={
            pageInfo?.hasNextPage === true
              ? { load: () => of.goOn(pageInfo.endCursor), loading: fetching }
              : null
          }
          tools={of.isOfOne && <OfProject name={project?.name} />}
          empty={
            project != null ? (
              <NoneOfProject what="endpoints" name={project.name} />
            ) : (
              <Panel>
                <Empty title="No endpoints yet">
                  <p>
                    An endpoint answers predictions over REST and gRPC with a model version that was approved.
                    Open such a version and deploy it: its first deployment makes the endpoint.
                  </p>
                  <Button component={Link} to={paths.models()}>
                    Choose a model
                  </Button>
                </Empty>
              </Panel>
            )
          }
        />
      )}
    </>
  );
}
