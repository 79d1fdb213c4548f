import styles from './line-sample.module.css';
import type { SeriesSpec } from './series-store';
import { strokeOf } from './tokens';

/** How a series is drawn, beside its name. */
export function LineSample({
  spec,
  index,
}: {
  readonly spec: Pick<SeriesSpec, 'colour' | 'dashed'>;
  readonly index: number;
}) {
  const { colour, dash } = strokeOf(spec, index);
  return (
    <svg className={styles.sample} width="20" height="8" viewBox="0 0 20 8" aria-hidden="true">
      <line x1="0" x2="20" y1="4" y2="4" data-colour={colour} strokeDasharray={dash.join(' ')} />
    </svg>
  );
}
