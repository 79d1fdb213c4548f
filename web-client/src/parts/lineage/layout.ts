/** Where an object stands between data and traffic. */
export const COLUMNS = ['Data', 'Training', 'Model', 'Serving'] as const;

export type Column = 0 | 1 | 2 | 3;

export interface Placed {
  readonly id: string;
  readonly column: Column;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** What the first did for the second: `read`, `produced`, … */
  readonly kind: string;
}

export interface Spot<N extends Placed> {
  readonly node: N;
  /** From the left, in hundredths of the width. */
  readonly left: number;
  /** From the top, in pixels. */
  readonly top: number;
}

export interface Line {
  readonly edge: Edge;
  /** An SVG path: hundredths of the width across, pixels down. */
  readonly path: string;
}

export interface Layout<N extends Placed> {
  readonly columns: readonly (readonly Spot<N>[])[];
  readonly lines: readonly Line[];
  readonly height: number;
}

export const NODE_HEIGHT = 84;
export const NODE_WIDTH = 20.5;
const GAP_ACROSS = (100 - COLUMNS.length * NODE_WIDTH) / (COLUMNS.length - 1);
const GAP_DOWN = 20;
const MARGIN = 14;

/** Fixed columns, each centred; nothing is measured, so nothing moves once it is drawn. */
export function layOut<N extends Placed>(nodes: readonly N[], edges: readonly Edge[]): Layout<N> {
  const byColumn = COLUMNS.map((_, column) => nodes.filter((node) => node.column === column));
  const tallest = Math.max(1, ...byColumn.map((column) => column.length));
  const height = stacked(tallest) + 2 * MARGIN;
  const columns = byColumn.map((column, index) => {
    const top = (height - stacked(column.length)) / 2;
    return column.map((node, row) => ({
      node,
      left: index * (NODE_WIDTH + GAP_ACROSS),
      top: top + row * (NODE_HEIGHT + GAP_DOWN),
    }));
  });
  const spots = new Map(columns.flat().map((spot) => [spot.node.id, spot]));
  const lines = edges.flatMap((edge) => {
    const from = spots.get(edge.from);
    const to = spots.get(edge.to);
    return from === undefined || to === undefined ? [] : [{ edge, path: pathBetween(from, to) }];
  });
  return { columns, lines, height };
}

function stacked(rows: number): number {
  return Math.max(0, rows * NODE_HEIGHT + (rows - 1) * GAP_DOWN);
}

function pathBetween(from: Spot<Placed>, to: Spot<Placed>): string {
  if (from.node.column === to.node.column) return upright(from, to);
  const [startX, startY] = [from.left + NODE_WIDTH, from.top + NODE_HEIGHT / 2];
  const [endX, endY] = [to.left, to.top + NODE_HEIGHT / 2];
  const middle = (startX + endX) / 2;
  return `M${round(startX)} ${startY}C${round(middle)} ${startY} ${round(middle)} ${endY} ${round(endX)} ${endY}`;
}

/** Between two that stand above each other: from one's edge to the other's. */
function upright(from: Spot<Placed>, to: Spot<Placed>): string {
  const x = round(from.left + NODE_WIDTH / 2);
  return from.top < to.top
    ? `M${x} ${from.top + NODE_HEIGHT}V${to.top}`
    : `M${x} ${from.top}V${to.top + NODE_HEIGHT}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
