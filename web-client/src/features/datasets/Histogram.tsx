import { metric } from '@/format/number';
import styles from './datasets.module.css';
import { words } from './words';

const says = words.histogram;

interface HistogramProps {
  readonly name: string;
  readonly buckets: readonly { readonly from: string; readonly to: string; readonly count: number }[];
  /** How many rows have no value. */
  readonly missing: number;
}

const WIDTH = 116;
const HEIGHT = 22;
/** What is missing stands apart, in the same place of every column. */
const APART = 8;
const GAP = 6;

/**
 * How often which values occur, as small as a table's row, and in how many rows there is none. The ranges of numbers
 * are equally wide, so that a bar is as high as its range is dense; words have no width.
 */
export function Histogram({ name, buckets, missing }: HistogramProps) {
  const most = Math.max(1, missing, ...buckets.map((bucket) => bucket.count));
  const step = (WIDTH - APART - GAP) / buckets.length;
  const height = (rows: number) => (rows === 0 ? 0 : Math.max(1, (rows / most) * (HEIGHT - 2)));
  const said = inWords(name, buckets, missing);
  return (
    <svg
      className={styles.histogram}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={said}
    >
      <title>{said}</title>
      {buckets.map((bucket, index) => (
        <rect
          key={`${bucket.from} ${bucket.to}`}
          x={index * step}
          y={HEIGHT - height(bucket.count)}
          width={Math.max(1, step - 1)}
          height={height(bucket.count)}
        />
      ))}
      {missing > 0 && (
        // A frame, not a fill: half of its line lies within it.
        <rect
          data-missing
          x={WIDTH - APART + 0.5}
          y={Math.min(HEIGHT - 1.5, HEIGHT - height(missing) + 0.5)}
          width={APART - 1}
          height={Math.max(1, height(missing) - 1)}
        />
      )}
    </svg>
  );
}

function inWords(name: string, buckets: HistogramProps['buckets'], missing: number): string {
  const none = missing === 0 ? '' : says.missingInRows(missing);
  const [first, ...others] = buckets;
  if (first === undefined) return `${name}${none}`;
  const most = others.reduce((a, b) => (b.count > a.count ? b : a), first);
  const range = most.from === most.to ? short(most.from) : says.to(short(most.from), short(most.to));
  return says.mostOftenTimes(name, range, most.count, none);
}

function short(text: string): string {
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : metric(number);
}
