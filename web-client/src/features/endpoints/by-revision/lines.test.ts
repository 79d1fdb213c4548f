import { describe, expect, it } from 'vitest';
import { linesOf } from './lines';

const FROM = '2026-11-19T14:00:00.000Z';
const BOUNDS = { from: FROM, to: '2026-11-19T14:04:00.000Z' };
const PERIOD = { key: '', label: '4 min', lengthMs: 240_000, buckets: 2 };

function bucket(at: string, requests: number, errors: number) {
  return { at, requests, errors, inFlight: 0, p50Ms: 10, p95Ms: 20, p99Ms: 30 };
}

describe('lines of revisions', () => {
  it('are one for each, by the minute, with a gap where a revision was asked nothing', () => {
    const second = '2026-11-19T14:02:00.000Z';
    const lines = linesOf(
      [
        { revision: { id: 'a', number: 3 }, buckets: [bucket(FROM, 60, 3), bucket(second, 20, 0)] },
        { revision: { id: 'b', number: 4 }, buckets: [bucket(second, 10, 10)] },
      ],
      BOUNDS,
      PERIOD,
    );
    const ys = (of: typeof lines.traffic) => of.map(({ points }) => points.map(({ y }) => y));
    expect(lines.traffic.map(({ id, label }) => [id, label])).toEqual([
      ['a', 'r3'],
      ['b', 'r4'],
    ]);
    expect(ys(lines.traffic)).toEqual([
      [30, 10],
      [0, 5],
    ]);
    expect(ys(lines.latency)).toEqual([
      [20, 20],
      [null, 20],
    ]);
    expect(ys(lines.errors)).toEqual([
      [0.05, 0],
      [null, 1],
    ]);
    expect(lines.errors[1]?.points.map(({ x }) => x)).toEqual([
      Date.parse(FROM) / 1_000,
      Date.parse(second) / 1_000,
    ]);
  });
});
