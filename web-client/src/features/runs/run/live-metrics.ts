import { Smoother } from '@/parts/chart/smooth';
import { SeriesStore, type Line } from '@/parts/TimeSeries';
import type { RunSeriesLineFragment } from '@/api/generated/runs';
import { chartGroups } from '@/features/runs/metrics';

export interface LiveChart {
  readonly title: string;
  readonly store: SeriesStore;
}

export interface MetricPoint {
  readonly key: string;
  readonly value: number | null;
  readonly step: number;
  readonly at: string;
}

/** The charts of one run, and where points that arrive go. */
export class LiveMetrics {
  readonly charts: readonly LiveChart[];
  private readonly stores = new Map<string, SeriesStore>();
  /** The greatest x of each series when it was loaded: what the stream repeats of it is passed over. */
  private readonly loadedTo = new Map<string, number>();
  private readonly smoothers = new Map<string, Smoother>();

  constructor(
    series: readonly RunSeriesLineFragment[],
    private readonly axis: 'STEP' | 'TIME',
    /** How much the curves are smoothed, those that are still to come like those that are there. */
    private readonly smoothing = 0,
  ) {
    const byKey = new Map(series.map((line) => [line.key, line]));
    this.charts = chartGroups(series.map(({ key }) => key)).map(({ title, lines }) => {
      const store = new SeriesStore(lines.map(({ key, label }) => this.lineOf(key, label, byKey.get(key))));
      for (const { key } of lines) {
        this.stores.set(key, store);
        this.loadedTo.set(key, byKey.get(key)?.points.at(-1)?.x ?? -Infinity);
      }
      return { title, store };
    });
  }

  /** False for a metric that had not been logged when the charts were made. */
  take({ key, value, step, at }: MetricPoint): boolean {
    const store = this.stores.get(key);
    if (store === undefined) return false;
    const x = this.axis === 'STEP' ? step : Date.parse(at) / 1_000;
    if (x > (this.loadedTo.get(key) ?? -Infinity)) store.append(key, x, this.smooth(key, value));
    return true;
  }

  /** The band of what was thinned out stays as it was measured. */
  private lineOf(id: string, label: string, line: RunSeriesLineFragment | undefined): Line {
    const points = (line?.points ?? []).map(({ x, last, min, max }) => ({
      x,
      y: this.smooth(id, last),
      low: min,
      high: max,
    }));
    return { id, label, points };
  }

  private smooth(key: string, value: number | null): number | null {
    if (this.smoothing <= 0) return value;
    const smoother = this.smoothers.get(key) ?? new Smoother(this.smoothing);
    this.smoothers.set(key, smoother);
    return smoother.next(value);
  }
}
