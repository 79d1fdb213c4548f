import Big from 'big.js';
import { digitsOf, lessThanShown, money, percent } from './number';

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

/** Of fewer requests than this no price per 1,000 is told: it would be that of a few lucky or unlucky ones. */
export const FEWEST_PRICED = 100;

/** What 1,000 requests cost when `amount` paid for so many of them; null where there were too few to say. */
export function perThousand(amount: Amount, requests: number): Amount | null {
  return requests < FEWEST_PRICED ? null : new Big(amount).times(1_000).div(requests).toFixed(9);
}

/** The parts in whole cents, so that what is shown adds up to what is shown for the whole. */
export function inCents(parts: readonly Amount[]): Amount[] {
  return roundedParts(parts, 2);
}

/**
 * The parts to so many decimals, so that what is shown adds up to what is shown for the whole: each is rounded down, and
 * what is left over goes to those that lost most.
 */
export function roundedParts(parts: readonly Amount[], digits: number, shownWhole?: Amount): Amount[] {
  const unit = new Big(10).pow(digits);
  const exact = parts.map((part) => new Big(part).times(unit));
  const sumOfAll = exact.reduce((total, part) => total.plus(part), new Big(0));
  // Of something else than what was shown there, no part can be made to fit.
  const fits = shownWhole !== undefined && sumOfAll.minus(new Big(shownWhole).times(unit)).abs().lt(1);
  const whole = fits ? new Big(shownWhole).times(unit) : sumOfAll.round(0, Big.roundHalfUp);
  const units = exact.map((part) => floor(part));
  let left = whole.minus(units.reduce((total, part) => total.plus(part), new Big(0))).toNumber();
  const byLoss = exact
    .map((part, index) => ({ index, loss: part.minus(units[index] ?? 0) }))
    .sort((a, b) => b.loss.cmp(a.loss));
  for (const { index } of byLoss) {
    if (left <= 0) break;
    units[index] = (units[index] ?? new Big(0)).plus(1);
    left -= 1;
  }
  return units.map((part) => part.div(unit).toFixed(digits));
}

/** From here on amounts that stand together are told in cents, however small one of them is. */
const CENTS_FROM = 100;

/**
 * Decimals for amounts that stand together: those that tell the smallest of them, unless one is so large that nobody
 * reads on behind its cents.
 */
export function digitsTogether(amounts: readonly Amount[]): number {
  const isLarge = amounts.some((amount) => new Big(amount).abs().gte(CENTS_FROM));
  return isLarge ? 2 : digitsOfSmallest(amounts);
}

/** Decimals that tell the smallest of the amounts, as a ledger does. */
export function digitsOfSmallest(amounts: readonly Amount[]): number {
  return Math.max(2, ...amounts.map(digitsOf));
}

/** Amounts as they stand beside each other and above their sum. */
export interface Together {
  /** The parts, all to as many decimals; one that is less than the last of them is told to be less. */
  readonly texts: readonly string[];
  /** What the parts add up to as they are shown. */
  readonly whole: string;
  readonly isRounded: boolean;
}

/** @param whole what they add up to as it is shown elsewhere, to so many decimals */
export function together(
  parts: readonly Amount[],
  currency: string,
  digits = digitsTogether(parts),
  whole?: Amount,
): Together {
  const shown = roundedParts(parts, digits, whole);
  return {
    texts: shown.map((amount, index) => {
      const exact = parts[index] ?? amount;
      return isZero(amount) && !isZero(exact)
        ? lessThanShown(exact, currency, digits)
        : money(amount, currency, digits);
    }),
    whole: money(sum(shown), currency, digits),
    isRounded: parts.some((part) => !isExact(part, digits)),
  };
}

/** Whether so many decimals tell all of the amount. */
export function isExact(amount: Amount, digits: number): boolean {
  return new Big(amount).eq(new Big(amount).round(digits, Big.roundHalfUp));
}

/**
 * Parts of a whole in percent, which add up to 100 % as they are shown: `< 1 %` is not nothing, and `> 99 %` is not all.
 */
export function percents(parts: readonly Amount[]): string[] {
  const whole = new Big(sum(parts));
  if (whole.eq(0)) return parts.map(() => percent(0));
  const exact = parts.map((part) => new Big(part).div(whole).times(100));
  return roundedParts(
    exact.map((part) => part.toFixed()),
    0,
  ).map((shown, index) => {
    const part = exact[index] ?? new Big(shown);
    if (shown === '0' && part.gt(0)) return `<\u00a01\u00a0%`;
    if (shown === '100' && part.lt(100)) return `>\u00a099\u00a0%`;
    return percent(Number(shown) / 100);
  });
}

function floor(value: Big): Big {
  const cut = value.round(0, Big.roundDown);
  return cut.gt(value) ? cut.minus(1) : cut;
}

/** A difference with its sign: `+€3,743.27`, `−€12.00`. */
export function signedMoney(amount: Amount, currency: string, fractionDigits = digitsOf(amount)): string {
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
