import styles from './Spark.module.css';

interface SparkProps {
  /** In order; a gap (null) breaks the line. */
  readonly values: readonly (number | null)[];
  /** What is drawn and its last value, in words. */
  readonly label: string;
  /** Series colour 1 to 6; 0 is the grey of what is not compared. */
  readonly colour?: 0 | 1 | 2 | 3 | 4 | 5 | 6;
  readonly width?: number;
  readonly height?: number;
  /** Amounts start at 0; metrics fill the height. */
  readonly fromZero?: boolean;
  /** Drawn across, and always in sight: what the values are held against. */
  readonly limit?: number;
}

const PAD = 2;

/** A line without axes, for a table's cell: its shape, not its figures. */
export function Spark({
  values,
  label,
  colour = 1,
  width = 64,
  height = 20,
  fromZero = false,
  limit,
}: SparkProps) {
  const lines = sparkLines(values, width, height, fromZero, limit);
  const limitY = limit === undefined ? null : heights(values, height, fromZero, limit)(limit);
  const end = lines.at(-1)?.at(-1);
  return (
    <svg
      className={styles.spark}
      data-colour={colour}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      {limitY !== null && lines.length > 0 && (
        <line className={styles.limit} x1={PAD} x2={width - PAD} y1={limitY} y2={limitY} />
      )}
      {lines.map((line) => (
        <polyline key={line[0]?.join(',')} points={line.map((point) => point.join(',')).join(' ')} />
      ))}
      {end !== undefined && <circle cx={end[0]} cy={end[1]} r="1.9" />}
    </svg>
  );
}

type Point = readonly [x: number, y: number];

/** The unbroken pieces of the line, in pixels. */
export function sparkLines(
  values: readonly (number | null)[],
  width: number,
  height: number,
  fromZero: boolean,
  limit?: number,
): Point[][] {
  const yOf = heights(values, height, fromZero, limit);
  const lines: Point[][] = [];
  let line: Point[] = [];
  values.forEach((value, index) => {
    if (!isKnown(value)) {
      if (line.length > 0) lines.push(line);
      line = [];
      return;
    }
    const x = values.length === 1 ? width / 2 : PAD + (index / (values.length - 1)) * (width - 2 * PAD - 2);
    line.push([rounded(x), yOf(value)]);
  });
  if (line.length > 0) lines.push(line);
  return lines;
}

/** How far from the top a value is drawn where all of them, and the limit, are in sight. */
function heights(
  values: readonly (number | null)[],
  height: number,
  fromZero: boolean,
  limit: number | undefined,
): (value: number) => number {
  const seen = [...values.filter(isKnown), ...(fromZero ? [0] : []), ...(limit === undefined ? [] : [limit])];
  const low = Math.min(...seen);
  const high = Math.max(...seen);
  return (value) => {
    // By halves: what lies between the least and the greatest of all numbers is itself none.
    const share = (value / 2 - low / 2) / (high / 2 - low / 2);
    return rounded(high === low ? height / 2 : height - PAD - 1 - share * (height - 2 * PAD - 2));
  };
}

function isKnown(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

function rounded(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
