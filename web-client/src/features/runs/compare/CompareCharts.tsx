import { useMemo } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { CompareSeriesDocument, type CompareSeriesQuery } from '@/api/generated/runs';
import { Panel, PanelBody } from '@/parts/Panel';
import { Failed, Skeleton } from '@/parts/states';
import { Segments, useTab, type Tab } from '@/parts/Tabs';
import { SeriesStore, TimeSeries } from '@/parts/TimeSeries';
import styles from './compare.module.css';
import type { ComparedRun } from './rows';

const AXES: readonly Tab[] = [
  { key: 'step', label: 'Step' },
  { key: 'elapsed', label: 'Time since start' },
  { key: 'percent', label: 'Percent of run' },
];

type CompareAxis = 'step' | 'elapsed' | 'percent';

/** The platform gives as many series of a run at a time. */
const MAX_KEYS = 50;

type SeriesOfRun = CompareSeriesQuery['compareRuns']['runs'][number];

interface CompareChartsProps {
  readonly runs: readonly ComparedRun[];
  readonly metrics: readonly string[];
}

/** One chart a metric, one line a run, in the colours of the tables. */
export function CompareCharts({ runs, metrics }: CompareChartsProps) {
  const axis = useTab(AXES, 'x') as CompareAxis;
  const ids = runs.map(({ id }) => id);
  const [{ data, error }, ask] = useQuery({
    query: CompareSeriesDocument,
    variables: { ids, keys: metrics.slice(0, MAX_KEYS), x: axis === 'elapsed' ? 'TIME' : 'STEP' },
    pause: metrics.length === 0,
  });
  const series = data?.compareRuns.runs;
  const charts = useMemo(
    () => (series === undefined ? [] : chartsOf(runs, metrics, series, axis)),
    [runs, metrics, series, axis],
  );
  if (metrics.length === 0) return null;
  return (
    <Panel title="Charts" end={<Segments label="Horizontal axis" tabs={AXES} param="x" />}>
      {error !== undefined && (
        <Failed
          what="Could not load the charts"
          failure={toFailure(error)}
          onRetry={() => ask({ requestPolicy: 'network-only' })}
        />
      )}
      {axis === 'percent' && runs.some(({ status }) => status === 'RUNNING') && (
        <p className={styles.note}>Of a run that goes on: percent of the steps that it has logged so far.</p>
      )}
      {series === undefined && error === undefined && (
        <PanelBody>
          <div role="group" aria-busy="true" aria-label="Loading the charts">
            <Skeleton width={280} />
          </div>
        </PanelBody>
      )}
      {series !== undefined && charts.length === 0 && (
        <p className={styles.note}>None of these runs logged a metric more than once.</p>
      )}
      <div className={styles.charts}>
        {charts.map(({ key, store }) => (
          <TimeSeries key={key} title={key} store={store} axis={axis} offersLog fileName={`compare-${key}`} />
        ))}
      </div>
    </Panel>
  );
}

/** Charts of the metrics that at least one run logged more than once. */
function chartsOf(
  runs: readonly ComparedRun[],
  metrics: readonly string[],
  series: readonly SeriesOfRun[],
  axis: CompareAxis,
) {
  const places = new Map(
    runs.map((run) => [
      run.id,
      placeOf(
        run,
        series.find(({ id }) => id === run.id),
        axis,
      ),
    ]),
  );
  return metrics.flatMap((key) => {
    const lines = runs.map((run) => {
      const found = series.find(({ id }) => id === run.id);
      const points = found?.series.find((line) => line.key === key)?.points ?? [];
      const place = places.get(run.id) ?? ((x: number) => x);
      return { id: run.id, label: run.name, points: points.map(({ x, last }) => ({ x: place(x), y: last })) };
    });
    return lines.some(({ points }) => points.length > 1) ? [{ key, store: new SeriesStore(lines) }] : [];
  });
}

/** Where a point of a run stands on the axis. Percents are of the run's last step, the same for all of its metrics. */
function placeOf(
  { startedAt }: ComparedRun,
  of: SeriesOfRun | undefined,
  axis: CompareAxis,
): (x: number) => number {
  const xs = (of?.series ?? []).flatMap(({ points }) => points.map(({ x }) => x));
  if (axis === 'elapsed') {
    const from = startedAt === null ? least(xs) : Date.parse(startedAt) / 1_000;
    return (x) => x - from;
  }
  if (axis === 'step') return (x) => x;
  const last = xs.reduce((greatest, x) => Math.max(greatest, x), 0);
  return (x) => (last === 0 ? 100 : (100 * x) / last);
}

function least(xs: readonly number[]): number {
  return xs.reduce((lowest, x) => Math.min(lowest, x), xs[0] ?? 0);
}
