import type { Range, XAxis } from './axis';

/**
 * What a person chose to see of a chart; null while it shows all and follows. Apart from React's state, because a pan
 * changes it with each frame and only the canvas has to know.
 */
export class ChartView {
  range: Range | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(readonly axis: XAxis) {}

  show(range: Range | null): void {
    this.range = range;
    for (const listener of this.listeners) listener();
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
}
