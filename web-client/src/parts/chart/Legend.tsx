import { memo, useCallback, useSyncExternalStore } from 'react';
import { xLabel, type XAxis } from './axis';
import styles from './chart.module.css';
import { LineSample } from './LineSample';
import type { SeriesStore } from './series-store';

/** New values are written this often: nobody reads faster. What the pointer is at follows it at once. */
const NEWS_MS = 250;

interface LegendProps {
  readonly store: SeriesStore;
  readonly axis: XAxis;
  readonly format: (value: number) => string;
}

/** Each series with the value under the pointer, else its newest. */
export const Legend = memo(function Legend({ store, axis, format }: LegendProps) {
  const subscribe = useCallback((listener: () => void) => hearCalmly(store, listener), [store]);
  useSyncExternalStore(subscribe, () => store.revision);
  const at = store.hovered === null ? undefined : store.xs[store.hovered];
  return (
    <ul className={styles.legend}>
      {store.specs.map((spec, index) => {
        const value = store.shown(index);
        return (
          <li key={spec.id} title={spec.label}>
            <LineSample spec={spec} index={index} />
            <span className="cut">{spec.label}</span>
            {value !== undefined && <b>{format(value)}</b>}
          </li>
        );
      })}
      {at !== undefined && <li className={styles.where}>{xLabel(at, axis)}</li>}
    </ul>
  );
});

function hearCalmly(store: SeriesStore, listener: () => void): () => void {
  let hovered = store.hovered;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    clearTimeout(timer);
    timer = undefined;
    listener();
  };
  const stop = store.subscribe(() => {
    const moved = store.hovered !== hovered;
    hovered = store.hovered;
    if (moved) tell();
    else timer ??= setTimeout(tell, NEWS_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
