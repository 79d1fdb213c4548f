import { describe, expect, it } from 'vitest';
import {
  boundsOf,
  expectedInWords,
  figuresOf,
  monthBounds,
  periodOf,
  withMinute,
  type Bucket,
} from './traffic';

function bucket(minute: number, requests: number, errors = 0, p95Ms: number | null = 20): Bucket {
  const at = new Date(Date.UTC(2026, 10, 19, 14, minute)).toISOString();
  return { at, requests, errors, p50Ms: p95Ms, p95Ms, p99Ms: p95Ms };
}

describe('traffic', () => {
  it('is told of the last bucket, and of the period as a whole', () => {
    const figures = figuresOf([bucket(0, 100, 1, 40), bucket(1, 0, 0, null), bucket(2, 60, 1, 21)], {
      key: '',
      label: '',
      lengthMs: 180_000,
      buckets: 3,
    });
    expect(figures).toEqual({
      perMinute: 60,
      averagePerMinute: 160 / 3,
      requests: 160,
      errors: 2,
      errorShare: 0.0125,
      p95Ms: 21,
      highestP95Ms: 40,
    });
  });

  it('has no error rate and no quantile without requests', () => {
    const figures = figuresOf([bucket(0, 0, 0, null)], periodOf('1h'));
    expect(figures.errorShare).toBeNull();
    expect(figures.p95Ms).toBeNull();
    expect(figuresOf([], periodOf('1h')).perMinute).toBeNull();
  });

  it('counts a long bucket down to a minute', () => {
    expect(
      figuresOf(
        Array.from({ length: 96 }, () => bucket(0, 150)),
        periodOf('24h'),
      ).perMinute,
    ).toBe(10);
  });

  it('takes a new minute in and lets the oldest go', () => {
    const kept = withMinute([bucket(0, 1), bucket(1, 2)], bucket(2, 3), 2);
    expect(kept.map(({ requests }) => requests)).toEqual([2, 3]);
    expect(withMinute(kept, bucket(2, 9), 2).map(({ requests }) => requests)).toEqual([2, 9]);
  });

  it('ends with the last whole minute', () => {
    expect(boundsOf(periodOf('1h'), Date.parse('2026-11-19T14:32:07Z'))).toEqual({
      from: '2026-11-19T13:32:00.000Z',
      to: '2026-11-19T14:32:00.000Z',
    });
    expect(periodOf('nonsense').key).toBe('1h');
  });

  it('knows the month, over the turn of the year too', () => {
    expect(monthBounds(Date.parse('2026-12-31T23:59:59Z'))).toEqual({
      from: '2026-12-01T00:00:00.000Z',
      to: '2027-01-01T00:00:00.000Z',
    });
  });

  it('says of a part of the traffic that it is expected, and of all of it what was measured', () => {
    expect(expectedInWords(412, 10)).toBe('41.2 requests/min expected');
    expect(expectedInWords(412, 100)).toBe('412 requests/min');
  });
});
