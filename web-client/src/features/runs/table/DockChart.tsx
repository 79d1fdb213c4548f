import { useMemo } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { CompareSeriesDocument, type RunListedFragment } from '@/api/generated/runs';
import { chartsOf } from '@/features/runs/compare/curves';
import { words as compare } from '@/features/runs/compare/words';
import { words } from '@/features/runs/words';
import { Failed, Skeleton } from '@/parts/states';
import { TimeSeries } from '@/parts/TimeSeries';
import styles from './dock.module.css';

const CHART_PX = 200;

interface DockChartProps {
  readonly runs: readonly RunListedFragment[];
  /** Undefined where none was logged. */
  readonly metric: string | undefined;
  readonly ghostId: string | null;
}

/** The leading metric of the selected runs over their steps, one line a run, in the colours of the table. */
export function DockChart({ runs, metric, ghostId }: DockChartProps) {
  const [{ data, error }, ask] = useQuery({
    query: CompareSeriesDocument,
    variables: { ids: runs.map(({ id }) => id), keys: metric === undefined ? [] : [metric], x: 'STEP' },
    pause: metric === undefined,
  });
  const series = data?.compareRuns.runs;
  const chart = useMemo(
    () =>
      metric === undefined || series === undefined
        ? undefined
        : chartsOf(runs, [metric], series, { axis: 'step', smoothing: 0, ghostId })[0],
    [runs, metric, series, ghostId],
  );
  return (
    <div className={styles.chart}>
      {metric === undefined ? (
        <p className={styles.nothing}>{compare.dock.noMetric}</p>
      ) : error !== undefined && series === undefined ? (
        <Failed
          what={words.charts.notLoaded}
          failure={toFailure(error)}
          onRetry={() => ask({ requestPolicy: 'network-only' })}
        />
      ) : series === undefined ? (
        <div className={styles.nothing} role="group" aria-busy="true" aria-label={words.charts.loading}>
          <Skeleton width={280} />
        </div>
      ) : chart === undefined ? (
        <p className={styles.nothing}>{compare.dock.noCurve(metric)}</p>
      ) : (
        <TimeSeries
          title={metric}
          store={chart.store}
          axis="step"
          height={CHART_PX}
          offersLog
          sync="compare"
          fileName={`compare-${metric}`}
        />
      )}
    </div>
  );
}
