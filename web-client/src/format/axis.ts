import { money } from './number';

/** A round number at or above the highest amount. */
export function niceTop(highest: number): number {
  if (highest <= 0) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(highest));
  const steps = [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10];
  return (steps.find((step) => step * magnitude >= highest) ?? 10) * magnitude;
}

const MOST_TICK_DIGITS = 9;

/** Decimals that tell a quarter of the axis from the next; none where all of them are whole. */
export function digitsOfTicks(top: number): number {
  for (let digits = 0; digits < MOST_TICK_DIGITS; digits += 1) {
    const units = (top / 4) * 10 ** digits;
    if (Math.abs(units - Math.round(units)) < 1e-6 * units) return digits;
  }
  return MOST_TICK_DIGITS;
}

/** As precise as the legend; whole where every mark of the axis is. */
export function axisMoney(value: number, top: number, currency: string, digits: number): string {
  const shown = value === 0 || digitsOfTicks(top) === 0 ? 0 : digits;
  return money(value.toFixed(shown), currency, shown);
}

/** At most eight days are named. */
export function ticks(days: readonly string[]) {
  const every = Math.max(1, Math.ceil(days.length / 8));
  return days.map((day, index) => ({ day, index })).filter(({ index }) => index % every === 0);
}
