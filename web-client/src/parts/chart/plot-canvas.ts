import uPlot from 'uplot';
import { followed, panned, zoomed, type Range } from './axis';
import type { ChartView } from './chart-view';
import { drawNext, drawSoon, forgetDraw } from './frames';
import { bandOfPlot } from './marks';
import { plotData, plotOptions, type PlotLook } from './options';
import type { SeriesStore } from './series-store';
import { onThemeChange, readTokens } from './tokens';

const ZOOM = 0.8;
/** Of the visible width, for each press of an arrow key. */
const STEP = 0.2;
/** A drag that is shorter was a click. */
const MIN_DRAG_PX = 4;
/** A chart is drawn before it is scrolled into sight. */
const NEAR_PX = 120;
/** Where uPlot has a pointer that has left. */
const NOWHERE = { left: -10, top: -10 };

export interface PlotSubject {
  readonly store: SeriesStore;
  readonly view: ChartView;
  readonly look: PlotLook;
  /** More points will come. */
  readonly live: boolean;
}

/**
 * uPlot on an element. However much arrives, and however fast a wheel turns, it is drawn once a frame, and not at all
 * while it is out of sight.
 */
export class PlotCanvas {
  private plot: uPlot | null = null;
  private isSeen = true;
  private drawnPoints = -1;
  private drawnRange: Range | null = null;
  private followedRange: Range | null = null;
  private readonly ends: readonly (() => void)[];

  constructor(
    private readonly host: HTMLElement,
    private readonly subject: PlotSubject,
  ) {
    this.build();
    const sizes = new ResizeObserver(() => this.fit());
    sizes.observe(host);
    const sight = new IntersectionObserver(
      (entries) => {
        this.isSeen = entries.at(-1)?.isIntersecting ?? true;
        if (this.isSeen) drawSoon(this.draw);
      },
      { rootMargin: `${NEAR_PX}px` },
    );
    sight.observe(host);
    this.ends = [
      onThemeChange(() => this.build()),
      subject.store.subscribe(() => {
        if (this.isSeen) drawSoon(this.draw);
      }),
      subject.view.subscribe(() => drawNext(this.draw)),
      subject.view.subscribePoint(() => this.point()),
      () => sizes.disconnect(),
      () => sight.disconnect(),
    ];
  }

  /** False for a key that is none of the chart's. */
  take(key: string): boolean {
    const next = this.moved(key);
    if (next === undefined) return false;
    this.subject.view.show(next);
    return true;
  }

  destroy(): void {
    for (const end of this.ends) end();
    forgetDraw(this.draw);
    this.plot?.destroy();
    this.plot = null;
  }

  private build() {
    const { store, look, view } = this.subject;
    this.plot?.destroy();
    const tokens = readTokens();
    const options = plotOptions(store, look, tokens, this.width, () => this.shown());
    options.hooks = {
      ...options.hooks,
      draw: [
        ...(options.hooks?.draw ?? []),
        (drawn) => {
          view.drew(look.log ? null : rangeOf(drawn.scales.y));
          view.drewBand(bandOfPlot(drawn, look.events, tokens));
        },
      ],
      setCursor: [({ cursor }) => store.hover(cursor.idx ?? null)],
      setSelect: [
        (drawn) => {
          if (drawn.select.width < MIN_DRAG_PX) return;
          const from = drawn.posToVal(drawn.select.left, 'x');
          const to = drawn.posToVal(drawn.select.left + drawn.select.width, 'x');
          drawn.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          view.show([from, to]);
        },
      ],
    };
    const plot = new uPlot(options, plotData(store), this.host);
    plot.over.addEventListener('wheel', (event) => this.onWheel(event, plot), { passive: false });
    this.plot = plot;
    this.drawnPoints = store.pointsRevision;
    this.drawnRange = this.shown();
  }

  private get width(): number {
    return Math.max(120, this.host.clientWidth);
  }

  private fit() {
    const { width, plot } = this;
    if (plot !== null && plot.width !== width) plot.setSize({ width, height: this.subject.look.height });
  }

  /** As if the pointer were there: the legend, and charts beside, say their values at it. */
  private point() {
    const { plot } = this;
    const { pointed } = this.subject.view;
    if (plot === null) return;
    const at = pointed === null ? NOWHERE : { left: plot.valToPos(pointed, 'x'), top: 1 };
    plot.setCursor(at);
  }

  private readonly draw = () => {
    const { store } = this.subject;
    const [min, max] = this.shown();
    // A pointer that moves is a change too, but nothing to draw.
    if (store.pointsRevision !== this.drawnPoints) this.plot?.setData(plotData(store));
    else if (min !== this.drawnRange?.[0] || max !== this.drawnRange[1])
      this.plot?.setScale('x', { min, max });
    this.drawnPoints = store.pointsRevision;
    this.drawnRange = [min, max];
  };

  private shown(): Range {
    const { view, live } = this.subject;
    if (view.range !== null) return view.range;
    this.followedRange = followed(this.followedRange, ...this.whole(), live);
    return this.followedRange;
  }

  private whole(): Range {
    const { first, last } = this.subject.store;
    return [first ?? 0, last ?? 1];
  }

  private onWheel(event: WheelEvent, plot: uPlot) {
    // A plain wheel scrolls the page, as everywhere.
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    const isPan = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!event.ctrlKey && !event.metaKey && !isPan) return;
    event.preventDefault();
    const centre = plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, 'x');
    this.subject.view.show(
      isPan
        ? panned(this.shown(), sideways / 1_000, this.whole())
        : zoomed(this.shown(), event.deltaY < 0 ? ZOOM : 1 / ZOOM, centre, this.whole()),
    );
  }

  private moved(key: string): Range | null | undefined {
    const shown = this.shown();
    const centre = (shown[0] + shown[1]) / 2;
    if (key === 'ArrowLeft') return panned(shown, -STEP, this.whole());
    if (key === 'ArrowRight') return panned(shown, STEP, this.whole());
    if (key === '+' || key === '=') return zoomed(shown, ZOOM, centre, this.whole());
    if (key === '-') return zoomed(shown, 1 / ZOOM, centre, this.whole());
    if (key === '0' || key === 'Home') return null;
    return undefined;
  }
}

function rangeOf(scale: uPlot.Scale | undefined): Range | null {
  return scale?.min == null || scale.max == null ? null : [scale.min, scale.max];
}
