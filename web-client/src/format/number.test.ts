import { describe, expect, it } from 'vitest';
import {
  bytes,
  count,
  counted,
  metric,
  metricInColumn,
  money,
  percent,
  price,
  rate,
  wholeMoney,
} from './number';

describe('numbers', () => {
  it('stand below each other in a column of metrics', () => {
    expect([0.912, 0.9187, -1.5, 0.00004, 3, 125.25].map(metricInColumn)).toEqual([
      '0.9120',
      '0.9187',
      '−1.5000',
      '0.00004',
      '3',
      '125.25',
    ]);
  });

  it('tells parts of a cent with two figures, and what is next to nothing as less than something', () => {
    expect(money('0.0000352', 'EUR')).toBe('€0.000035');
    expect(money('0.0021', 'EUR')).toBe('€0.0021');
    expect(money('0.00999', 'EUR')).toBe('€0.010');
    expect(money('12.5', 'EUR')).toBe('€12.50');
    expect(money('0', 'EUR')).toBe('€0.00');
    expect(money('0.00000000017', 'EUR')).toBe('<€0.000001');
    expect(money('-0.00000000017', 'EUR')).toBe('>−€0.000001');
    expect(money('0.004', 'EUR', 2)).toBe('<€0.01');
  });

  it('tells budgets in whole units once cents are little of them', () => {
    expect(wholeMoney('9800', 'EUR')).toBe('€9,800');
    expect(wholeMoney('100.4', 'EUR')).toBe('€100');
    expect(wholeMoney('0.5', 'EUR')).toBe('€0.50');
    expect(wholeMoney('-12.3', 'EUR')).toBe('−€12.30');
  });

  it('tells prices with four decimals, or two figures of a small one', () => {
    expect(price('0.003100000', 'EUR')).toBe('€0.0031');
    expect(price('0.000031', 'EUR')).toBe('€0.000031');
    expect(price('1.5', 'EUR')).toBe('€1.5000');
  });

  it.each([
    [412, '412'],
    [1271.4, '1,271'],
    [14.23, '14.2'],
    [4.53, '4.53'],
    [0.001, '<0.01'],
    [0, '0'],
  ])('writes the rate %d as %s', (value, text) => expect(rate(value)).toBe(text));

  it('groups thousands and writes a true minus', () => {
    expect(count(1271)).toBe('1,271');
    expect(count(-3)).toBe('−3');
  });

  it('agrees with its noun', () => {
    expect(counted(1, 'project', 'projects')).toBe('1 project');
    expect(counted(0, 'project', 'projects')).toBe('0 projects');
  });

  it('shows metrics with four decimals and small ones with four figures', () => {
    expect(metric(0.91874)).toBe('0.9187');
    expect(metric(0.00002)).toBe('0.00002');
    expect(metric(-0.25)).toBe('−0.25');
    expect(metric(0)).toBe('0');
    expect(metric(1.7e308)).toBe('1.7e308');
    expect(metric(-1e-300)).toBe('−1e−300');
    expect(metric(123_456_789)).toBe('123,456,789');
  });

  it('shows money to the cent, whatever its size', () => {
    expect(money('25690.43', 'EUR')).toBe('€25,690.43');
    expect(money('-0.005', 'EUR', 3)).toBe('−€0.005');
    expect(money('0.0031', 'EUR', 4)).toBe('€0.0031');
    // A binary number would turn the last digits into 6,500.00.
    expect(money('9007199254740993.07', 'EUR')).toBe('€9,007,199,254,740,993.07');
  });

  it('keeps the percent sign on the line of its figure', () => {
    expect(percent(0.64)).toBe('64\u00a0%');
    expect(percent(0.0002, 2)).toBe('0.02\u00a0%');
  });

  it('counts storage in powers of two', () => {
    expect(bytes(0)).toBe('0\u00a0B');
    expect(bytes(1536)).toBe('1.5\u00a0KiB');
    expect(bytes(2 * 1024 ** 3)).toBe('2.0\u00a0GiB');
    expect(bytes(5000 * 1024 ** 5)).toBe('5000\u00a0PiB');
  });
});
