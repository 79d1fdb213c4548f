import { expect, it } from 'vitest';
import { pastRows } from './drift-past';
import {
  coverageOf,
  labelSnippet,
  lastFrozen,
  linesOf,
  qualityText,
  windowBefore,
  type Window,
} from './health';

const window = (day: number, revision: number, having: Partial<Window> = {}): Window => ({
  from: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`,
  to: `2026-11-${String(day + 1).padStart(2, '0')}T00:00:00Z`,
  revision,
  measure: 'ACCURACY',
  value: 0.9 + day / 1_000,
  low: 0.89,
  high: 0.93,
  labels: 80,
  predictions: 100,
  coverage: 0.8,
  frozen: true,
  ...having,
});

const WINDOWS = [
  window(12, 3, { frozen: false, coverage: 0.2, labels: 20 }),
  window(11, 3),
  window(11, 2, { predictions: 300, coverage: 0.4 }),
  window(10, 2),
];

it('tells windows of two lengths apart that begin at one time', () => {
  const from = '2026-11-10T00:00:00Z';
  const point = {
    verdict: 'STABLE',
    psi: 0,
    divergence: null,
    value: null,
    byChance: null,
    floor: null,
  } as const;
  const rows = pastRows({
    revision: 1,
    featureCount: 1,
    windows: [
      { from, to: '2026-11-10T01:00:00Z', rows: 100, verdict: 'STABLE' },
      { from, to: '2026-11-10T06:00:00Z', rows: 600, verdict: 'STABLE' },
    ],
    features: [{ name: 'size', kind: 'INPUT', drifted: 0, points: [point, point] }],
  });
  expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
});

it('draws what still counts as a dashed line that begins at the last frozen window', () => {
  const lines = linesOf(WINDOWS, () => 1);
  expect(lines.map(({ label, dashed, points }) => [label, dashed, points.length])).toEqual([
    ['r2', false, 2],
    ['r3', false, 1],
    ['r3, still counting', true, 2],
  ]);
});

it('takes the newest frozen window, and the one before of the same revision', () => {
  expect(lastFrozen(WINDOWS)?.revision).toBe(3);
  expect(windowBefore(WINDOWS, window(11, 2))?.from).toBe('2026-11-10T00:00:00Z');
  expect(windowBefore(WINDOWS, window(11, 3))).toBeNull();
});

it('adds the coverage of revisions up', () => {
  expect(coverageOf(WINDOWS).map(({ share, frozen }) => [share, frozen])).toEqual([
    [0.8, true],
    [0.5, true],
    [0.2, false],
  ]);
});

it('shows shares in percent and errors as they are', () => {
  expect(qualityText('ACCURACY', 0.9123).replace('\u00a0', ' ')).toBe('91.2 %');
  expect(qualityText('MEAN_ABSOLUTE_ERROR', 3.41234)).toBe('3.412');
  expect(qualityText('ACCURACY', null)).toBe('–');
});

it('writes a call that sends a label', () => {
  expect(labelSnippet('https://k.example/graphql', 'E1')).toContain('"endpointId":"E1"');
});
