import { useMemo } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { CompareSeriesDocument, type CompareSeriesQuery } from '@/api/generated/runs';
import { Panel, PanelBody } from '@/parts/Panel';
import { Failed, Skeleton } from '@/parts/states';
import { Segments, useTab, type Tab } from '@/parts/Tabs';
import { SeriesStore, TimeSeries } from '@/parts/TimeSeries';
import { colourOf, type ComparedRun } from './compare-tables';
import styles from './compare.module.css';

const AXES: readonly Tab[] = [
  { key: 'step', label: 'Step' },
  { key: 'elapsed', label: 'Since start' },
];

/** The platform gives as many series of a run at a time. */
const MAX_KEYS = 50;

type SeriesOfRun = CompareSeriesQuery['compareRuns']['runs'][number];

interface CompareChartsProps {
  readonly runs: readonly ComparedRun[];
  readonly metrics: readonly string[];
}

/** One chart a metric, one line a run, in the colours of the tables. */
export function CompareCharts({ runs, metrics }: CompareChartsProps) {
  const axis = useTab(AXES, 'x') === 'elapsed' ? 'elapsed' : 'step';
  const ids = runs.map(({ id }) => id);
  const [{ data, error }, ask] = useQuery({
    query: CompareSeriesDocument,
    variables: { ids, keys: metrics.slice(0, MAX_KEYS), x: axis === 'step' ? 'STEP' : 'TIME' },
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
  axis: 'step' | 'elapsed',
) {
  return metrics.flatMap((key) => {
    const lines = runs.map((run, index) => {
      const found = series.find(({ id }) => id === run.id);
      const points = found?.series.find((line) => line.key === key)?.points ?? [];
      const from = axis === 'step' ? 0 : startOf(run, points[0]?.x ?? 0);
      return {
        id: run.id,
        label: run.name,
        colour: colourOf(index),
        dashed: index >= 6,
        points: points.map(({ x, last }) => ({ x: x - from, y: last })),
      };
    });
    return lines.some(({ points }) => points.length > 1) ? [{ key, store: new SeriesStore(lines) }] : [];
  });
}

function startOf({ startedAt }: ComparedRun, firstPoint: number): number {
  return startedAt === null ? firstPoint : Date.parse(startedAt) / 1_000;
}
