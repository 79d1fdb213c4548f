/** `–`: there is no value. */
export const NO_VALUE = '–';

const NBSP = '\u00a0';
const MINUS = '−';
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

// Made once: to make one takes a hundred times as long as to use it, and live charts use them with each frame.
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const DECIMALS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 });
const TINY = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4, minimumSignificantDigits: 1 });

/** `1,271`; a true minus sign. */
export function count(value: number): string {
  return WHOLE.format(value).replace('-', MINUS);
}

/** `100+` of a list that goes on. */
export function atLeast(value: number, more: boolean): string {
  return `${count(value)}${more ? '+' : ''}`;
}

/** `1 project`, `1,271 projects`. */
export function counted(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** At most four significant decimals, as metrics are shown: `0.9187`, `0.00002`. */
export function metric(value: number): string {
  const magnitude = Math.abs(value);
  const format = magnitude !== 0 && magnitude < 0.001 ? TINY : DECIMALS;
  return format.format(value).replace('-', MINUS);
}

/** As `metric`, and of so many decimals that the figures of a column stand below each other: `0.9120`. */
export function metricInColumn(value: number): string {
  const magnitude = Math.abs(value);
  if (Number.isInteger(value) || magnitude < 0.001 || magnitude >= 10) return metric(value);
  return value.toFixed(4).replace('-', MINUS);
}

/**
 * `€25,690.43`. The amount is decimal text and is never turned into a binary number.
 *
 * @param fractionDigits 2 in tables, 0 in forecasts, 4 in prices per 1,000
 */
export function money(amount: string, currency: string, fractionDigits = 2): string {
  return moneyFormat(currency, fractionDigits)
    .format(amount as Intl.StringNumericLiteral)
    .replace('-', MINUS);
}

const MONEY = new Map<string, Intl.NumberFormat>();

function moneyFormat(currency: string, fractionDigits: number): Intl.NumberFormat {
  const key = `${currency} ${fractionDigits}`;
  const known = MONEY.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  });
  MONEY.set(key, made);
  return made;
}

/** A line of the ledger is told to so many decimals; what is less is only told to be less. */
const SMALLEST = '0.000001';

/** `€0.0021`, `€0.000035`, `<€0.000001`: parts of a cent with two figures that say something. */
export function smallMoney(amount: string, currency: string): string {
  const magnitude = Math.abs(Number(amount));
  if (magnitude === 0) return money(amount, currency, 4);
  if (magnitude < Number(SMALLEST)) return `<${money(SMALLEST, currency, 6)}`;
  return money(amount, currency, Math.min(6, Math.max(4, 1 - Math.floor(Math.log10(magnitude)))));
}

/** `64 %` of a share between 0 and 1. */
export function percent(share: number, fractionDigits = 0): string {
  return `${(share * 100).toFixed(fractionDigits).replace('-', MINUS)}${NBSP}%`;
}

/** `1.5 GiB`: binary units, as storage is metered. */
export function bytes(size: number): string {
  let value = size;
  let unit = 0;
  while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)}${NBSP}${BYTE_UNITS[unit] ?? 'B'}`;
}

/** `412`, `14.2`, `0.08`: a rate with as many digits as it needs. */
export function rate(value: number): string {
  const digits = value >= 100 || value === 0 ? 0 : value >= 10 ? 1 : 2;
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }).format(value);
}
