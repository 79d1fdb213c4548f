/** Exact amounts in millionths of a unit. */
export type Micros = bigint;

export function micros(text: string): Micros {
  const [whole = '0', part = ''] = text.split('.');
  const sign = whole.startsWith('-') ? -1n : 1n;
  return BigInt(whole) * 1_000_000n + sign * BigInt(part.padEnd(6, '0').slice(0, 6));
}

export function decimal(amount: Micros): string {
  const sign = amount < 0n ? '-' : '';
  const digits = (amount < 0n ? -amount : amount).toString().padStart(7, '0');
  return `${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

export function euros(amount: Micros) {
  return { amount: decimal(amount), currency: 'EUR' };
}

/** Parts of `total` by weight; what is left over goes to the last, so that they add up. */
export function split(total: Micros, weights: readonly number[]): Micros[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const parts = weights.map((weight) => (total * BigInt(Math.round((weight / sum) * 1e9))) / 1_000_000_000n);
  const rest = total - parts.reduce((a, b) => a + b, 0n);
  parts[parts.length - 1] = (parts.at(-1) ?? 0n) + rest;
  return parts;
}
