import { points, type Comparison } from './retraining';
import styles from './retraining.module.css';
import { words } from './comparison-words';

const says = words.interval;

const WIDTH = 200;
const HEIGHT = 20;
const MIDDLE = HEIGHT / 2;
/** What the point and the ends of the line need beside zero and the farther end. */
const AROUND = 8;

/** The difference of the right answers with its interval, against zero: the line from one to the other fills the width. */
export function Interval({ comparison: { difference, lower, upper } }: { readonly comparison: Comparison }) {
  const from = Math.min(lower, 0);
  const whole = Math.max(upper, 0) - from || 1;
  const x = (value: number) => AROUND + ((value - from) / whole) * (WIDTH - 2 * AROUND);
  const isOutside = lower > 0 || upper < 0;
  return (
    <svg
      className={styles.interval}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={says.label(points(difference), points(lower), points(upper), isOutside)}
    >
      <line className={styles.ground} x1={0} x2={WIDTH} y1={MIDDLE} y2={MIDDLE} />
      <line className={styles.zero} x1={x(0)} x2={x(0)} y1={1} y2={HEIGHT - 1} />
      <line className={styles.span} x1={x(lower)} x2={x(upper)} y1={MIDDLE} y2={MIDDLE} />
      <line className={styles.span} x1={x(lower)} x2={x(lower)} y1={MIDDLE - 4} y2={MIDDLE + 4} />
      <line className={styles.span} x1={x(upper)} x2={x(upper)} y1={MIDDLE - 4} y2={MIDDLE + 4} />
      <circle className={styles.point} cx={x(difference)} cy={MIDDLE} r={4} />
    </svg>
  );
}
