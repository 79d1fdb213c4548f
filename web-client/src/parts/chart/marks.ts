import type uPlot from 'uplot';
import { bandOf, type BandMark, type EventMark } from './event-band';
import type { ChartTokens } from './tokens';

/** A value that is not to be passed, or an objective. */
export interface LimitMark {
  readonly value: number;
  readonly label: string;
}

const LABEL_GAP = 4;
const LABEL_HEIGHT = 14;

/** Lines across the plot, those of limits with their words beside them; drawn over the series. */
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
  // Lines of events reach above the plot, to the band with their words.
  ctx.rect(bbox.left, 0, bbox.width, bbox.top + bbox.height);
  ctx.clip();
  ctx.font = tokens.font.replace(/^11px/, `${11 * ratio}px`);
  ctx.textBaseline = 'top';
  ctx.lineWidth = ratio;
  drawEvents(plot, events, tokens, ratio);
  drawLimits(plot, limits, tokens, ratio);
  ctx.restore();
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

function drawEvents(plot: uPlot, events: readonly EventMark[], tokens: ChartTokens, ratio: number) {
  const { ctx, bbox } = plot;
  for (const { at } of events) {
    const x = Math.round(plot.valToPos(at, 'x', true));
    stroke(ctx, tokens.event, [2 * ratio, 3 * ratio], [x, 0], [x, bbox.top + bbox.height]);
  }
}

/** Of the events in view, in CSS pixels from the left edge of what the plot stands in. */
export function bandOfPlot(
  plot: uPlot,
  events: readonly EventMark[],
  tokens: ChartTokens,
): readonly BandMark[] {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const [left, right] = [bbox.left / ratio, (bbox.left + bbox.width) / ratio];
  ctx.save();
  ctx.font = tokens.font;
  const seen = events
    .map((event) => ({
      event,
      x: Math.round(plot.valToPos(event.at, 'x', true) / ratio),
      widthPx: Math.ceil(ctx.measureText(event.label).width),
    }))
    .filter(({ x }) => x >= left && x <= right);
  ctx.restore();
  return bandOf(seen, [0, plot.width]);
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
