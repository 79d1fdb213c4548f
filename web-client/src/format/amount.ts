import Big from 'big.js';
import { money } from './number';

/** Decimal text, as the API writes amounts. Sums and shares of it are exact: no cent is lost to a binary fraction. */
export type Amount = string;

export function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce((total, amount) => total.plus(amount), new Big(0)).toFixed();
}

export function minus(amount: Amount, other: Amount): Amount {
  return new Big(amount).minus(other).toFixed();
}

export function compareAmounts(amount: Amount, other: Amount): number {
  return new Big(amount).cmp(other);
}

export function isZero(amount: Amount): boolean {
  return new Big(amount).eq(0);
}

/** Part of a whole as a number, for bars and percents; 0 of nothing. */
export function share(part: Amount, whole: Amount): number {
  const total = new Big(whole);
  return total.eq(0) ? 0 : new Big(part).div(total).toNumber();
}

/** For positions on a chart and for sorting alone: never shown as an amount. */
export function approximate(amount: Amount): number {
  return new Big(amount).toNumber();
}

/** What `count` units cost when `amount` paid for `of` of them; null when none were had. */
export function perUnits(amount: Amount, of: number, count: number): Amount | null {
  return of === 0 ? null : new Big(amount).times(count).div(of).toFixed(6);
}

/**
 * The parts in whole cents, so that what is shown adds up to what is shown for the whole: each is rounded down, and the
 * cents left over go to those that lost most.
 */
export function inCents(parts: readonly Amount[]): Amount[] {
  const exact = parts.map((part) => new Big(part).times(100));
  const whole = exact.reduce((total, part) => total.plus(part), new Big(0)).round(0, Big.roundHalfUp);
  const cents = exact.map((part) => floor(part));
  let left = whole.minus(cents.reduce((total, part) => total.plus(part), new Big(0))).toNumber();
  const byLoss = exact
    .map((part, index) => ({ index, loss: part.minus(cents[index] ?? 0) }))
    .sort((a, b) => b.loss.cmp(a.loss));
  for (const { index } of byLoss) {
    if (left <= 0) break;
    cents[index] = (cents[index] ?? new Big(0)).plus(1);
    left -= 1;
  }
  return cents.map((part) => part.div(100).toFixed(2));
}

function floor(value: Big): Big {
  const cut = value.round(0, Big.roundDown);
  return cut.gt(value) ? cut.minus(1) : cut;
}

/** A difference with its sign: `+€3,743.27`, `−€12.00`. */
export function signedMoney(amount: Amount, currency: string, fractionDigits = 2): string {
  const text = money(amount, currency, fractionDigits);
  return new Big(amount).gt(0) ? `+${text}` : text;
}

/** How much more in percent: `+17.1 %`; null where there was nothing to compare with. */
export function change(now: Amount, before: Amount): string | null {
  const base = new Big(before);
  if (base.eq(0)) return null;
  const percent = new Big(now).minus(base).div(base).times(100).toFixed(1);
  const sign = percent.startsWith('-') ? '−' : '+';
  return `${sign}${percent.replace('-', '')}\u00a0%`;
}
