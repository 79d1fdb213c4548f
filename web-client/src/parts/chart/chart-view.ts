import { cutOf, type Range, type XAxis } from './axis';
import { isSameBand, type BandMark } from './event-band';

/**
 * What a person chose to see of a chart; null while it shows all and follows. Apart from React's state, because a pan
 * changes it with each frame and only the canvas has to know.
 */
export class ChartView {
  range: Range | null = null;
  /** Where the y axis begins, as it was drawn last; null where 0 is on it. */
  cut: number | null = null;
  /** Events that were in view when it was drawn last, from left to right. */
  band: readonly BandMark[] = [];
  /** The x that is pointed at by other means than the pointer over the plot; null for none. */
  pointed: number | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly cutListeners = new Set<() => void>();
  private readonly bandListeners = new Set<() => void>();
  private readonly pointListeners = new Set<() => void>();

  constructor(readonly axis: XAxis) {}

  show(range: Range | null): void {
    this.range = range;
    for (const listener of this.listeners) listener();
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** @param range of the y axis; null where it has no 0, such as a log scale */
  drew(range: Range | null): void {
    const cut = range === null ? null : cutOf(range);
    if (cut === this.cut) return;
    this.cut = cut;
    for (const listener of this.cutListeners) listener();
  }

  readonly subscribeCut = (listener: () => void) => {
    this.cutListeners.add(listener);
    return () => void this.cutListeners.delete(listener);
  };

  drewBand(band: readonly BandMark[]): void {
    if (isSameBand(band, this.band)) return;
    this.band = band;
    for (const listener of this.bandListeners) listener();
  }

  readonly subscribeBand = (listener: () => void) => {
    this.bandListeners.add(listener);
    return () => void this.bandListeners.delete(listener);
  };

  pointAt(x: number | null): void {
    this.pointed = x;
    for (const listener of this.pointListeners) listener();
  }

  readonly subscribePoint = (listener: () => void) => {
    this.pointListeners.add(listener);
    return () => void this.pointListeners.delete(listener);
  };
}
