/**
 * An exponential moving average that begins at the first value, as TensorBoard's does: each value counts for what is left
 * of the weight, and the weight that the beginning lacks is made up for. 0 leaves all values as they are.
 */
export class Smoother {
  private sum = 0;
  private weight = 0;

  constructor(private readonly factor: number) {}

  /** What has no value has none afterwards, and does not count. */
  next(value: number | null): number | null {
    if (value === null || !Number.isFinite(value)) return value;
    this.sum = this.factor * this.sum + (1 - this.factor) * value;
    this.weight = this.factor * this.weight + (1 - this.factor);
    return this.sum / this.weight;
  }
}

export function smoothed(values: readonly (number | null)[], factor: number): (number | null)[] {
  if (factor <= 0) return [...values];
  const smoother = new Smoother(factor);
  return values.map((value) => smoother.next(value));
}
