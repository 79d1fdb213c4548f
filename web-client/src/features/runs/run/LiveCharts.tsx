import { useMemo, useRef } from 'react';
import { useFollow, type Following } from '@/api/follow';
import { RunMetricsDocument, type RunDetailFragment, type RunSeriesLineFragment } from '@/api/generated/runs';
import type { Failure } from '@/api/failure';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, Failed, Skeleton } from '@/parts/states';
import { Status } from '@/parts/Status';
import { Segments, type Tab } from '@/parts/Tabs';
import { TimeSeries } from '@/parts/TimeSeries';
import { pinnedFirst, SmoothingField, usePins, useSmoothing } from '@/features/runs/charts/SmoothingField';
import { chartGroups } from '@/features/runs/metrics';
import { words } from '@/features/runs/words';
import { LiveMetrics, type Ghost, type MetricPoint } from './live-metrics';
import styles from './run.module.css';
import { isActive, MAX_KEYS, type PreviousRun } from './use-run';
import { words as ownWords } from './words';

const says = words.charts;
const own = ownWords.charts;

/** How x is read; stands in the address. */
export const AXES: readonly Tab[] = [
  { key: 'step', label: says.step },
  { key: 'time', label: says.time },
];

/** A metric that was logged once is a figure, not a curve. */
const MIN_POINTS = 2;
/** As the style sheet has it. */
const FIRST_CHARTS = 4;

/** How many charts the lines make; undefined while they are loading. */
export function chartsOf(
  series: readonly RunSeriesLineFragment[] | undefined,
  live: boolean,
): number | undefined {
  if (series === undefined) return undefined;
  return chartGroups(series.filter((line) => isCurve(line, live)).map(({ key }) => key)).length;
}

interface LiveChartsProps {
  readonly run: RunDetailFragment;
  /** Undefined while they are loading. */
  readonly series: readonly RunSeriesLineFragment[] | undefined;
  /** Drawn in grey beside it; null where there is none. */
  readonly previous: PreviousRun | null;
  readonly axis: 'STEP' | 'TIME';
  readonly failure: Failure | null;
  readonly onRetry: () => void;
  /** A metric appeared that there was none of before. */
  readonly onNewMetric: () => void;
  readonly onPoint: (point: MetricPoint) => void;
  /** A wide screen has room for the first ones alone. */
  readonly first: boolean;
}

/** Every metric over steps or time; while the run goes on, points are added as they arrive. */
export function LiveCharts(props: LiveChartsProps) {
  const { run, series, previous, axis, failure, onRetry, onNewMetric, onPoint, first } = props;
  const live = isActive(run);
  const [smoothing] = useSmoothing();
  const { pins, toggle } = usePins();
  const asked = useRef(new Set(run.metrics.map(({ key }) => key)));
  const metrics = useMemo(
    () =>
      series === undefined
        ? null
        : new LiveMetrics(
            series.filter((line) => isCurve(line, live)),
            axis,
            smoothing,
            ghostOf(previous, series, live),
          ),
    [series, previous, axis, live, smoothing],
  );
  const following = useFollow({
    query: RunMetricsDocument,
    subject: `${run.id} ${axis} ${smoothing} ${String(metrics !== null)}`,
    variables: live && metrics !== null ? (after) => ({ runId: run.id, after }) : null,
    cursorOf: ({ runMetrics }) => runMetrics?.cursor ?? null,
    onData: ({ runMetrics: point }) => {
      if (point === null) return;
      onPoint(point);
      const isKnown = metrics?.take(point) ?? true;
      if (isKnown || asked.current.has(point.key)) return;
      asked.current.add(point.key);
      onNewMetric();
    },
  });
  const hidden = run.metrics.length - MAX_KEYS;
  const more = (metrics?.charts.length ?? 0) - FIRST_CHARTS;
  return (
    <Panel
      title={says.title}
      note={<LiveStatus following={following} />}
      end={
        <span className={styles.tools}>
          <SmoothingField />
          <Segments label={says.horizontal} tabs={AXES} param="x" />
        </span>
      }
    >
      {failure !== null && <Failed what={says.notLoaded} failure={failure} onRetry={onRetry} />}
      {failure === null && metrics === null && <Loading />}
      {failure === null && metrics !== null && metrics.charts.length === 0 && (
        <Empty title={live ? own.noneYet : own.none}>
          <p>{live ? own.noneYetText : own.noneText}</p>
        </Empty>
      )}
      <div className={styles.charts} data-first={first || undefined}>
        {pinnedFirst(metrics?.charts ?? [], pins, ({ title }) => title).map(({ title, store }) => (
          <TimeSeries
            key={title}
            title={title}
            store={store}
            axis={axis === 'STEP' ? 'step' : 'time'}
            live={live}
            offersLog
            sync={run.id}
            pin={{
              label: says.pin,
              isPinned: pins.includes(title),
              toggle: () => toggle(title),
            }}
            {...(smoothing > 0 ? { note: says.smoothed(smoothing) } : {})}
            fileName={`${run.name}-${title}`}
          />
        ))}
      </div>
      {first && more > 0 && <p className={`${styles.note ?? ''} only-wide`}>{own.moreCharts(more)}</p>}
      {hidden > 0 && <p className={styles.note}>{own.hidden(hidden)}</p>}
    </Panel>
  );
}

/** What goes on may still come as far as the one before; what has ended will not. */
function ghostOf(
  previous: PreviousRun | null,
  series: readonly RunSeriesLineFragment[],
  live: boolean,
): Ghost | null {
  if (previous?.series == null) return null;
  const last = Math.max(...series.map(({ points }) => points.at(-1)?.x ?? 0));
  return { name: previous.name, series: previous.series, until: live ? Infinity : last };
}

function isCurve({ points }: RunSeriesLineFragment, live: boolean): boolean {
  return live || points.length >= MIN_POINTS;
}

function LiveStatus({ following }: { readonly following: Following }) {
  switch (following.state) {
    case 'following':
      return (
        <Status tone="ok" icon="ok">
          {own.live}
        </Status>
      );
    case 'lost':
      return (
        <Status tone="warn" icon="load">
          {own.lost}
        </Status>
      );
    case 'refused':
      return (
        <Status tone="bad" icon="bad">
          {own.refused(following.failure.message)}
        </Status>
      );
    default:
      return null;
  }
}

function Loading() {
  return (
    <PanelBody>
      <div className={styles.loading} role="group" aria-busy="true" aria-label={says.loading}>
        <Skeleton width={180} />
        <Skeleton width={320} />
      </div>
    </PanelBody>
  );
}
