import { describe, expect, it } from 'vitest';
import { durationDifference, metricDifference, moneyDifference } from './difference';

describe('the difference from a baseline', () => {
  it.each([
    ['val/f1', 0.9187, 0.9162, '+0.0025', 'better'],
    ['val/f1', 0.912, 0.9162, '−0.0042', 'worse'],
    ['val/loss', 0.2061, 0.2119, '−0.0058', 'better'],
    ['lr', 0.0002, 0.00019, '+0.00001', null],
    ['val/f1', 0.1 + 0.2, 0.3, 'same', null],
  ] as const)('of %s at %d from %d is %s', (key, value, base, text, word) => {
    expect(metricDifference(key, value, base)).toEqual({ text, word });
  });

  it('is none where one has no value', () => {
    expect(metricDifference('val/f1', null, 0.9)).toBeNull();
    expect(metricDifference('val/f1', Number.MAX_VALUE, -Number.MAX_VALUE)).toBeNull();
    expect(durationDifference(5, null)).toBeNull();
    expect(moneyDifference(null, { amount: '1', currency: 'EUR' })).toBeNull();
  });

  it('is exact of money, and told below a cent too', () => {
    const euros = (amount: string) => ({ amount, currency: 'EUR' });
    expect(moneyDifference(euros('0.3'), euros('0.1'))?.text).toBe('+€0.20');
    expect(moneyDifference(euros('0.000135'), euros('0.0001'))?.text).toBe('+€0.000035');
    expect(moneyDifference(euros('1.10'), euros('1.1'))?.text).toBe('same');
    expect(durationDifference(60_000, 300_000)?.text).toBe('−4 m 00 s');
  });
});
