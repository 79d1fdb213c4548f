import type uPlot from 'uplot';
import type { ChartTokens } from './tokens';

/** Something that happened, and that may explain a bend. */
export interface EventMark {
  readonly at: number;
  readonly label: string;
}

/** A value that is not to be passed, or an objective. */
export interface LimitMark {
  readonly value: number;
  readonly label: string;
}

const LABEL_GAP = 4;
const LABEL_HEIGHT = 14;

/** Lines across the plot, with their words beside them; drawn over the series. */
export function drawMarks(
  plot: uPlot,
  events: readonly EventMark[],
  limits: readonly LimitMark[],
  tokens: ChartTokens,
): void {
  if (events.length === 0 && limits.length === 0) return;
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = tokens.font.replace(/^11px/, `${11 * ratio}px`);
  ctx.textBaseline = 'top';
  ctx.lineWidth = ratio;
  // Words of events begin below those of a limit that is the plot's upper edge.
  const firstRow = limits.some((limit) => isAtTop(plot, limit, ratio)) ? 1 : 0;
  drawLimits(plot, limits, tokens, ratio);
  drawEvents(plot, events, firstRow, tokens, ratio);
  ctx.restore();
}

function isAtTop(plot: uPlot, { value }: LimitMark, ratio: number): boolean {
  return Math.abs(plot.valToPos(value, 'y', true) - plot.bbox.top) < LABEL_HEIGHT * ratio;
}

function drawLimits(plot: uPlot, limits: readonly LimitMark[], tokens: ChartTokens, ratio: number) {
  const { ctx, bbox } = plot;
  const lines = limits
    .map(({ value, label }) => ({ label, y: Math.round(plot.valToPos(value, 'y', true)) }))
    .filter(({ y }) => y >= bbox.top && y <= bbox.top + bbox.height);
  const tops = labelTops(
    lines.map(({ y }) => y),
    bbox.top,
    LABEL_HEIGHT * ratio,
    2 * ratio,
  );
  ctx.textAlign = 'right';
  lines.forEach(({ y, label }, index) => {
    stroke(ctx, tokens.text3, [5 * ratio, 4 * ratio], [bbox.left, y], [bbox.left + bbox.width, y]);
    words(ctx, label, bbox.left + bbox.width - LABEL_GAP * ratio, tops[index] ?? y, tokens);
  });
}

/** Where the words of each line begin: above it, and below where the plot ends or other words stand there. */
export function labelTops(
  lines: readonly number[],
  plotTop: number,
  heightPx: number,
  gapPx: number,
): readonly number[] {
  const taken: number[] = [];
  const tops = new Map<number, number>();
  for (const y of [...lines].sort((a, b) => a - b)) {
    const isFree = (top: number) => taken.every((other) => Math.abs(other - top) >= heightPx);
    const above = y - heightPx - gapPx;
    const below = y + gapPx;
    const fits = above > plotTop && isFree(above) ? above : below;
    const top = isFree(fits) ? fits : Math.max(...taken) + heightPx;
    taken.push(top);
    tops.set(y, top);
  }
  return lines.map((y) => tops.get(y) ?? y);
}

function drawEvents(
  plot: uPlot,
  events: readonly EventMark[],
  firstRow: number,
  tokens: ChartTokens,
  ratio: number,
) {
  const { ctx, bbox } = plot;
  const end = bbox.left + bbox.width;
  const seen = events
    .map(({ at, label }) => ({ label, x: Math.round(plot.valToPos(at, 'x', true)) }))
    .filter(({ x }) => x >= bbox.left && x <= end);
  for (const { x } of seen) {
    stroke(ctx, tokens.event, [2 * ratio, 3 * ratio], [x, bbox.top], [x, bbox.top + bbox.height]);
  }
  const gap = LABEL_GAP * ratio;
  const extents = seen.map(({ x, label }): Extent => {
    const width = ctx.measureText(label).width;
    return x > bbox.left + bbox.width * 0.75 ? [x - gap - width, x - gap] : [x + gap, x + gap + width];
  });
  ctx.textAlign = 'left';
  eventRows(extents).forEach((row, index) => {
    const [left] = extents[index] ?? [0, 0];
    // A line without its words still shows that something happened; what it was is told in the chart's caption.
    if (row === null) return;
    const top = bbox.top + (2 + (firstRow + row) * LABEL_HEIGHT) * ratio;
    words(ctx, seen[index]?.label ?? '', left, top, tokens);
  });
}

type Extent = readonly [left: number, right: number];

const EVENT_ROWS = 2;

/**
 * In which row the words of each event stand: neighbours take turns. Null for those that would lie upon others in
 * either row.
 */
export function eventRows(extents: readonly Extent[]): readonly (number | null)[] {
  const rows: Extent[][] = Array.from({ length: EVENT_ROWS }, () => []);
  return extents.map(([left, right], index) => {
    const own = index % EVENT_ROWS;
    const row = [own, (own + 1) % EVENT_ROWS].find((one) =>
      rows[one]?.every(([begin, end]) => right < begin || left > end),
    );
    if (row === undefined) return null;
    rows[row]?.push([left, right]);
    return row;
  });
}

function stroke(
  ctx: CanvasRenderingContext2D,
  colour: string,
  dash: number[],
  from: readonly [number, number],
  to: readonly [number, number],
) {
  ctx.strokeStyle = colour;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
  ctx.setLineDash([]);
}

function words(ctx: CanvasRenderingContext2D, text: string, x: number, y: number, tokens: ChartTokens) {
  // A rim in the panel's colour keeps them readable over lines.
  ctx.strokeStyle = tokens.surface;
  const before = ctx.lineWidth;
  ctx.lineWidth = before * 4;
  ctx.lineJoin = 'round';
  ctx.strokeText(text, x, y);
  ctx.lineWidth = before;
  ctx.fillStyle = tokens.text2;
  ctx.fillText(text, x, y);
}
