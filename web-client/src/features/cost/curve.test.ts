import { expect, it } from 'vitest';
import type { ReportLineFragment } from '@/api/generated/cost';
import { DAY_MS } from '@/format/units';
import { curveOf, expectedAt, passedOn } from './curve';

const FROM_MS = Date.UTC(2026, 10, 2);
const WEEK = { fromMs: FROM_MS, toMs: FROM_MS + 7 * DAY_MS };
const EARLIER = { fromMs: FROM_MS - 7 * DAY_MS, toMs: FROM_MS - 4.5 * DAY_MS };

function line(day: string, amount: string): ReportLineFragment {
  return {
    day,
    projectId: null,
    removedProject: null,
    resource: 'cpu',
    meter: 'cpu',
    amount: { amount, currency: 'EUR' },
  };
}

const curve = curveOf({
  span: WEEK,
  nowMs: FROM_MS + 2.5 * DAY_MS,
  earlier: EARLIER,
  now: [line('2026-11-02', '1.10'), line('2026-11-04', '2.20'), line('2026-11-02', '0.000001')],
  before: [line('2026-10-26', '4')],
});

it('adds up by day to the place where the day is now, exactly', () => {
  expect(curve.now.map(({ day, amount }) => [day, amount])).toEqual([
    ['2026-11-02', '1.100001'],
    ['2026-11-03', '1.100001'],
    ['2026-11-04', '3.300001'],
  ]);
  expect(curve.now.map(({ at }) => at)).toEqual([1 / 7, 2 / 7, 2.5 / 7]);
  expect(curve.before.map(({ at, amount }) => [at, amount])).toEqual([
    [1 / 7, '4'],
    [2 / 7, '4'],
    [2.5 / 7, '4'],
  ]);
});

it.each([
  ['3', '3.5', '2026-11-04'],
  ['5', '10', '2026-11-05'],
  ['10', '10', null],
])('tells that a budget of %s with a forecast of %s is passed on %s', (budget, forecast, day) => {
  expect(passedOn(curve, { span: WEEK, forecast, budget })).toBe(day);
});

it('expects a straight line from now to the forecast', () => {
  const last = { day: '2026-11-04', at: 0.5, amount: '2' };
  expect(expectedAt(0.75, last, '4')).toBe('3');
  expect(expectedAt(0.5, last, '4')).toBeNull();
  expect(expectedAt(0.75, last, null)).toBeNull();
});
