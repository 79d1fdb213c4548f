import { useEffect, useEffectEvent, useRef, type KeyboardEvent } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { followed, panned, zoomed, type Range } from './axis';
import styles from './chart.module.css';
import { plotData, plotOptions, type PlotLook } from './options';
import type { SeriesStore } from './series-store';
import { onThemeChange, readTokens } from './tokens';

interface PlotProps extends PlotLook {
  readonly store: SeriesStore;
  readonly live: boolean;
  /** What a person chose to see; null while the chart follows. */
  readonly view: Range | null;
  readonly onView: (view: Range | null) => void;
  readonly label: string;
}

const ZOOM = 0.8;
/** Of the visible width, for each press of an arrow key. */
const STEP = 0.2;
/** A drag that is shorter was a click. */
const MIN_DRAG_PX = 4;

/** The canvas of a chart, and what pointer, wheel and keys do to it. Loaded with uPlot when the first chart is drawn. */
export default function Plot({ store, live, view, onView, label, ...look }: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const followedRange = useRef<Range | null>(null);
  const asked = useRef<Range | null | undefined>(undefined);
  const { axis, log, zeroBased, height, format, events, limits } = look;

  const whole = (): Range => [store.first ?? 0, store.last ?? 1];
  /** A wheel turns several times in a frame; the chart is drawn once. */
  function ask(next: Range | null) {
    const isWaiting = asked.current !== undefined;
    asked.current = next;
    if (isWaiting) return;
    requestAnimationFrame(() => {
      const wanted = asked.current;
      asked.current = undefined;
      if (wanted !== undefined) onView(wanted);
    });
  }
  const shown = useEffectEvent((): Range => {
    if (asked.current != null) return asked.current;
    if (view !== null) return view;
    followedRange.current = followed(followedRange.current, ...whole(), live);
    return followedRange.current;
  });
  const onSelect = useEffectEvent((range: Range) => onView(range));
  const onWheel = useEffectEvent((event: WheelEvent, centre: number) => {
    const current = shown();
    // A plain wheel scrolls the page, as everywhere.
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    const isPan = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!event.ctrlKey && !event.metaKey && !isPan) return;
    event.preventDefault();
    if (isPan) ask(panned(current, sideways / 1_000, whole()));
    else ask(zoomed(current, event.deltaY < 0 ? ZOOM : 1 / ZOOM, centre, whole()));
  });

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    function build(target: HTMLElement) {
      plot.current?.destroy();
      const options = plotOptions(
        store,
        { axis, log, zeroBased, height, format, events, limits },
        readTokens(),
        Math.max(120, target.clientWidth),
        () => shown(),
      );
      options.hooks = {
        ...options.hooks,
        setCursor: [({ cursor }) => store.hover(cursor.idx ?? null)],
        setSelect: [
          (drawn) => {
            if (drawn.select.width < MIN_DRAG_PX) return;
            const from = drawn.posToVal(drawn.select.left, 'x');
            const to = drawn.posToVal(drawn.select.left + drawn.select.width, 'x');
            drawn.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            onSelect([from, to]);
          },
        ],
      };
      const built = new uPlot(options, plotData(store), target);
      built.over.addEventListener(
        'wheel',
        (event) =>
          onWheel(event, built.posToVal(event.clientX - built.over.getBoundingClientRect().left, 'x')),
        { passive: false },
      );
      plot.current = built;
    }
    build(element);
    const stopTheme = onThemeChange(() => build(element));
    const sizes = new ResizeObserver(() => {
      const width = Math.max(120, element.clientWidth);
      if (plot.current !== null && plot.current.width !== width) plot.current.setSize({ width, height });
    });
    sizes.observe(element);
    return () => {
      stopTheme();
      sizes.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [store, axis, log, zeroBased, height, format, events, limits]);

  useEffect(() => {
    let frame = 0;
    let drawn = store.xs.length;
    let newest = store.last;
    const draw = () => {
      frame = 0;
      // A pointer that moves is a change too, but nothing to draw.
      if (store.hovered !== null && drawn === store.xs.length && newest === store.last) return;
      drawn = store.xs.length;
      newest = store.last;
      plot.current?.setData(plotData(store));
    };
    const stop = store.subscribe(() => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [store]);

  useEffect(() => {
    const [min, max] = shown();
    plot.current?.setScale('x', { min, max });
  }, [view]);

  function onKeyDown(event: KeyboardEvent) {
    const next = moved(event.key, view ?? followedRange.current ?? whole(), whole());
    if (next === undefined) return;
    event.preventDefault();
    onView(next);
  }

  return (
    // A picture that takes keys: the buttons beside it do the same by name.
    <div
      ref={host}
      className={styles.plot}
      role="application"
      aria-roledescription="chart"
      aria-label={label}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={() => onView(null)}
    />
  );
}

/** Undefined for a key that is none of the chart's. */
function moved(key: string, view: Range, whole: Range): Range | null | undefined {
  const centre = (view[0] + view[1]) / 2;
  if (key === 'ArrowLeft') return panned(view, -STEP, whole);
  if (key === 'ArrowRight') return panned(view, STEP, whole);
  if (key === '+' || key === '=') return zoomed(view, ZOOM, centre, whole);
  if (key === '-') return zoomed(view, 1 / ZOOM, centre, whole);
  if (key === '0' || key === 'Home') return null;
  return undefined;
}
