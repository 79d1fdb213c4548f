import { expect, it } from 'vitest';
import { curveOf, ofOthers, refusedMarks } from './points';

const ANSWERED = Date.parse('2026-11-19T14:32:10Z');
const USE = {
  points: 100,
  calls: 10,
  operations: [],
  callers: [],
  lastHour: [
    { at: '2026-11-19T14:04:00Z', points: 60_000, refused: 42 },
    { at: '2026-11-19T14:31:00Z', points: 7, refused: 0 },
    { at: '2026-11-19T14:32:00Z', points: 5, refused: 0 },
  ],
  lastDay: [{ at: '2026-11-19T14:00:00Z', points: 60_000, refused: 42 }],
};

function at(time: string): number {
  return Date.parse(`2026-11-19T${time}Z`) / 1_000;
}

it('draws each minute of the hour: one without points is nothing', () => {
  const { points } = curveOf(USE, 'hour', ANSWERED);
  expect(points).toHaveLength(60);
  expect(points[0]).toEqual({ x: at('13:31:00'), y: 0 });
  expect(points[33]).toEqual({ x: at('14:04:00'), y: 60_000 });
});

it('ends with the last minute that was over and written when the platform answered', () => {
  expect(curveOf(USE, 'hour', ANSWERED).points.at(-1)).toEqual({ x: at('14:30:00'), y: 0 });
  const later = ANSWERED + 5_000;
  expect(curveOf(USE, 'hour', later).points.at(-1)).toEqual({ x: at('14:31:00'), y: 7 });
});

it('ends with the last moment that took points where nobody knows when the platform answered', () => {
  expect(curveOf(USE, 'hour', null).points.at(-1)).toEqual({ x: at('14:32:00'), y: 5 });
  expect(curveOf({ ...USE, lastHour: [] }, 'hour', null).points).toEqual([]);
});

it('draws the day by ten minutes, up to those of which a minute is known', () => {
  const { points } = curveOf(USE, 'day', ANSWERED);
  expect(points).toHaveLength(144);
  expect(points.at(-1)?.x).toBe(at('14:30:00'));
  expect(points.filter(({ y }) => y !== 0)).toHaveLength(1);
  expect(curveOf(USE, 'day', at('14:31:14') * 1_000).points.at(-1)?.x).toBe(at('14:20:00'));
});

it('marks when something was refused', () => {
  expect(refusedMarks(USE, 'hour')).toEqual([
    { at: Date.parse('2026-11-19T14:04:00Z') / 1_000, label: '14:04, 42 refused' },
  ]);
});

it('leaves to others what the named did not take', () => {
  expect(ofOthers(100, [{ points: 60 }, { points: 30 }])).toBe(10);
});
