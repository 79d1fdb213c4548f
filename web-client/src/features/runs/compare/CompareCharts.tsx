import { useMemo } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { CompareSeriesDocument } from '@/api/generated/runs';
import { pinnedFirst, SmoothingField, usePins, useSmoothing } from '@/features/runs/charts/SmoothingField';
import { words } from '@/features/runs/words';
import { ChoiceChip } from '@/parts/ChoiceChip';
import { Panel, PanelBody } from '@/parts/Panel';
import { Failed, Skeleton } from '@/parts/states';
import { Segments, useTab, type Tab } from '@/parts/Tabs';
import { TimeSeries } from '@/parts/TimeSeries';
import styles from './compare.module.css';
import { chartsOf, type ChartedRun, type CompareAxis } from './curves';

const says = words.charts;

const AXES: readonly Tab[] = [
  { key: 'step', label: says.step },
  { key: 'elapsed', label: says.elapsed },
  { key: 'percent', label: says.percent },
];

/** The platform takes 50 runs with curves of 500 points for each metric: more metrics than these are too much at once. */
const MAX_KEYS = 10;

interface CompareChartsProps {
  readonly runs: readonly ChartedRun[];
  readonly metrics: readonly string[];
  /** Drawn dashed and grey: what the others are held against. */
  readonly ghostId?: string | null;
  /** As many are drawn besides those that are pinned. */
  readonly most?: number;
}

/** One chart a metric, one line a run, in the colours of the tables. */
export function CompareCharts({ runs, metrics, ghostId = null, most = MAX_KEYS }: CompareChartsProps) {
  const axis = useTab(AXES, 'x') as CompareAxis;
  const { pins, toggle } = usePins();
  const drawn = useMemo(() => {
    const wanted = metrics.filter((key, index) => index < most || pins.includes(key));
    return pinnedFirst(wanted, pins, (key) => key).slice(0, MAX_KEYS);
  }, [metrics, pins, most]);
  const others = metrics.filter((key) => !drawn.includes(key));
  const ids = runs.map(({ id }) => id);
  const [{ data, error }, ask] = useQuery({
    query: CompareSeriesDocument,
    variables: { ids, keys: [...drawn].sort(), x: axis === 'elapsed' ? 'TIME' : 'STEP' },
    pause: metrics.length === 0,
  });
  const series = data?.compareRuns.runs;
  const [smoothing] = useSmoothing();
  const charts = useMemo(
    () => (series === undefined ? [] : chartsOf(runs, drawn, series, { axis, smoothing, ghostId })),
    [runs, drawn, series, axis, smoothing, ghostId],
  );
  if (metrics.length === 0) return null;
  return (
    <Panel
      title={says.title}
      end={
        <span className={styles.tools}>
          <SmoothingField />
          <Segments label={says.horizontal} tabs={AXES} param="x" />
        </span>
      }
    >
      {error !== undefined && (
        <Failed
          what={says.notLoaded}
          failure={toFailure(error)}
          onRetry={() => ask({ requestPolicy: 'network-only' })}
        />
      )}
      {axis === 'percent' && runs.some(({ status }) => status === 'RUNNING') && (
        <p className={styles.note}>{says.percentOfActive}</p>
      )}
      {series === undefined && error === undefined && (
        <PanelBody>
          <div role="group" aria-busy="true" aria-label={says.loading}>
            <Skeleton width={280} />
          </div>
        </PanelBody>
      )}
      {series !== undefined && charts.length === 0 && <p className={styles.note}>{says.none}</p>}
      <div className={styles.charts}>
        {charts.map(({ key, store }) => (
          <TimeSeries
            key={key}
            title={key}
            store={store}
            axis={axis}
            offersLog
            sync="compare"
            pin={{ label: says.pin, isPinned: pins.includes(key), toggle: () => toggle(key) }}
            {...(smoothing > 0 ? { note: says.smoothed(smoothing) } : {})}
            fileName={`compare-${key}`}
          />
        ))}
      </div>
      {others.length > 0 && (
        <div className={styles.others}>
          <span>{says.left(others.length)}</span>
          <ChoiceChip
            label={says.another}
            none={says.choose}
            value=""
            options={others.map((key) => ({ value: key, label: key }))}
            onChange={(key) => {
              if (key !== '') toggle(key);
            }}
          />
        </div>
      )}
    </Panel>
  );
}
