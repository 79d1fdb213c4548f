import { describe, expect, it } from 'vitest';
import {
  before,
  clock,
  daysFrom,
  daysOf,
  gone,
  isoDay,
  moment,
  monthOf,
  shortDay,
  toPeriod,
  weekOf,
} from './period';
import { DAY_MS, HOUR_MS } from './units';

const NOW = Date.UTC(2026, 10, 19, 14, 32);

describe('periods', () => {
  it('begins weeks on Monday and months on the first, in UTC', () => {
    expect(toPeriod(weekOf(NOW))).toEqual({
      from: '2026-11-16T00:00:00.000Z',
      to: '2026-11-23T00:00:00.000Z',
    });
    expect(toPeriod(monthOf(NOW))).toEqual({
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-12-01T00:00:00.000Z',
    });
    expect(isoDay(weekOf(Date.UTC(2026, 10, 22, 23, 59)).fromMs)).toBe('2026-11-16');
  });

  it('compares a month with the same days of the one before, and a week with the days before it', () => {
    const month = before(monthOf(NOW), NOW);
    expect(toPeriod(month)).toEqual({ from: '2026-10-01T00:00:00.000Z', to: '2026-10-19T14:32:00.000Z' });
    expect(isoDay(before(weekOf(NOW), NOW).fromMs)).toBe('2026-11-09');
    const march = before(monthOf(Date.UTC(2026, 2, 31)), Date.UTC(2026, 2, 31, 12));
    expect(toPeriod(march).to).toBe('2026-03-01T00:00:00.000Z');
  });

  it('takes two days, both within, and refuses anything else', () => {
    expect(daysOf(daysFrom('2026-10-30', '2026-11-01') ?? { fromMs: 0, toMs: 0 })).toEqual([
      '2026-10-30',
      '2026-10-31',
      '2026-11-01',
    ]);
    expect(daysFrom('2026-11-02', '2026-11-01')).toBeNull();
    expect(daysFrom('2026-13-01', '2026-13-02')).toBeNull();
    expect(daysFrom('yesterday', null)).toBeNull();
  });

  it('tells the time of today alone, and of any other day with it', () => {
    expect(moment(NOW + HOUR_MS, NOW)).toBe('15:32');
    expect(moment(NOW + 10 * HOUR_MS, NOW)).toBe('20 Nov, 00:32');
    expect(moment(NOW + 60 * DAY_MS, NOW)).toBe('18 Jan 2027, 14:32');
    expect(clock(NOW)).toBe('14:32 UTC');
  });

  it('says how much of a span is over', () => {
    expect(gone(weekOf(NOW), NOW)).toBeCloseTo(0.515, 3);
    expect(gone(weekOf(NOW), NOW + 8 * DAY_MS)).toBe(1);
    expect(shortDay('2026-11-09')).toBe('9 Nov');
  });
});
