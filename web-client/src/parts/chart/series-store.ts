/** One of the six series colours, or the grey of an incumbent or a period before. */
export type SeriesColour = 1 | 2 | 3 | 4 | 5 | 6 | 'ghost';

export interface SeriesSpec {
  readonly id: string;
  readonly label: string;
  /** Left out: by its place among the others. Given where a series keeps its colour over a whole page. */
  readonly colour?: SeriesColour;
  /** Left out: solid for the first four, then by its place; colour is never the only channel. */
  readonly dashed?: boolean;
  /** A value holds until the next point: for counts, which have nothing in between. */
  readonly stepped?: boolean;
}

/** A point with the least and greatest value that were thinned out into it. */
export interface SeriesPoint {
  readonly x: number;
  /** Null where there is none, such as a value that is no number. */
  readonly y: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

export interface Line extends SeriesSpec {
  readonly points: readonly SeriesPoint[];
}

export type Column = (number | null | undefined)[];

/**
 * What one chart draws: all series over one ascending row of x, as uPlot takes them. Points are appended in place, so
 * that a live chart copies nothing; listeners hear of a batch once.
 */
export class SeriesStore {
  readonly specs: readonly SeriesSpec[];
  readonly xs: number[] = [];
  readonly columns: Column[];
  /** Lower and upper edge of each series' band; null for a series without one. */
  readonly bands: ({ readonly low: Column; readonly high: Column } | null)[];
  /** Rises with each change, that of the pointer's place among them. */
  revision = 0;
  /** Rises with each change of the points. */
  pointsRevision = 0;
  /** Index into `xs` of the point under the pointer; null for none. */
  hovered: number | null = null;
  private readonly indexes: ReadonlyMap<string, number>;
  private readonly listeners = new Set<() => void>();
  private announced = false;

  constructor(lines: readonly Line[]) {
    this.specs = lines;
    this.indexes = new Map(lines.map(({ id }, index) => [id, index]));
    this.columns = lines.map(() => []);
    this.bands = lines.map(({ points }) => (points.some(hasBand) ? { low: [], high: [] } : null));
    this.fill(lines);
  }

  /** In any order; a point at an x that is there replaces it. Unknown series are passed over. */
  append(id: string, x: number, y: number | null): void {
    const series = this.indexes.get(id);
    if (series === undefined || !Number.isFinite(x)) return;
    const column = this.columns[series];
    if (column === undefined) return;
    column[this.rowAt(x)] = y;
    this.pointsRevision += 1;
    this.changed();
  }

  hover(index: number | null): void {
    if (index === this.hovered) return;
    this.hovered = index;
    this.changed();
  }

  /** The value under the pointer, else the newest one; undefined where a series has none. */
  shown(series: number): number | undefined {
    const column = this.columns[series] ?? [];
    for (let row = this.hovered ?? column.length - 1; row >= 0; row -= 1) {
      const value = column[row];
      if (typeof value === 'number') return value;
    }
    return undefined;
  }

  /** The first and the newest value of a series; null before it has one. */
  ends(series: number): { readonly begin: number; readonly end: number } | null {
    const column = this.columns[series] ?? [];
    const begin = column.find((value) => typeof value === 'number');
    const end = column.findLast((value) => typeof value === 'number');
    return begin === undefined || end === undefined ? null : { begin, end };
  }

  get first(): number | undefined {
    return this.xs[0];
  }

  get last(): number | undefined {
    return this.xs.at(-1);
  }

  /** The greatest x of one series; undefined before it has a point. */
  lastOf(id: string): number | undefined {
    const column = this.columns[this.indexes.get(id) ?? -1] ?? [];
    for (let row = column.length - 1; row >= 0; row -= 1) {
      if (typeof column[row] === 'number') return this.xs[row];
    }
    return undefined;
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  private fill(lines: readonly Line[]) {
    const all = new Set<number>();
    for (const { points } of lines) for (const { x } of points) all.add(x);
    for (const x of Float64Array.from(all).sort()) this.xs.push(x);
    const rows = new Map(this.xs.map((x, row) => [x, row]));
    // Filled, not only lengthened: V8 keeps arrays with holes in a slower form.
    for (const column of this.allColumns()) this.xs.forEach(() => column.push(undefined));
    lines.forEach(({ points }, series) => {
      for (const { x, y, low, high } of points) {
        const row = rows.get(x) ?? 0;
        const column = this.columns[series];
        const band = this.bands[series];
        if (column !== undefined) column[row] = y;
        if (band == null) continue;
        band.low[row] = low ?? y;
        band.high[row] = high ?? y;
      }
    });
  }

  private allColumns(): Column[] {
    return [...this.columns, ...this.bands.flatMap((band) => (band === null ? [] : [band.low, band.high]))];
  }

  private rowAt(x: number): number {
    const last = this.xs.at(-1);
    if (last === undefined || x > last) {
      for (const column of this.allColumns()) column.push(undefined);
      return this.xs.push(x) - 1;
    }
    const row = lowerBound(this.xs, x);
    if (this.xs[row] === x) return row;
    this.xs.splice(row, 0, x);
    for (const column of this.allColumns()) column.splice(row, 0, undefined);
    return row;
  }

  private changed() {
    this.revision += 1;
    if (this.announced) return;
    this.announced = true;
    queueMicrotask(() => {
      this.announced = false;
      for (const listener of this.listeners) listener();
    });
  }
}

function hasBand({ low, high, y }: SeriesPoint): boolean {
  return (low != null && low !== y) || (high != null && high !== y);
}

/** First index whose value is not below `x`. */
export function lowerBound(xs: readonly number[], x: number): number {
  let low = 0;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((xs[middle] ?? Infinity) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
