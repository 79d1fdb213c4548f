import { useSyncExternalStore } from 'react';
import { xLabel, type XAxis } from './axis';
import styles from './chart.module.css';
import type { SeriesStore } from './series-store';
import { strokeOf } from './tokens';

interface LegendProps {
  readonly store: SeriesStore;
  readonly axis: XAxis;
  readonly format: (value: number) => string;
}

/** Each series with the value under the pointer, else its newest. */
export function Legend({ store, axis, format }: LegendProps) {
  useSyncExternalStore(store.subscribe, () => store.revision);
  const at = store.hovered === null ? undefined : store.xs[store.hovered];
  return (
    <ul className={styles.legend}>
      {store.specs.map((spec, index) => {
        const { colour, dash } = strokeOf(spec, index);
        const value = store.shown(index);
        return (
          <li key={spec.id} title={spec.label}>
            <svg width="16" height="8" viewBox="0 0 16 8" aria-hidden="true">
              <line x1="0" x2="16" y1="4" y2="4" data-colour={colour} strokeDasharray={dash.join(' ')} />
            </svg>
            <span className="cut">{spec.label}</span>
            {value !== undefined && <b>{format(value)}</b>}
          </li>
        );
      })}
      {at !== undefined && <li className={styles.where}>{xLabel(at, axis)}</li>}
    </ul>
  );
}
