import { Smoother } from '@/parts/chart/smooth';
import { SeriesStore, type Line } from '@/parts/TimeSeries';
import type { RunSeriesLineFragment } from '@/api/generated/runs';
import { chartGroups } from '@/features/runs/metrics';
import { words } from './words';

export interface LiveChart {
  readonly title: string;
  readonly store: SeriesStore;
}

/** The run that this one is held against. */
export interface Ghost {
  readonly name: string;
  readonly series: readonly RunSeriesLineFragment[];
  /** Its lines end here: a much longer run would leave no room for this one. */
  readonly until: number;
}

export interface MetricPoint {
  readonly key: string;
  readonly value: number | null;
  readonly step: number;
  readonly at: string;
}

const says = words.charts;

/** One point alone is no line to be held against. */
const MIN_GHOST_POINTS = 2;

/** The charts of one run, with those of the one before it in grey, and where points that arrive go. */
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
    ghost: Ghost | null = null,
  ) {
    const byKey = new Map(series.map((line) => [line.key, line]));
    const theirs = new Map(ghost?.series.map((line) => [line.key, line]));
    this.charts = chartGroups(series.map(({ key }) => key)).map(({ title, lines }) => {
      const own = lines.map(({ key, label }) => this.lineOf(key, label, byKey.get(key)));
      const ghosts = lines.flatMap(({ key, label }) => {
        const points = theirs.get(key)?.points.filter(({ x }) => x <= (ghost?.until ?? 0)) ?? [];
        if (ghost === null || points.length < MIN_GHOST_POINTS) return [];
        return [
          this.ghostOf(key, lines.length > 1 ? says.ofPrevious(label, ghost.name) : ghost.name, points),
        ];
      });
      const store = new SeriesStore([...own, ...ghosts]);
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

  private ghostOf(key: string, label: string, points: RunSeriesLineFragment['points']): Line {
    const id = `ghost ${key}`;
    return {
      id,
      label,
      colour: 'ghost',
      points: points.map(({ x, last }) => ({ x, y: this.smooth(id, last) })),
    };
  }

  private smooth(key: string, value: number | null): number | null {
    if (this.smoothing <= 0) return value;
    const smoother = this.smoothers.get(key) ?? new Smoother(this.smoothing);
    this.smoothers.set(key, smoother);
    return smoother.next(value);
  }
}
