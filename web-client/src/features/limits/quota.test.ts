import { expect, it } from 'vitest';
import {
  amountOf,
  changeOf,
  grouped,
  inText,
  isNear,
  limitWord,
  nearest,
  peakShareOf,
  shareOf,
  short,
  toneOf,
  type Quota,
} from './quota';

function quota(name: Quota['name'], used: number, limit: number | null, peak: number | null = used): Quota {
  return { name, used, limit, peak, source: 'PLAN', planLimit: limit, setAt: null };
}

it('finds the limit that would be met first, and knows those that are none', () => {
  const quotas = [quota('PROJECTS', 6, 20), quota('CPUS', 240, 256), quota('ENDPOINTS', 5, null)];
  expect(nearest(quotas)?.name).toBe('CPUS');
  expect(nearest([quota('CPUS', 1, null)])).toBeNull();
  expect(shareOf(quota('CPUS', 0, 0))).toBe(1);
  expect([0.3, 0.75, 1].map(toneOf)).toEqual(['accent', 'warn', 'bad']);
});

it('knows by the peak what was near its limit although it is not now', () => {
  expect(peakShareOf(quota('CPUS', 1, 4, 4))).toBe(1);
  expect(peakShareOf(quota('CPUS', 1, 4, null))).toBeNull();
  expect(peakShareOf(quota('CPUS', 1, null, 4))).toBeNull();
  expect([quota('CPUS', 1, 4, 3), quota('CPUS', 1, 4, null), quota('CPUS', 3, 4, null)].map(isNear)).toEqual([
    true,
    false,
    true,
  ]);
});

it('says what an operator changed, and when', () => {
  const set = { source: 'OPERATOR', planLimit: 128, setAt: '2026-10-02T08:12:00Z' } as const;
  expect(changeOf(quota('CPUS', 1, 256))).toBeNull();
  expect(changeOf({ ...quota('CPUS', 1, 256), ...set })).toBe('plan 128, since 2 Oct 2026');
  expect(changeOf({ ...quota('CPUS', 1, 256), ...set, planLimit: null, setAt: null })).toBe(
    'plan without limit',
  );
});

it('has a word for each rate beside those of the quotas', () => {
  expect(['API_RATE' as const, 'API_KEY_RATE' as const, 'CPUS' as const].map(limitWord)).toEqual([
    'API rate',
    'API rate, one key',
    'CPUs',
  ]);
});

it('keeps the capitals of what is short for something', () => {
  expect(['Metric points a minute', 'CPUs', 'API keys'].map(inText)).toEqual([
    'metric points a minute',
    'CPUs',
    'API keys',
  ]);
});

it('groups them by what they are about', () => {
  const groups = grouped([quota('CPUS', 1, 2), quota('PROJECTS', 1, 2), quota('RUNNING_JOBS', 1, 2)]);
  expect(groups.map(({ area, quotas }) => [area, quotas.map(({ name }) => name)])).toEqual([
    ['Organisation', ['PROJECTS']],
    ['Jobs and capacity', ['RUNNING_JOBS', 'CPUS']],
  ]);
});

it('writes amounts as people say them', () => {
  expect(amountOf('STORED_BYTES', 2 ** 41)).toBe('2.0\u00a0TiB');
  expect(amountOf('CPUS', 1180)).toBe('1,180');
  expect([950, 30_221, 120_000_000].map(short)).toEqual(['950', '30.2\u00a0k', '120\u00a0M']);
});
