import { approximate, sum, type Amount } from './amount';

interface Used {
  readonly resource: string | null | undefined;
  readonly quantity: Amount;
  readonly unit: string;
}

const SECONDS_AN_HOUR = 3_600;
const FEW = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const MANY = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** How much was used of what, by resource: `h100: 114.5 CPU-hours, 458 GiB-hours`. */
export function quantities(lines: readonly Used[]): string {
  const byResource = new Map<string, Map<string, Amount[]>>();
  for (const { resource, quantity, unit } of lines) {
    const units = byResource.get(resource ?? '') ?? new Map<string, Amount[]>();
    units.set(unit, [...(units.get(unit) ?? []), quantity]);
    byResource.set(resource ?? '', units);
  }
  return [...byResource]
    .map(([resource, units]) => {
      const texts = [...units].map(([unit, amounts]) => inUnit(sum(amounts), unit)).join(', ');
      return resource === '' ? texts : `${resource}: ${texts}`;
    })
    .join('; ');
}

/** Seconds of something are told in hours, as prices are. */
export function inUnit(quantity: Amount, unit: string): string {
  const perHour = /^(cpu|GiB)-second$/.exec(unit)?.[1];
  const value = perHour === undefined ? approximate(quantity) : approximate(quantity) / SECONDS_AN_HOUR;
  const name = perHour === undefined ? unit : `${perHour === 'cpu' ? 'CPU' : perHour}-hour`;
  const text = (Math.abs(value) < 100 ? FEW : MANY).format(value);
  return text === '1' ? `1 ${name}` : `${text} ${name}s`;
}
