import {
  lazy,
  Suspense,
  useMemo,
  useState,
  useSyncExternalStore,
  type CSSProperties,
  type ReactNode,
} from 'react';
import { metric } from '@/format/number';
import { xLabel, X_UNITS, X_WORDS, type XAxis } from './chart/axis';
import { ChartView } from './chart/chart-view';
import styles from './chart/chart.module.css';
import { saveAs, seriesCsv } from './chart/csv';
import type { EventMark } from './chart/event-band';
import { EventBand } from './chart/EventBand';
import { Legend } from './chart/Legend';
import type { LimitMark } from './chart/marks';
import { NumberedEvents } from './chart/NumberedEvents';
import type { SeriesStore } from './chart/series-store';
import { words as says } from './chart/words';

export { SeriesStore, type Line, type SeriesPoint } from './chart/series-store';
export type { EventMark, LimitMark, XAxis };

const Plot = lazy(() => import('./chart/Plot'));

interface TimeSeriesProps {
  readonly title: string;
  /** Unit, and what else one must know to read it: "%, by GPU". */
  readonly note?: ReactNode;
  /** The points; append to it while the chart is live. A new store is a new chart. */
  readonly store: SeriesStore;
  readonly axis: XAxis;
  readonly height?: number;
  /** Must be the same function as long as it formats the same way. */
  readonly format?: (value: number) => string;
  /** For amounts: y begins at 0. */
  readonly zeroBased?: boolean;
  /** More points will come: the chart follows them until a person pans or zooms. */
  readonly live?: boolean;
  /** Both are drawn anew when another array is passed. */
  readonly events?: readonly EventMark[];
  readonly limits?: readonly LimitMark[];
  /** Begins on a log scale, which then stays unless `offersLog`. */
  readonly log?: boolean;
  /** Offers the switch to a log scale. */
  readonly offersLog?: boolean;
  /** Charts of the same one share a crosshair. */
  readonly sync?: string;
  /** Offers to have it stand before the others, in these words. */
  readonly pin?: { readonly label: string; readonly isPinned: boolean; readonly toggle: () => void };
  /** Of another chart in its place, in its head. */
  readonly choice?: ReactNode;
  /** Without extension; what the CSV is saved as. */
  readonly fileName?: string;
}

const NONE: readonly never[] = [];

/** Series over steps or time. Drag or Ctrl + wheel zooms, Shift + wheel pans, arrows and + − do the same. */
export function TimeSeries({
  title,
  note,
  store,
  axis,
  height = 160,
  format = metric,
  zeroBased = false,
  live = false,
  events = NONE,
  limits = NONE,
  log: beginsLog = false,
  offersLog = false,
  sync,
  pin,
  choice,
  fileName = title,
}: TimeSeriesProps) {
  // What a person chose to see means nothing on another axis.
  const view = useMemo(() => new ChartView(axis), [axis]);
  const follows = useSyncExternalStore(view.subscribe, () => view.range === null);
  const cut = useSyncExternalStore(view.subscribeCut, () => view.cut);
  const [log, setLog] = useState(beginsLog);
  const isEmpty = useSyncExternalStore(store.subscribe, () => store.xs.length === 0);
  return (
    <figure className={styles.figure} aria-label={title}>
      <div className={styles.head}>
        <span className={`cut ${styles.title ?? ''}`} title={title}>
          {title}
        </span>
        <span className={styles.note}>
          {note}
          {note !== undefined && ', '}
          {[X_WORDS[axis], ...(log ? [says.log] : []), ...(cut === null ? [] : [says.cut(format(cut))])].join(
            ', ',
          )}
        </span>
        <span className={styles.tools}>
          {choice}
          {!follows && (
            <button
              type="button"
              className={`${styles.tool ?? ''} ${styles.follow ?? ''}`}
              onClick={() => view.show(null)}
            >
              {live ? says.follow : says.whole}
            </button>
          )}
          {pin !== undefined && (
            <button type="button" className={styles.tool} aria-pressed={pin.isPinned} onClick={pin.toggle}>
              {pin.label}
              <span className="sr"> {title}</span>
            </button>
          )}
          {offersLog && (
            <button type="button" className={styles.tool} aria-pressed={log} onClick={() => setLog(!log)}>
              Log<span className="sr">{says.logOf(title)}</span>
            </button>
          )}
          <button
            type="button"
            className={styles.tool}
            onClick={() => saveAs(`${fileName}.csv`, seriesCsv(store, X_UNITS[axis]), 'text/csv')}
          >
            CSV<span className="sr">{says.csvOf(title)}</span>
          </button>
        </span>
      </div>
      <Legend store={store} axis={axis} format={format} />
      {isEmpty ? (
        <Blank height={height}>{says.none}</Blank>
      ) : (
        <>
          {events.length > 0 && <EventBand title={title} view={view} />}
          <Suspense fallback={<Blank height={height} />}>
            <Plot
              {...{ store, view, axis, height, format, zeroBased, live, events, limits, log, sync }}
              label={`${title}: ${summary(store, axis, format)}`}
            />
          </Suspense>
          {events.length > 0 && <NumberedEvents title={title} view={view} />}
        </>
      )}
      <figcaption className="sr">{marksInWords(events, limits, axis, format)}</figcaption>
    </figure>
  );
}

function Blank({ height, children }: { readonly height: number; readonly children?: ReactNode }) {
  return (
    <div className={styles.blank} style={{ height } satisfies CSSProperties}>
      {children}
    </div>
  );
}

/** The chart in a sentence, as of when it was last drawn by React: a live region would talk without end. */
function summary(store: SeriesStore, axis: XAxis, format: (value: number) => string): string {
  const { first, last } = store;
  if (first === undefined || last === undefined) return says.aloud.none;
  const ends = store.specs.map(({ label }, index) => {
    const found = store.ends(index);
    return found === null
      ? says.aloud.noValue(label)
      : says.aloud.values(label, format(found.begin), format(found.end));
  });
  return says.aloud.whole(ends.join('; '), xLabel(first, axis), xLabel(last, axis));
}

function marksInWords(
  events: readonly EventMark[],
  limits: readonly LimitMark[],
  axis: XAxis,
  format: (value: number) => string,
): string {
  return [
    ...limits.map(({ value, label }) => says.aloud.limit(label, format(value))),
    ...events.map(({ at, label }) => says.aloud.event(label, xLabel(at, axis))),
  ].join(' ');
}
