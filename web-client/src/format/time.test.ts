import { describe, expect, it } from 'vitest';
import { duration, durationMs, exactUtc, relative } from './time';

const NOW = Date.parse('2026-11-19T14:32:07Z');

describe('time', () => {
  it.each([
    ['2026-11-19T14:32:00Z', 'just now'],
    ['2026-11-19T14:31:10Z', '1 min ago'],
    ['2026-11-19T14:20:00Z', '12 min ago'],
    ['2026-11-19T11:16:00Z', '3 h ago'],
    ['2026-11-18T14:00:00Z', '1 day ago'],
    ['2026-11-15T14:00:00Z', '4 days ago'],
    ['2026-11-12T14:00:00Z', '12 Nov'],
    ['2025-11-12T14:00:00Z', '12 Nov 2025'],
    ['2026-11-19T14:32:20Z', 'just now'],
    ['2026-11-19T16:32:30Z', 'in 2 h'],
    ['not a time', '–'],
  ])('says of %s: %s', (instant, said) => {
    expect(relative(instant, NOW)).toBe(said);
  });

  it('gives the exact moment in UTC, whatever zone it was written in', () => {
    expect(exactUtc('2026-11-19T15:32:07.5+01:00')).toBe('2026-11-19 14:32:07 UTC');
    expect(exactUtc('not a time')).toBe('–');
  });

  it('measures durations in two units at most', () => {
    expect(duration(800)).toBe('0.8 s');
    expect(duration(12_400)).toBe('12 s');
    expect(duration(245_000)).toBe('4 m 05 s');
    expect(duration(11_760_000)).toBe('3 h 16 m');
  });

  it.each([
    ['PT1H30M', 5_400_000],
    ['P1DT2S', 86_402_000],
    ['PT0.5S', 500],
    ['P1M', null],
    ['P', null],
    ['soon', null],
  ])('reads the duration %s', (text, ms) => expect(durationMs(text)).toBe(ms));
});
