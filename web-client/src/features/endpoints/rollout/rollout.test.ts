import { HOUR_MS } from '@/format/units';
import { describe, expect, it } from 'vitest';
import {
  countsOf,
  curveOf,
  earliestEnd,
  evidenceText,
  expectedErrors,
  holdShare,
  type Step,
} from './rollout';

const NOW = Date.UTC(2026, 10, 19, 14, 32);
const step = (number: number, weight: number, having: Partial<Step> = {}): Step => ({
  number,
  weight,
  hold: 'PT1H',
  candidateRequests: 0,
  candidateErrors: 0,
  candidateCallerErrors: 0,
  baselineRequests: 0,
  baselineErrors: 0,
  baselineCallerErrors: 0,
  ...having,
});

describe('the counts of a rollout', () => {
  const steps = [
    step(1, 5, { candidateRequests: 50, candidateErrors: 1, baselineRequests: 950, baselineErrors: 19 }),
    step(2, 10, { candidateRequests: 100, candidateErrors: 2, candidateCallerErrors: 3, baselineErrors: 8 }),
  ];

  it('add up over steps', () => {
    expect(countsOf(steps).candidate).toEqual({ requests: 150, judged: 3, caller: 3, other: 144 });
  });

  it('say how many errors the candidate would have by the weight of each step', () => {
    expect(expectedErrors(steps)).toBeCloseTo(20 * 0.05 + 10 * 0.1);
  });
});

describe('the evidence of a rollout', () => {
  it.each([
    [0.4512, '0.451'],
    [1, '1'],
    [250, '250'],
    [1_234, '1,230'],
    [2.34e8, '2.3 × 10⁸'],
    [1e12, '10¹²'],
    [1e-7, '10⁻⁷'],
  ])('%d reads %s', (value, text) => {
    expect(evidenceText(value)).toBe(text);
  });

  it('holds what was found until the next finding, and the last until the end', () => {
    const curve = curveOf(
      [
        { at: '2026-11-19T14:00:10Z', log: Math.log(4) },
        { at: '2026-11-19T14:00:00Z', log: 0 },
      ],
      Date.UTC(2026, 10, 19, 14, 1),
    );
    const start = Date.UTC(2026, 10, 19, 14) / 1_000;
    expect(curve.map(({ x }) => Math.round((x - start) * 1_000) / 1_000)).toEqual([0, 9.999, 10, 60]);
    expect(curve.map(({ y }) => Math.round(y))).toEqual([1, 1, 4, 4]);
  });
});

describe('the time of a rollout', () => {
  const rollout = {
    status: 'STEPPING' as const,
    steps: [step(1, 5), step(2, 10), step(3, 50)],
    step: 2,
    stepSince: '2026-11-19T14:02:00Z',
  };

  it('ends when all holds are over', () => {
    expect(earliestEnd(rollout, NOW)).toBe(Date.UTC(2026, 10, 19, 16, 2));
    expect(earliestEnd({ ...rollout, status: 'PROMOTED' }, NOW)).toBeNull();
  });

  it('counts from now where the hold is over and the step is not', () => {
    expect(earliestEnd({ ...rollout, stepSince: '2026-11-19T12:00:00Z' }, NOW)).toBe(NOW + HOUR_MS);
  });

  it('fills a step with the time that is over', () => {
    expect(holdShare(rollout, NOW)).toBe(0.5);
    expect(holdShare({ ...rollout, step: 0, stepSince: null }, NOW)).toBe(0);
  });
});
