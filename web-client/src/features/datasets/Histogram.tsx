import { count, metric } from '@/format/number';
import styles from './datasets.module.css';

interface HistogramProps {
  readonly name: string;
  readonly buckets: readonly { readonly from: string; readonly to: string; readonly count: number }[];
}

const WIDTH = 116;
const HEIGHT = 22;

/** How often which values occur, as small as a table's row. */
export function Histogram({ name, buckets }: HistogramProps) {
  const most = Math.max(1, ...buckets.map((bucket) => bucket.count));
  const step = WIDTH / buckets.length;
  return (
    <svg
      className={styles.histogram}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={inWords(name, buckets)}
    >
      <title>{inWords(name, buckets)}</title>
      {buckets.map((bucket, index) => {
        const height = bucket.count === 0 ? 0 : Math.max(1, (bucket.count / most) * (HEIGHT - 2));
        return (
          <rect
            key={`${bucket.from} ${bucket.to}`}
            x={index * step}
            y={HEIGHT - height}
            width={Math.max(1, step - 1)}
            height={height}
          />
        );
      })}
    </svg>
  );
}

function inWords(name: string, buckets: HistogramProps['buckets']): string {
  const [first, ...others] = buckets;
  if (first === undefined) return name;
  const most = others.reduce((a, b) => (b.count > a.count ? b : a), first);
  const range = most.from === most.to ? short(most.from) : `${short(most.from)} to ${short(most.to)}`;
  return `${name}: most often ${range}, ${count(most.count)} times`;
}

function short(text: string): string {
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : metric(number);
}
