import { describe, expect, it } from 'vitest';
import { costAnHour, costAt, runProgress, shownShare, TOTAL_STEPS_TAG } from './run-progress';
import { MINUTE_MS } from './units';

const START = '2026-11-19T12:00:00Z';
const NOW = Date.parse('2026-11-19T13:00:00Z');
const at = (minutes: number) => new Date(Date.parse(START) + minutes * MINUTE_MS).toISOString();

function run(total: string | null, measured: readonly (readonly [step: number, minutes: number])[]) {
  return {
    startedAt: START,
    endedAt: null,
    tags: [{ key: 'stage', value: '7' }, ...(total === null ? [] : [{ key: TOTAL_STEPS_TAG, value: total }])],
    metrics: measured.map(([step, minutes]) => ({ step, at: at(minutes) })),
  };
}

describe('the progress of a run', () => {
  it.each([null, '', '0', '-5', '12.5', '1e3', 'many', '0x10', '9'.repeat(16)])(
    'is not told where its tag says %s',
    (total) => {
      expect(runProgress(run(total, [[10, 10]]), NOW)).toBeNull();
    },
  );

  it('goes by the furthest step, at the pace from its start to that', () => {
    const progress = runProgress(
      run(' 1000 ', [
        [100, 20],
        [250, 50],
        [200, 55],
      ]),
      NOW,
    );
    expect(progress).toMatchObject({ step: 250, of: 1_000, share: 0.25 });
    expect(progress?.stepsPerSecond).toBeCloseTo(250 / 3_000);
    expect(progress?.endsAtMs).toBe(Date.parse(at(200)));
  });

  it('is at its beginning, without a pace, before the first metric', () => {
    const none = { step: 0, of: 1_000, share: 0, stepsPerSecond: null, endsAtMs: null };
    expect(runProgress(run('1000', []), NOW)).toEqual(none);
    expect(runProgress(run('1000', [[0, 5]]), NOW)).toEqual(none);
    expect(runProgress({ ...run('1000', [[10, 5]]), startedAt: null }, NOW)).toMatchObject({
      endsAtMs: null,
    });
  });

  it('is whole, and without an end to wait for, past the total', () => {
    expect(runProgress(run('1000', [[1_200, 50]]), NOW)).toMatchObject({
      step: 1_200,
      share: 1,
      endsAtMs: null,
    });
    expect(runProgress(run('1000', [[1_000, 50]]), NOW)).toMatchObject({ share: 1, endsAtMs: null });
  });

  it('names no end that has passed', () => {
    expect(runProgress(run('1000', [[900, 50]]), NOW)?.endsAtMs).toBeNull();
  });

  it('stays where it was when the run has ended', () => {
    const ended = { ...run('1000', [[250, 50]]), endedAt: at(55) };
    expect(runProgress(ended, NOW)).toMatchObject({ share: 0.25, endsAtMs: null });
  });
});

describe('what a run will have cost', () => {
  it('grows as it has so far', () => {
    expect(Number(costAt(NOW + 1_800_000, '12.00', START, NOW))).toBe(18);
  });

  it('is not told without an end, a cost or a start that is gone', () => {
    expect(costAt(null, '12.00', START, NOW)).toBeNull();
    expect(costAt(NOW + 1, '0', START, NOW)).toBeNull();
    expect(costAt(NOW + 1, '12.00', at(60), NOW)).toBeNull();
  });
});

it.each([
  [0.999, 0.99],
  [0.29, 0.29],
  [1, 1],
])('%s of a run is told as %s', (share, shown) => {
  expect(shownShare(share)).toBe(shown);
});

describe('what an hour costs', () => {
  it('is the average so far', () => {
    expect(Number(costAnHour('3.00', 900_000))).toBe(12);
  });

  it('is not told of less than a minute, or of nothing', () => {
    expect(costAnHour('3.00', 59_999)).toBeNull();
    expect(costAnHour('0.00', 900_000)).toBeNull();
  });
});
