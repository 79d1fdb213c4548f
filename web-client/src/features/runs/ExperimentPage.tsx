import { Button } from '@mantine/core';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { isHidden, toFailure } from '@/api/failure';
import {
  ExperimentDocument,
  RunProgressOfExperimentDocument,
  type RunOrderInput,
} from '@/api/generated/runs';
import { useNamed } from '@/api/use-named';
import { useRepeat } from '@/api/use-repeat';
import { counted } from '@/format/number';
import { Icon } from '@/parts/Icon';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Failed, Hidden } from '@/parts/states';
import { Tag } from '@/parts/Tag';
import { paths } from '@/paths';
import { NoRuns } from './RunListPage';
import { REPEAT_MS, staleRows } from './stale-rows';
import { StartRunDialog } from './start/StartRunDialog';
import { METRIC_COLUMN } from './table/run-columns';
import { RunTable } from './table/RunTable';
import { useRunStates } from './table/StatusChips';

const PAGE_SIZE = 100;

/** The runs of one experiment: which is best, and at what cost. */
export function ExperimentPage() {
  const { project = '', experiment = '' } = useParams();
  const states = useRunStates();
  const orderBy = useOrder();
  const view = JSON.stringify([states, orderBy]);
  const [place, setPlace] = useState<{ view: string; after: string | null }>({ view, after: null });
  const listed = { experiment, orderBy, status: states.length === 0 ? null : [...states] };
  const [{ data, error, fetching }, ask] = useNamed({
    query: ExperimentDocument,
    variables: {
      ...listed,
      project,
      first: PAGE_SIZE,
      after: place.view === view ? place.after : null,
    },
  });
  const [starting, setStarting] = useState(false);
  const navigate = useNavigate();

  const found = data?.node?.__typename === 'Experiment' ? data.node : undefined;
  const stale = staleRows(found?.runs.edges ?? [], PAGE_SIZE);
  useRepeat(
    RunProgressOfExperimentDocument,
    { ...listed, first: PAGE_SIZE, after: null, ...stale },
    stale === null ? null : REPEAT_MS,
  );
  const failure = error === undefined ? null : toFailure(error);
  const hidden = (failure !== null && isHidden(failure)) || (data != null && found === undefined);
  const runs = found?.runs.edges.map(({ node }) => node);
  const isAwaited = found === undefined && fetching;
  const maySubmit = data?.viewer.permissions.includes('JOB_SUBMIT') ?? false;
  const startButton = maySubmit && (
    <Button leftSection={<Icon name="play" size={14} />} onClick={() => setStarting(true)}>
      Start a run
    </Button>
  );
  return (
    <>
      <PageHead
        title={found?.name ?? 'Experiment'}
        meta={
          found === undefined ? (
            isAwaited && AWAITED
          ) : (
            <>
              <span>
                {found.runs.pageInfo.hasNextPage && 'The first '}
                {counted(runs?.length ?? 0, 'run', 'runs')}
              </span>
              {found.tags.map(({ key, value }) => (
                <Tag key={key}>
                  {key}: {value}
                </Tag>
              ))}
            </>
          )
        }
        actions={runs?.length !== 0 && startButton}
        parents={
          found?.project === undefined
            ? undefined
            : [{ label: found.project.name, path: paths.project(found.project.id) }]
        }
      />
      {!hidden && (isAwaited || runs !== undefined) && (
        <RunTable
          runs={runs}
          csv={found?.name ?? 'runs'}
          more={
            found?.runs.pageInfo.hasNextPage === true
              ? { load: () => setPlace({ view, after: found.runs.pageInfo.endCursor }), loading: fetching }
              : null
          }
          empty={
            <Panel>
              <NoRuns>{startButton}</NoRuns>
            </Panel>
          }
        />
      )}
      {(hidden || failure !== null) && (
        <Panel>
          {hidden || failure === null ? (
            <Hidden />
          ) : (
            <Failed
              what={runs === undefined ? 'Could not load the runs' : 'Could not load more runs'}
              failure={failure}
              onRetry={() => ask({ requestPolicy: 'network-only' })}
            />
          )}
        </Panel>
      )}
      <StartRunDialog
        opened={starting}
        onClose={() => setStarting(false)}
        onStarted={(id) => void navigate(paths.run(id))}
        projectId={project}
        experiment={{ id: experiment, name: found?.name ?? 'This experiment' }}
      />
    </>
  );
}

/** A table sorted by a metric is sorted by the platform, so that the best of all runs come first. */
function useOrder(): RunOrderInput | null {
  const [search] = useSearchParams();
  const sort = search.get('sort') ?? '';
  const descending = sort.startsWith('-');
  const column = descending ? sort.slice(1) : sort;
  if (!column.startsWith(METRIC_COLUMN)) return null;
  return { key: column.slice(METRIC_COLUMN.length), direction: descending ? 'DESC' : 'ASC' };
}
