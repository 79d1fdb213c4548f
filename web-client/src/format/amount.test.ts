import { describe, expect, it } from 'vitest';
import { change, inCents, minus, perUnits, share, signedMoney, sum } from './amount';

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
    expect(perUnits('3.1', 1_000_000, 1_000)).toBe('0.003100');
    expect(perUnits('3.1', 0, 1_000)).toBeNull();
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
