import { useEffect, useRef } from 'react';
import 'uplot/dist/uPlot.min.css';
import styles from './chart.module.css';
import type { ChartView } from './chart-view';
import type { PlotLook } from './options';
import { PlotCanvas } from './plot-canvas';
import type { SeriesStore } from './series-store';

interface PlotProps extends PlotLook {
  readonly store: SeriesStore;
  readonly view: ChartView;
  readonly live: boolean;
  readonly label: string;
}

/** The canvas of a chart, and what pointer, wheel and keys do to it. Loaded with uPlot when the first chart is drawn. */
export default function Plot({ store, view, live, label, ...look }: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<PlotCanvas | null>(null);
  const { axis, log, zeroBased, height, format, events, limits, sync } = look;

  useEffect(() => {
    if (host.current === null) return;
    const drawn = new PlotCanvas(host.current, {
      store,
      view,
      live,
      look: { axis, log, zeroBased, height, format, events, limits, sync },
    });
    canvas.current = drawn;
    return () => drawn.destroy();
  }, [store, view, live, axis, log, zeroBased, height, format, events, limits, sync]);

  return (
    // A picture that takes keys: the buttons beside it do the same by name.
    <div
      ref={host}
      className={styles.plot}
      role="application"
      aria-roledescription="chart"
      aria-label={label}
      tabIndex={0}
      onKeyDown={(event) => {
        if (canvas.current?.take(event.key) === true) event.preventDefault();
      }}
      onDoubleClick={() => view.show(null)}
    />
  );
}
