import { Button } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { isHidden, toFailure } from '@/api/failure';
import { RunProgressOfAllDocument, RunsDocument } from '@/api/generated/runs';
import { useRights } from '@/api/permissions';
import { useSignedIn } from '@/api/session';
import { useNamed } from '@/api/use-named';
import { useRepeat } from '@/api/use-repeat';
import { counted } from '@/format/number';
import { Icon } from '@/parts/Icon';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { ListFailed } from '@/parts/ListFailed';
import { Panel } from '@/parts/Panel';
import { Empty, Snippet } from '@/parts/states';
import { paths } from '@/paths';
import { CreateExperimentDialog } from './CreateExperimentDialog';
import { REPEAT_MS, staleRows } from './stale-rows';
import { StartRunDialog } from './start/StartRunDialog';
import { RunTable } from './table/RunTable';
import { useRunStates } from './table/StatusChips';

const PAGE_SIZE = 50;

/** The newest runs of all experiments that the person may read. */
export function RunListPage() {
  const { tenant } = useSignedIn();
  const { somewhere } = useRights();
  const states = useRunStates();
  // A place in the list belongs to one filter.
  const filter = states.join();
  const [place, setPlace] = useState<{ filter: string; after: string | null }>({ filter, after: null });
  const status = states.length === 0 ? null : [...states];
  const [{ data, error, fetching }, ask] = useNamed({
    query: RunsDocument,
    variables: { first: PAGE_SIZE, after: place.filter === filter ? place.after : null, status },
  });
  const stale = staleRows(data?.runs.edges ?? [], PAGE_SIZE);
  useRepeat(
    RunProgressOfAllDocument,
    { first: PAGE_SIZE, after: null, ...stale, status },
    stale === null ? null : REPEAT_MS,
  );
  const [open, setOpen] = useState<'start' | 'experiment' | null>(null);
  const navigate = useNavigate();

  const failure = error === undefined ? null : toFailure(error);
  const hidden = failure !== null && isHidden(failure);
  const runs = data?.runs.edges.map(({ node }) => node);
  const isAwaited = runs === undefined && fetching;
  const startButton = (
    <Button leftSection={<Icon name="play" size={14} />} onClick={() => setOpen('start')}>
      Start a run
    </Button>
  );
  // Whoever may read no project can choose none.
  const mayTry = somewhere.includes('PROJECT_READ') && somewhere.includes('RUN_WRITE');
  const mayStart = mayTry && somewhere.includes('JOB_SUBMIT');
  // A list without any run offers it in its place.
  const isEmpty = runs?.length === 0 && states.length === 0;
  return (
    <>
      <PageHead
        title="Runs"
        meta={
          runs !== undefined && runs.length > 0 ? (
            <span>
              {data?.runs.pageInfo.hasNextPage === true && 'The newest '}
              {counted(runs.length, 'run', 'runs')} of {tenant.name}
            </span>
          ) : (
            isAwaited && AWAITED
          )
        }
        actions={
          !hidden &&
          mayTry && (
            <>
              <Button variant="default" onClick={() => setOpen('experiment')}>
                Create experiment
              </Button>
              {!isEmpty && mayStart && startButton}
            </>
          )
        }
      />
      {(isAwaited || runs !== undefined) && !hidden && (
        <RunTable
          runs={runs}
          withExperiment
          csv="runs"
          more={
            data?.runs.pageInfo.hasNextPage === true
              ? { load: () => setPlace({ filter, after: data.runs.pageInfo.endCursor }), loading: fetching }
              : null
          }
          empty={
            <Panel>
              <NoRuns>{mayStart && startButton}</NoRuns>
            </Panel>
          }
        />
      )}
      {failure !== null && (
        <ListFailed
          what="runs"
          begun={runs !== undefined}
          failure={failure}
          onRetry={() => ask({ requestPolicy: 'network-only' })}
        />
      )}
      <StartRunDialog
        opened={open === 'start'}
        onClose={() => setOpen(null)}
        onStarted={(id) => void navigate(paths.run(id))}
      />
      <CreateExperimentDialog
        opened={open === 'experiment'}
        onClose={() => setOpen(null)}
        onCreated={(project, id) => void navigate(paths.experiment(project, id))}
      />
    </>
  );
}

/** How a first run comes about: here, or by a program that logs what it trained elsewhere. */
export function NoRuns({ children }: { readonly children: React.ReactNode }) {
  return (
    <Empty title="No runs yet">
      <p>
        Start one here. One that is trained elsewhere is logged by the API, with an API key as its token:
        createRun begins it, logBatch takes its metrics, finishRun ends it.
      </p>
      {children}
      <Snippet>{'mutation { createRun(input: { experimentId: "…", name: "first" }) { id } }'}</Snippet>
    </Empty>
  );
}
