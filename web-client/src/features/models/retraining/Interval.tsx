import { points, type Comparison } from './retraining';
import styles from './retraining.module.css';
import { words } from './comparison-words';

const says = words.interval;

const WIDTH = 260;
const HEIGHT = 34;
const MIDDLE = 12;

/** The difference of the right answers with its interval, against zero. */
export function Interval({ comparison: { difference, lower, upper } }: { readonly comparison: Comparison }) {
  const most = Math.max(Math.abs(lower), Math.abs(upper), 1e-6) * 1.15;
  const x = (value: number) => WIDTH / 2 + (value / most) * (WIDTH / 2);
  const isOutside = lower > 0 || upper < 0;
  return (
    <svg
      className={styles.interval}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={says.label(points(difference), points(lower), points(upper), isOutside)}
    >
      <line className={styles.zero} x1={WIDTH / 2} x2={WIDTH / 2} y1={0} y2={22} />
      <line className={styles.span} x1={x(lower)} x2={x(upper)} y1={MIDDLE} y2={MIDDLE} />
      <line className={styles.span} x1={x(lower)} x2={x(lower)} y1={MIDDLE - 4} y2={MIDDLE + 4} />
      <line className={styles.span} x1={x(upper)} x2={x(upper)} y1={MIDDLE - 4} y2={MIDDLE + 4} />
      <circle className={styles.point} cx={x(difference)} cy={MIDDLE} r={4} />
      <text className={styles.axis} x={WIDTH / 2} y={HEIGHT - 2} textAnchor="middle">
        {says.noDifference}
      </text>
      <text className={styles.axis} x={0} y={HEIGHT - 2}>
        {says.championBetter}
      </text>
      <text className={styles.axis} x={WIDTH} y={HEIGHT - 2} textAnchor="end">
        {says.challengerBetter}
      </text>
    </svg>
  );
}
