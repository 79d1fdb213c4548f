import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { Columns, Stack } from '@/parts/Columns';
import { Comments } from '@/parts/comments/Comments';
import { JobLog } from '@/parts/LogTail';
import { useNow } from '@/parts/now';
import { Strip } from '@/parts/Strip';
import { useTab } from '@/parts/Tabs';
import { useIsNarrow } from '@/parts/use-is-narrow';
import { paths } from '@/paths';
import { Part } from '@/features/runs/Part';
import { cloneOf } from '@/features/runs/start/start-values';
import { StartRunDialog } from '@/features/runs/start/StartRunDialog';
import { Artifacts } from './Artifacts';
import { Cost } from './Cost';
import { LineageStrip } from './LineageStrip';
import { AXES, chartsOf, LiveCharts } from './LiveCharts';
import { Note } from './Note';
import { RunPartTabs, usePart, type PartName } from './parts';
import { RegisterDialog } from './RegisterDialog';
import type { MetricPoint } from './live-metrics';
import { runFigures } from './run-figures';
import { progressNow, type Latest, type LatestValue } from './run-progress';
import styles from './run.module.css';
import { Metrics, Params } from './RunFacts';
import { RunHead } from './RunHead';
import { isActive, useRunSeries, type LoadedRun } from './use-run';
import { words } from './words';

/** Shown on a wide screen beside the first look, and whole by themselves. */
const CHARTS: readonly PartName[] = ['overview', 'charts'];
const LOG: readonly PartName[] = ['overview', 'log'];
const TAIL_PX = 200;
const LOG_PX = 480;

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
  const part = usePart(run.job !== null);
  // There all of the page is a part of it.
  const isNarrow = useIsNarrow();
  const now = useNow();
  const navigate = useNavigate();
  const active = isActive(run);
  const charts = chartsOf(series, active);
  const progress = progressNow(run, latest, now);
  const tabs = (
    <RunPartTabs comments={run.comments.length} charts={charts} hasLog={run.job !== null} open={part} />
  );
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
      <div className={styles.lead}>
        {isNarrow && tabs}
        <Part of="overview" open={part}>
          <Strip label={words.page.glance} figures={runFigures(run, latest, previous, now, progress)} />
        </Part>
        <Part of="overview" open={part}>
          <LineageStrip run={run} />
        </Part>
        {!isNarrow && tabs}
      </div>
      <Columns aside={300} alone={part !== 'overview'}>
        <Stack>
          <Part of="charts" wide={CHARTS} open={part}>
            <LiveCharts
              run={run}
              series={series}
              previous={previous}
              axis={axis}
              failure={failure}
              onRetry={askSeries}
              onNewMetric={again}
              onPoint={onPoint}
              first={part === 'overview'}
            />
          </Part>
          {run.job !== null && (
            <Part of="log" wide={LOG} open={part}>
              <JobLog
                jobId={run.job.id}
                live={active}
                empty={run.job.waitsFor ?? undefined}
                first={run.job.log.lines}
                fileName={run.name}
                height={part === 'overview' ? TAIL_PX : LOG_PX}
              />
            </Part>
          )}
          <Part of="overview" wide={charts === 0 ? CHARTS : ['charts']} open={part}>
            <Metrics run={run} />
          </Part>
          <Part of="files" wide={['files']} open={part}>
            <Artifacts
              runId={run.id}
              artifacts={run.artifacts}
              isActive={active}
              onRegister={mayRegister ? setRegistering : null}
            />
          </Part>
          <Part of="comments" wide={['comments']} open={part}>
            <Comments subject={run} word={words.page.word} comments={run.comments} may={may} />
          </Part>
        </Stack>
        <Stack>
          {run.note !== null && (
            <Part of="overview" wide={['overview']} open={part}>
              <Note note={run.note} />
            </Part>
          )}
          <Part of="overview" wide={['overview']} open={part}>
            <Cost run={run} endsAtMs={progress?.endsAtMs ?? null} now={now} />
          </Part>
          <Part of="overview" wide={['overview']} open={part}>
            <Params run={run} previous={previous} />
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
  function onPoint({ key, value, step, at }: MetricPoint) {
    if (value === null) return;
    if (waiting.current !== null) {
      waiting.current.set(key, { value, step, at });
      return;
    }
    waiting.current = new Map([[key, { value, step, at }]]);
    setTimeout(() => {
      const news = waiting.current ?? new Map<string, LatestValue>();
      waiting.current = null;
      setLatest((before) => new Map([...before, ...news]));
    }, 500);
  }
  return [latest, onPoint] as const;
}
