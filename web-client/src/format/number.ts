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
  return orMore(count(value), more);
}

/** The same of a sum that is written already: `412.5+`. */
export function orMore(text: string, more: boolean): string {
  return `${text}${more ? '+' : ''}`;
}

/** What a figure is a part of: `of 12 models`, and `of 50 loaded` of a list that goes on. */
export function outOf(rows: number, isAll: boolean, one: string, many: string): string {
  return `of ${isAll ? counted(rows, one, many) : `${count(rows)} loaded`}`;
}

/**
 * What is true of the rows that were looked at: `None rejected` of a whole list, `None rejected, of 50 loaded` of one that
 * goes on, whose other rows nobody has seen.
 */
export function ofLoaded(said: string, rows: number, isAll: boolean): string {
  return isAll ? said : `${said}, of ${count(rows)} loaded`;
}

/** `1 project`, `1,271 projects`; `100+ projects` of a list that goes on. */
export function counted(value: number, one: string, many: string, more = false): string {
  return `${atLeast(value, more)} ${value === 1 && !more ? one : many}`;
}

const SCIENTIFIC = new Intl.NumberFormat('en-US', { notation: 'scientific', maximumSignificantDigits: 4 });
/** Beyond these nobody counts the digits. */
const SMALLEST_WRITTEN = 1e-6;
const LARGEST_WRITTEN = 1e15;

/** At most four significant decimals, as metrics are shown: `0.9187`, `0.00002`, `1.7e308`. */
export function metric(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= LARGEST_WRITTEN || (magnitude !== 0 && magnitude < SMALLEST_WRITTEN))
    return SCIENTIFIC.format(value).toLowerCase().replaceAll('-', MINUS);
  const format = magnitude !== 0 && magnitude < 0.001 ? TINY : DECIMALS;
  return format.format(value).replace('-', MINUS);
}

/** As `metric`, and of so many decimals that the figures of a column stand below each other: `0.9120`. */
export function metricInColumn(value: number): string {
  const magnitude = Math.abs(value);
  if (Number.isInteger(value) || magnitude < 0.001 || magnitude >= 10) return metric(value);
  return value.toFixed(4).replace('-', MINUS);
}

/** An amount is told to so many decimals at most; what is less is only told to be less. */
const MOST_DIGITS = 6;
const CENTS = 2;
/** From here on a price per 1,000 is told to so many decimals. */
const PRICE_DIGITS = 4;
/** From here on a forecast or a budget is told in whole units. */
const WHOLE_FROM = 100;

/** Decimals that tell an amount: cents, and of what is less than a cent two figures. */
export function digitsOf(amount: string): number {
  const magnitude = Math.abs(Number(amount));
  if (magnitude === 0 || magnitude >= 0.01) return CENTS;
  return Math.min(MOST_DIGITS, 1 - exponentOf(magnitude));
}

function exponentOf(magnitude: number): number {
  return Number(magnitude.toExponential(1).split('e')[1]);
}

/**
 * `€25,690.43`, `€0.0021`, `<€0.000001`: an amount alone. The amount is decimal text and is never turned into a binary
 * number. Amounts that stand together are told by `together`.
 *
 * @param fractionDigits left out: cents, and of what is less than a cent two figures
 */
export function money(amount: string, currency: string, fractionDigits = digitsOf(amount)): string {
  const text = written(amount, currency, fractionDigits);
  return Number(amount) === 0 || /[1-9]/.test(text) ? text : lessThanShown(amount, currency, fractionDigits);
}

/** `<€0.01`: of an amount that is not nothing, and that so many decimals do not show. */
export function lessThanShown(amount: string, currency: string, fractionDigits: number): string {
  const least = (10 ** -fractionDigits).toFixed(fractionDigits);
  return Number(amount) > 0
    ? `<${written(least, currency, fractionDigits)}`
    : `>${written(`-${least}`, currency, fractionDigits)}`;
}

function written(amount: string, currency: string, fractionDigits: number): string {
  return moneyFormat(currency, fractionDigits)
    .format(amount as Intl.StringNumericLiteral)
    .replace('-', MINUS);
}

/** Of a forecast or a budget: `€9,800`, and as any other amount below a hundred, where cents are much of it. */
export function wholeMoney(amount: string, currency: string): string {
  return money(amount, currency, wholeDigits(amount));
}

export function wholeDigits(amount: string): number {
  return Math.abs(Number(amount)) >= WHOLE_FROM ? 0 : digitsOf(amount);
}

/** `€0.0031`: a price per 1,000, with four decimals, or as many as show two figures of a small one. */
export function price(amount: string, currency: string): string {
  return money(amount, currency, Math.max(PRICE_DIGITS, digitsOf(amount)));
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

const RATES = [WHOLE, decimals(1), decimals(2)] as const;

/** `412`, `14.2`, `0.08`: a rate with as many digits as it needs; what is nearly nothing is not nothing. */
export function rate(value: number): string {
  if (value > 0 && value < 0.005) return '<0.01';
  return RATES[value >= 100 || value === 0 ? 0 : value >= 10 ? 1 : 2].format(value);
}

function decimals(most: number): Intl.NumberFormat {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: most });
}
