import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { Columns, Stack } from '@/parts/Columns';
import { Comments } from '@/parts/comments/Comments';
import { JobLog } from '@/parts/LogTail';
import { useNow } from '@/parts/now';
import { Strip } from '@/parts/Strip';
import { useTab } from '@/parts/Tabs';
import { paths } from '@/paths';
import { Part } from '@/features/runs/Part';
import { cloneOf } from '@/features/runs/start/start-values';
import { StartRunDialog } from '@/features/runs/start/StartRunDialog';
import { Artifacts } from './Artifacts';
import { LineageStrip } from './LineageStrip';
import { AXES, LiveCharts } from './LiveCharts';
import { Note } from './Note';
import { RunPartTabs, usePart } from './parts';
import { RegisterDialog } from './RegisterDialog';
import type { MetricPoint } from './live-metrics';
import { runFigures, type Latest, type LatestValue } from './run-figures';
import { Metrics, Params } from './RunFacts';
import { RunHead } from './RunHead';
import { isActive, useRunSeries, type LoadedRun } from './use-run';
import { words } from './words';

interface RunViewProps {
  readonly run: LoadedRun;
  readonly again: () => void;
}

/** How the run stands, its curves, its log, what it was given and what it left. */
export function RunView({ run, again }: RunViewProps) {
  const axis = useTab(AXES, 'x') === 'time' ? 'TIME' : 'STEP';
  const { series, project = run.project, previous, may, failure, again: askSeries } = useRunSeries(run, axis);
  const [latest, onPoint] = useLatest();
  const [cloning, setCloning] = useState(false);
  const [registering, setRegistering] = useState<string | null>(null);
  const part = usePart();
  const now = useNow();
  const navigate = useNavigate();
  const active = isActive(run);
  const mayRegister = may('MODEL_WRITE') && run.status === 'FINISHED';
  return (
    <>
      <RunHead
        run={run}
        project={project}
        previous={previous}
        may={may}
        onClone={() => setCloning(true)}
        onChanged={again}
      />
      <RunPartTabs comments={run.comments.length} open={part} />
      <Part of="overview" open={part}>
        <Strip label={words.page.glance} figures={runFigures(run, latest, previous, now)} />
      </Part>
      <Part of="overview" open={part}>
        <LineageStrip run={run} />
      </Part>
      <Columns aside={300}>
        <Stack>
          <Part of="charts" open={part}>
            <LiveCharts
              run={run}
              series={series}
              previous={previous}
              axis={axis}
              failure={failure}
              onRetry={askSeries}
              onNewMetric={again}
              onPoint={onPoint}
            />
          </Part>
          {run.job !== null && (
            <Part of="log" open={part}>
              <JobLog
                jobId={run.job.id}
                live={active}
                empty={run.job.waitsFor ?? undefined}
                first={run.job.log.lines}
                fileName={run.name}
              />
            </Part>
          )}
          <Part of="overview" open={part}>
            <Metrics run={run} />
          </Part>
          <Part of="comments" open={part}>
            <Comments subject={run} word={words.page.word} comments={run.comments} may={may} />
          </Part>
        </Stack>
        <Stack>
          {run.note !== null && (
            <Part of="overview" open={part}>
              <Note note={run.note} />
            </Part>
          )}
          <Part of="overview" open={part}>
            <Params run={run} previous={previous} />
          </Part>
          <Part of="files" open={part}>
            <Artifacts
              runId={run.id}
              artifacts={run.artifacts}
              isActive={active}
              onRegister={mayRegister ? setRegistering : null}
            />
          </Part>
        </Stack>
      </Columns>
      {cloning && (
        <StartRunDialog
          onClose={() => setCloning(false)}
          onStarted={(started) => {
            setCloning(false);
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
  const [latest, setLatest] = useState<Latest>(new Map());
  const waiting = useRef<Map<string, LatestValue> | null>(null);
  function onPoint({ key, value, step }: MetricPoint) {
    if (value === null) return;
    if (waiting.current !== null) {
      waiting.current.set(key, { value, step });
      return;
    }
    waiting.current = new Map([[key, { value, step }]]);
    setTimeout(() => {
      const news = waiting.current ?? new Map<string, LatestValue>();
      waiting.current = null;
      setLatest((before) => new Map([...before, ...news]));
    }, 500);
  }
  return [latest, onPoint] as const;
}
