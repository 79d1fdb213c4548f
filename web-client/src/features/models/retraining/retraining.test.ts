import { describe, expect, it } from 'vitest';
import { clockChange, isZone, zoned } from './instants';
import { checkPolicy, policyInput, valuesOf } from './policy-values';
import { evidenceOf, points, pText, shownFirst, verdictOf, type RunRow } from './retraining';

const SOMEBODY = { kind: 'PERSON', id: 'P1', label: 'you' } as const;

describe('instants', () => {
  it('says a time by the clocks of the zone and in UTC, across a change of clocks', () => {
    expect(zoned('2027-03-25T05:30:00Z', 'Europe/Berlin')).toEqual({
      day: 'Thu 25 Mar',
      time: '06:30',
      utc: '05:30 UTC',
    });
    expect(zoned('2027-04-01T04:30:00Z', 'Europe/Berlin').time).toBe('06:30');
    expect(zoned('2026-11-26T15:30:00Z', 'Asia/Tokyo')).toEqual({
      day: 'Fri 27 Nov',
      time: '00:30',
      utc: '26 Nov 15:30 UTC',
    });
    expect(zoned('2026-09-03T00:00:00Z', 'UTC').day).toBe('Thu 3 Sep');
  });

  it('finds the first instant after clocks changed', () => {
    const berlin = ['2027-03-25T05:30:00Z', '2027-04-01T04:30:00Z', '2027-04-08T04:30:00Z'];
    expect(clockChange(berlin, 'Europe/Berlin')).toBe(berlin[1]);
    expect(clockChange(berlin.slice(1), 'Europe/Berlin')).toBeNull();
    expect(clockChange(berlin, 'UTC')).toBeNull();
  });

  it('knows a zone', () => {
    expect(isZone('Europe/Berlin')).toBe(true);
    expect(isZone('Europe/Nowhere')).toBe(false);
    expect(isZone('')).toBe(false);
  });
});

describe('words of a run', () => {
  it('says what triggered it', () => {
    const of = (trigger: RunRow['trigger'], evidence: unknown) =>
      evidenceOf({ trigger, evidence, triggeredBy: SOMEBODY });
    expect(of('SCHEDULE', { cron: '30 6 * * 4', zone: 'UTC', missed: 1 })).toBe('30 6 * * 4, UTC');
    expect(of('SCHEDULE', { cron: '30 6 * * 4', zone: 'UTC', missed: 3 })).toBe(
      '30 6 * * 4, UTC; 3 instants, one run',
    );
    expect(of('NEW_DATA', { newest: 14 })).toBe('version 14');
    expect(of('ALERT', { value: 0.24, outlived: true })).toBe('at 0.24, outlived the new model');
    expect(of('BY_HAND', { note: null })).toBe('you');
    expect(of('BY_HAND', null)).toBe('you');
  });

  it('takes the platform’s word for better, and tells worse from not shown by the interval', () => {
    expect(verdictOf({ comparison: null, challenger: null })).toBeNull();
    expect(verdictOf({ comparison: { upper: 0.01 }, challenger: {} })).toBe('better');
    expect(verdictOf({ comparison: { upper: 0.01 }, challenger: null })).toBe('not shown');
    expect(verdictOf({ comparison: { upper: -0.01 }, challenger: null })).toBe('worse');
  });

  it('writes probabilities and differences', () => {
    expect(pText(0.3712)).toBe('0.37');
    expect(pText(1.4e-8)).toBe('1.4 × 10⁻⁸');
    expect(pText(0)).toBe('< 10⁻³⁰⁰');
    expect(points(0.0089)).toBe('+0.89\u00a0pt');
    expect(points(-0.003)).toBe('−0.30\u00a0pt');
    expect(points(0)).toBe('0.00\u00a0pt');
  });

  it('shows the run that goes on before one that was declined beside it', () => {
    const runs = ['DECLINED', 'TRAINING', 'PROMOTED'].map((status) => ({ status }) as RunRow);
    expect(shownFirst(runs)?.status).toBe('TRAINING');
    expect(shownFirst(runs.slice(2))?.status).toBe('PROMOTED');
    expect(shownFirst([])).toBeNull();
  });
});

describe('values of a policy', () => {
  const values = {
    ...valuesOf(null),
    datasetId: 'D1',
    evaluationDatasetId: 'D2',
    experimentId: 'E1',
    target: 'y',
    maxCost: '60',
  };

  it('wants a zone with a schedule, another data set to score on, and a JSON object', () => {
    expect(checkPolicy(values)).toEqual({});
    expect(Object.keys(checkPolicy({ ...values, cron: '30 6 * * 4' }))).toEqual(['zone']);
    expect(Object.keys(checkPolicy({ ...values, cron: '30 6', zone: 'UTC' }))).toEqual(['cron']);
    expect(Object.keys(checkPolicy({ ...values, evaluationDatasetId: 'D1' }))).toEqual([
      'evaluationDatasetId',
    ]);
    expect(Object.keys(checkPolicy({ ...values, parameters: '[1]' }))).toEqual(['parameters']);
    expect(Object.keys(checkPolicy({ ...values, maxCost: '1e3' }))).toEqual(['maxCost']);
  });

  it('wants rising shares of a canary where there is an endpoint', () => {
    const canary = [...values.canary].reverse();
    expect(checkPolicy({ ...values, canary })).toEqual({});
    expect(Object.keys(checkPolicy({ ...values, canary, endpointId: 'P1' }))).toEqual(['weight 1']);
  });

  it('leaves out what is not set', () => {
    const input = policyInput(values, 'M1', null);
    expect(input).not.toHaveProperty('schedule');
    expect(input).not.toHaveProperty('endpointId');
    expect(input).not.toHaveProperty('canary');
    expect(input).not.toHaveProperty('expectedVersion');
    expect(policyInput({ ...values, cron: ' 30  6 * * 4 ', zone: 'UTC' }, 'M1', 4)).toMatchObject({
      schedule: { cron: '30 6 * * 4', zone: 'UTC' },
      expectedVersion: 4,
    });
  });
});
