import { describe, expect, it } from 'vitest';
import {
  change,
  digitsOfSmallest,
  inCents,
  isExact,
  minus,
  percents,
  perThousand,
  share,
  signedMoney,
  sum,
  together,
} from './amount';

describe('amounts', () => {
  it('adds without losing a digit', () => {
    expect(sum(['0.1', '0.2'])).toBe('0.3');
    expect(sum(['9007199254740993.01', '0.000001'])).toBe('9007199254740993.010001');
    expect(sum([])).toBe('0');
    expect(minus('1', '0.9')).toBe('0.1');
  });

  it.each([
    [
      ['0.333333', '0.333333', '0.333334'],
      ['0.33', '0.33', '0.34'],
    ],
    [
      ['0.005', '0.005'],
      ['0.01', '0.00'],
    ],
    [
      ['1.004', '2.004', '3.004'],
      ['1.01', '2.00', '3.00'],
    ],
    [
      ['-0.005', '0.015'],
      ['0.00', '0.01'],
    ],
    [[], []],
  ])('rounds %j so that the parts still add up', (parts, cents) => {
    const shown = inCents(parts);
    expect(shown).toEqual(cents);
    expect(Number(sum(shown))).toBeCloseTo(Number(sum(parts)), 2);
  });

  it('always adds up to the rounded whole', () => {
    const parts = Array.from(
      { length: 97 },
      (_, index) => `${index}.${String(index * 7919).padStart(6, '0')}`,
    );
    expect(sum(inCents(parts))).toBe(inCents([sum(parts)])[0]);
  });

  it('knows no share of nothing', () => {
    expect(share('1', '4')).toBe(0.25);
    expect(share('0', '0')).toBe(0);
  });

  it('tell a price per 1,000 exactly, and none of too few requests', () => {
    expect(perThousand('3.1', 1_000_000)).toBe('0.003100000');
    expect(perThousand('0.000673', 2)).toBeNull();
    expect(perThousand('0.000673', 99)).toBeNull();
    expect(perThousand('0.000673', 100)).toBe('0.006730000');
  });

  it('share one precision, that of the smallest, and add up as they are shown', () => {
    expect(together(['0.000035', '0.0021'], 'EUR')).toEqual({
      texts: ['€0.000035', '€0.002100'],
      whole: '€0.002135',
      isRounded: false,
    });
    expect(together(['0.333333', '10.666667'], 'EUR')).toEqual({
      texts: ['€0.33', '€10.67'],
      whole: '€11.00',
      isRounded: true,
    });
    expect(together(['0', '12.5'], 'EUR').texts).toEqual(['€0.00', '€12.50']);
    expect(together([], 'EUR')).toEqual({ texts: [], whole: '€0.00', isRounded: false });
  });

  it('are told in cents beside a large one, and what is less is not told to be nothing', () => {
    const shown = together(['25690.427', '0.000035', '0.008'], 'EUR');
    expect(shown).toEqual({ texts: ['€25,690.43', '<€0.01', '€0.01'], whole: '€25,690.44', isRounded: true });
  });

  it('are told in full by a ledger, whatever stands beside them', () => {
    const lines = ['25690.427', '0.000035'];
    expect(together(lines, 'EUR', digitsOfSmallest(lines))).toEqual({
      texts: ['€25,690.427000', '€0.000035'],
      whole: '€25,690.427035',
      isRounded: false,
    });
    expect(isExact('0.0000004', 6)).toBe(false);
    expect(isExact('0.100', 1)).toBe(true);
  });

  it('are parts in percent that add up to 100, and a small one is not none', () => {
    expect(percents(['1', '1', '1'])).toEqual(['34\u00a0%', '33\u00a0%', '33\u00a0%']);
    expect(percents(['0.000035', '0'])).toEqual(['100\u00a0%', '0\u00a0%']);
    expect(percents(['999', '1'])).toEqual(['>\u00a099\u00a0%', '<\u00a01\u00a0%']);
    expect(percents(['0', '0'])).toEqual(['0\u00a0%', '0\u00a0%']);
  });

  it('signs a difference', () => {
    expect(signedMoney('3743.27', 'EUR')).toBe('+€3,743.27');
    expect(signedMoney('-12', 'EUR')).toBe('−€12.00');
    expect(signedMoney('0', 'EUR')).toBe('€0.00');
    expect(change('117.1', '100')).toBe('+17.1\u00a0%');
    expect(change('93.3', '100')).toBe('−6.7\u00a0%');
    expect(change('1', '0')).toBeNull();
  });
});
