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
}

const PAD = 2;

/** A line without axes, for a table's cell: its shape, not its figures. */
export function Spark({ values, label, colour = 1, width = 64, height = 20, fromZero = false }: SparkProps) {
  const lines = sparkLines(values, width, height, fromZero);
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
): Point[][] {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  if (known.length === 0) return [];
  const low = fromZero ? Math.min(0, ...known) : Math.min(...known);
  const high = Math.max(...known);
  const lines: Point[][] = [];
  let line: Point[] = [];
  values.forEach((value, index) => {
    if (value === null || !Number.isFinite(value)) {
      if (line.length > 0) lines.push(line);
      line = [];
      return;
    }
    const x = values.length === 1 ? width / 2 : PAD + (index / (values.length - 1)) * (width - 2 * PAD - 2);
    // By halves: what lies between the least and the greatest of all numbers is itself none.
    const share = (value / 2 - low / 2) / (high / 2 - low / 2);
    const y = high === low ? height / 2 : height - PAD - 1 - share * (height - 2 * PAD - 2);
    line.push([rounded(x), rounded(y)]);
  });
  if (line.length > 0) lines.push(line);
  return lines;
}

function rounded(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
