import type { CompareSeriesQuery } from '@/api/generated/runs';
import { smoothed } from '@/parts/chart/smooth';
import { SeriesStore } from '@/parts/TimeSeries';
import type { ComparedRun } from './rows';

export type CompareAxis = 'step' | 'elapsed' | 'percent';

type SeriesOfRun = CompareSeriesQuery['compareRuns']['runs'][number];

/** What the charts need to know of a run. */
export type ChartedRun = Pick<ComparedRun, 'id' | 'name' | 'status' | 'startedAt'>;

/** Charts of the metrics that at least one run logged more than once. */
export function chartsOf(
  runs: readonly ChartedRun[],
  metrics: readonly string[],
  series: readonly SeriesOfRun[],
  { axis, smoothing, ghostId }: { axis: CompareAxis; smoothing: number; ghostId: string | null },
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
      const values = smoothed(
        points.map(({ last }) => last),
        smoothing,
      );
      return {
        id: run.id,
        label: run.name,
        ...(run.id === ghostId ? { colour: 'ghost' as const } : {}),
        points: points.map(({ x }, index) => ({ x: place(x), y: values[index] ?? null })),
      };
    });
    return lines.some(({ points }) => points.length > 1) ? [{ key, store: new SeriesStore(lines) }] : [];
  });
}

/** Where a point of a run stands on the axis. Percents are of the run's last step, the same for all of its metrics. */
function placeOf(
  { startedAt }: ChartedRun,
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
