import uPlot from 'uplot';
import { roundRange, tickLabel, TICK_STEPS, type Range, type XAxis } from './axis';
import type { EventMark } from './event-band';
import { drawMarks, type LimitMark } from './marks';
import type { SeriesStore } from './series-store';
import { strokeOf, type ChartTokens } from './tokens';

export interface PlotLook {
  readonly axis: XAxis;
  readonly log: boolean;
  readonly zeroBased: boolean;
  readonly height: number;
  readonly format: (value: number) => string;
  readonly events: readonly EventMark[];
  readonly limits: readonly LimitMark[];
  /** Charts of the same one show their values at the same x. */
  readonly sync?: string | undefined;
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enumeration exists in uPlot's types only
const LOGARITHMIC: uPlot.Scale.Distr.Logarithmic = 3;
const STEPS = uPlot.paths.stepped?.({ align: 1 });
const TICK_GAP = 6;
const RIGHT_PX = 16;
const Y_TICK_APART = 34;
const X_TICK_APART = 60;
/** Of the band's fill over its line's colour. */
const BAND_ALPHA = '2e';

/** Series as uPlot counts them: 0 is x, then the lines, then the edges of the bands. */
export function plotData({ xs, columns, bands }: SeriesStore): uPlot.AlignedData {
  const edges = bands.flatMap((band) => (band === null ? [] : [band.high, band.low]));
  return [xs, ...columns, ...edges];
}

export function plotOptions(
  store: SeriesStore,
  look: PlotLook,
  tokens: ChartTokens,
  width: number,
  xRange: () => Range,
): uPlot.Options {
  return {
    width,
    height: look.height,
    legend: { show: false },
    // Room for half of a label at the very end of x, and no more.
    padding: [8, RIGHT_PX, 0, 0],
    scales: {
      x: { time: false, range: () => [...xRange()] },
      y: look.log ? { distr: LOGARITHMIC, range: logRange(look) } : { range: linearRange(look) },
    },
    axes: [xAxis(look, tokens), yAxis(look, tokens)],
    series: [{}, ...lines(store, tokens), ...edges(store)],
    bands: bands(store, tokens),
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false },
      points: { size: 7, width: 2, stroke: tokens.surface },
      ...(look.sync === undefined ? {} : { sync: syncOf(look.sync) }),
    },
    hooks: { draw: [(plot) => drawMarks(plot, look.events, look.limits, tokens)] },
  };
}

/** The pointer's x alone is shared: a range that a person drags is of the chart that they drag in. */
function syncOf(key: string): uPlot.Cursor.Sync {
  const isPointer = (type: string) => type === 'mousemove' || type === 'mouseleave';
  return { key, setSeries: false, scales: ['x', null], filters: { pub: isPointer, sub: isPointer } };
}

function linearRange({ zeroBased, limits }: PlotLook): uPlot.Scale.Range {
  return (_plot, low, high) => {
    // uPlot says null where nothing is in view, whatever its types say.
    const values = [low as number | null, high as number | null, ...limits.map(({ value }) => value)];
    const known = values.filter((value) => value !== null);
    if (known.length === 0) return [0, 1];
    return [...roundRange(Math.min(...known), Math.max(...known), zeroBased)];
  };
}

/** From one power of ten, or half of it, to another. */
function logRange({ limits }: PlotLook): uPlot.Scale.Range {
  return (_plot, low, high) => {
    const values = [low as number | null, high as number | null, ...limits.map(({ value }) => value)];
    const known = values.filter((value) => value !== null && value > 0) as number[];
    if (known.length === 0) return [0.1, 1];
    const from = halfPower(Math.min(...known), Math.floor);
    const to = halfPower(Math.max(...known), Math.ceil);
    return from === to ? [from / 2, to * 2] : [from, to];
  };
}

function halfPower(value: number, round: (value: number) => number): number {
  return 10 ** (round(Math.log10(value) * 2) / 2);
}

function xAxis({ axis }: PlotLook, tokens: ChartTokens): uPlot.Axis {
  return {
    ...drawn(tokens),
    grid: { show: false },
    border: { show: true, stroke: tokens.axis, width: 1 },
    size: 26,
    space: X_TICK_APART,
    incrs: TICK_STEPS[axis],
    values: (plot, ticks, _index, _space, apart) =>
      ticks.map((tick) => {
        const label = tickLabel(tick, axis, apart);
        return fits(plot, tick, label, tokens.font) ? label : '';
      }),
  };
}

/** A label stands in the middle below its tick: the last one may have no room. */
function fits(plot: uPlot, tick: number, label: string, font: string): boolean {
  const { min, max } = plot.scales.x ?? {};
  if (min == null || max == null || max === min || plot.width === 0) return true;
  // Before the first layout the plot has no place yet.
  const plotPx = plot.bbox.width === 0 ? plot.width : plot.bbox.width / devicePixelRatio;
  const right = ((max - tick) / (max - min)) * plotPx;
  return right + RIGHT_PX >= widthOf(plot, label, font) / 2;
}

function yAxis({ format, log }: PlotLook, tokens: ChartTokens): uPlot.Axis {
  return {
    ...drawn(tokens),
    grid: { stroke: tokens.grid, width: 1 },
    size: (plot, labels: string[] | null) => widest(plot, labels ?? [], tokens.font),
    space: Y_TICK_APART,
    values: (_plot, ticks: (number | null)[]) =>
      ticks.map((tick) => (tick === null || (log && !isRoundPower(tick)) ? '' : format(tick))),
  };
}

function drawn({ text3, font }: ChartTokens): uPlot.Axis {
  return { stroke: text3, font, gap: TICK_GAP, ticks: { show: false } };
}

function isRoundPower(tick: number): boolean {
  const digit = tick / 10 ** Math.floor(Math.log10(tick) + 1e-9);
  return [1, 2, 5].some((round) => Math.abs(digit - round) < 1e-6);
}

function widthOf(plot: uPlot, text: string, font: string): number {
  plot.ctx.save();
  plot.ctx.font = font;
  const { width } = plot.ctx.measureText(text);
  plot.ctx.restore();
  return width;
}

/** As wide as its widest label, in steps of 8 px so that it seldom moves. */
function widest(plot: uPlot, labels: readonly string[], font: string): number {
  plot.ctx.save();
  plot.ctx.font = font;
  const width = Math.max(20, ...labels.map((label) => plot.ctx.measureText(label).width));
  plot.ctx.restore();
  return Math.ceil((width + TICK_GAP + 4) / 8) * 8;
}

function lines(store: SeriesStore, tokens: ChartTokens): uPlot.Series[] {
  return store.specs.map((spec, index) => {
    const { colour, dash } = strokeOf(spec, index);
    return {
      label: spec.label,
      stroke: tokens.series[colour],
      // Many lines are thin: told apart more easily, and drawn in half the time.
      width: store.specs.length > 6 ? 1 : colour === 'ghost' ? 1.25 : 1.75,
      dash: [...dash],
      ...(spec.stepped === true && STEPS !== undefined && { paths: STEPS }),
      points: { show: loneOnly, size: 6, fill: tokens.series[colour] },
    };
  });
}

/** A dot only where a line would not show at all. */
function loneOnly(plot: uPlot): boolean {
  return plot.data[0].length <= 1;
}

function edges({ bands: all }: SeriesStore): uPlot.Series[] {
  return all.flatMap((band) =>
    band === null
      ? []
      : [0, 1].map((): uPlot.Series => ({ stroke: 'transparent', width: 0, points: { show: false } })),
  );
}

function bands(store: SeriesStore, tokens: ChartTokens): uPlot.Band[] {
  let edge = 1 + store.specs.length;
  return store.bands.flatMap((band, index) => {
    if (band === null) return [];
    const spec = store.specs[index];
    const colour = spec === undefined ? 1 : strokeOf(spec, index).colour;
    edge += 2;
    return [
      { series: [edge - 2, edge - 1] as [number, number], fill: `${tokens.series[colour]}${BAND_ALPHA}` },
    ];
  });
}
