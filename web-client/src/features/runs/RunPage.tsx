import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { RunDetailFragment } from '@/api/generated/runs';
import { Columns, Stack } from '@/parts/Columns';
import { Comments } from '@/parts/comments/Comments';
import { Icon } from '@/parts/Icon';
import { JobLog } from '@/parts/LogTail';
import { useNow } from '@/parts/now';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel, PanelBody } from '@/parts/Panel';
import { State } from '@/parts/State';
import { Failed, Hidden, Skeleton } from '@/parts/states';
import { Strip } from '@/parts/Strip';
import { useTab } from '@/parts/Tabs';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { useVerbs } from '@/parts/verbs';
import { paths } from '@/paths';
import { Artifacts } from './run/Artifacts';
import { AXES, LiveCharts } from './run/LiveCharts';
import { RegisterDialog } from './run/RegisterDialog';
import { runFigures } from './run/run-figures';
import { LineageStrip } from './run/LineageStrip';
import { Metrics, Params } from './run/RunFacts';
import { StopRun } from './run/StopRun';
import { isActive, useRun, useRunSeries, type LoadedRun } from './run/use-run';
import { cloneOf } from './start/start-values';
import { StartRunDialog } from './start/StartRunDialog';

/** One run: is it learning, when does it end, what does it cost, and what came of it. */
export function RunPage() {
  const { run: id = '' } = useParams();
  const { run, fetching, failure, hidden, again } = useRun(id);
  return (
    <>
      {run === undefined ? (
        <>
          <PageHead title="Run" meta={fetching && AWAITED} />
          <Panel>
            {hidden && <Hidden />}
            {failure !== null && !hidden && (
              <Failed what="Could not load the run" failure={failure} onRetry={again} />
            )}
            {failure === null && !hidden && <Loading />}
          </Panel>
        </>
      ) : (
        <RunView key={run.id} run={run} again={again} />
      )}
    </>
  );
}

function RunView({ run, again }: { readonly run: LoadedRun; readonly again: () => void }) {
  const axis = useTab(AXES, 'x') === 'time' ? 'TIME' : 'STEP';
  const { series, project = run.project, may, failure, again: askSeries } = useRunSeries(run, axis);
  const [latest, onPoint] = useLatest();
  const [open, setOpen] = useState<'clone' | null>(null);
  const [registering, setRegistering] = useState<string | null>(null);
  const now = useNow();
  const navigate = useNavigate();
  const active = isActive(run);
  const mayRegister = may('MODEL_WRITE') && run.status === 'FINISHED';
  useVerbs([may('JOB_SUBMIT') && { label: 'Clone this run…', icon: 'copy', run: () => setOpen('clone') }]);
  return (
    <>
      <PageHead
        title={run.name}
        aside={<State name={run.status} />}
        meta={<Meta run={run} />}
        parents={[
          ...(project === undefined ? [] : [{ label: project.name, path: paths.project(project.id) }]),
          { label: run.experiment.name, path: paths.experiment(run.projectId, run.experiment.id) },
        ]}
        actions={
          may('JOB_SUBMIT') && (
            <>
              <Button
                variant="default"
                leftSection={<Icon name="copy" size={14} />}
                onClick={() => setOpen('clone')}
              >
                Clone
              </Button>
              {active && <StopRun run={run} onChanged={again} />}
            </>
          )
        }
      />
      <Strip label="Progress" figures={runFigures(run, latest, now)} />
      <LineageStrip run={run} />
      <Columns aside={300}>
        <Stack>
          <LiveCharts
            run={run}
            series={series}
            axis={axis}
            failure={failure}
            onRetry={askSeries}
            onNewMetric={again}
            onPoint={onPoint}
          />
          {run.job !== null && (
            <JobLog
              jobId={run.job.id}
              live={active}
              empty={run.job.waitsFor ?? undefined}
              first={run.job.log.lines}
              fileName={run.name}
            />
          )}
          <Metrics run={run} />
          <Comments subject={run} word="run" comments={run.comments} may={may} />
        </Stack>
        <Stack>
          <Params run={run} />
          <Artifacts
            runId={run.id}
            artifacts={run.artifacts}
            isActive={active}
            onRegister={mayRegister ? setRegistering : null}
          />
        </Stack>
      </Columns>
      {open === 'clone' && (
        <StartRunDialog
          onClose={() => setOpen(null)}
          onStarted={(started) => {
            setOpen(null);
            void navigate(paths.run(started));
          }}
          experiment={run.experiment}
          like={cloneOf(run)}
        />
      )}
      {registering !== null && (
        <RegisterDialog
          run={run}
          path={registering}
          onClose={() => setRegistering(null)}
          onRegistered={(model, number) => void navigate(paths.model(model, number))}
        />
      )}
    </>
  );
}

/** Newest values as they arrive, for the strip; a few times a second is as often as a person reads. */
function useLatest() {
  const [latest, setLatest] = useState<ReadonlyMap<string, number>>(new Map());
  const waiting = useRef<Map<string, number> | null>(null);
  function onPoint({ key, value }: { readonly key: string; readonly value: number | null }) {
    if (value === null) return;
    if (waiting.current !== null) {
      waiting.current.set(key, value);
      return;
    }
    waiting.current = new Map([[key, value]]);
    setTimeout(() => {
      const news = waiting.current ?? new Map<string, number>();
      waiting.current = null;
      setLatest((before) => new Map([...before, ...news]));
    }, 500);
  }
  return [latest, onPoint] as const;
}

function Meta({ run }: { readonly run: RunDetailFragment }) {
  return (
    <>
      <span>by {run.createdBy}</span>
      <span>
        created <When at={run.createdAt} />
      </span>
      {run.tags.map(({ key, value }) => (
        <Tag key={key}>
          {key}: {value}
        </Tag>
      ))}
    </>
  );
}

function Loading() {
  return (
    <PanelBody>
      <div role="group" aria-busy="true" aria-label="Loading the run">
        {[240, 320, 280].map((width) => (
          <p key={width}>
            <Skeleton width={width} />
          </p>
        ))}
      </div>
    </PanelBody>
  );
}
