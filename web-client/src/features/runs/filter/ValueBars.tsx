import { metric } from '@/format/number';
import { words } from '@/features/runs/words';
import styles from './filter.module.css';
import type { Distribution } from './value-bins';

const BAR = 6;
const GAP = 1;
const HEIGHT = 26;

/** How the values lie, and where a condition cuts them: what it keeps is drawn in the accent. */
export function ValueBars({ of: { low, high, runs, bins } }: { readonly of: Distribution }) {
  const most = Math.max(...bins.map((bin) => bin.runs));
  const px = (part: number) => (part === 0 ? 0 : Math.max(2, (part / most) * HEIGHT));
  return (
    <figure className={styles.bars}>
      <svg
        width={bins.length * BAR}
        height={HEIGHT}
        role="img"
        aria-label={words.filter.values(metric(low), metric(high), runs)}
      >
        {bins.map((bin, index) => (
          <g key={index}>
            <rect x={index * BAR} width={BAR - GAP} y={HEIGHT - px(bin.runs)} height={px(bin.runs)} />
            <rect
              data-kept
              x={index * BAR}
              width={BAR - GAP}
              y={HEIGHT - px(bin.kept)}
              height={px(bin.kept)}
            />
          </g>
        ))}
      </svg>
      <figcaption>
        <span>{metric(low)}</span>
        <span>{metric(high)}</span>
      </figcaption>
    </figure>
  );
}
