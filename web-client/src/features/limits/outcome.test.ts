import { expect, it } from 'vitest';
import { outcomeOfActor, outcomeOfLimit } from './outcome';
import type { LimitName } from './quota';

const TIB = 2 ** 40;
const AT = '2026-11-19T14:00:00Z';

function refused(limit: LimitName, limitAtLast: number | null) {
  return { limit, limitAtLast, refused: 1, lastAt: AT, daily: [], actors: [] };
}

function tenant(
  name: 'PROJECTS' | 'METRIC_POINTS_PER_MINUTE' | 'STORED_BYTES',
  limit: number | null,
  used: number,
) {
  return {
    quotas: [{ name, limit, used, peak: null, source: 'PLAN' as const, planLimit: limit, setAt: null }],
    rateLimit: { pointsPerMinute: 60_000, usedPointsPerMinute: 100, perKeyPointsPerMinute: 20_000 },
  };
}

it.each([
  ['raised since, from 10 to 20', refused('PROJECTS', 10), tenant('PROJECTS', 20, 10)],
  ['raised since, from 10 to no limit', refused('PROJECTS', 10), tenant('PROJECTS', null, 10)],
  ['still used up', refused('PROJECTS', 10), tenant('PROJECTS', 10, 10)],
  ['still used up', refused('PROJECTS', 10), tenant('PROJECTS', 8, 9)],
  ['room again, 3 left', refused('PROJECTS', 10), tenant('PROJECTS', 10, 7)],
  ['3.6 TiB are left', refused('STORED_BYTES', 12 * TIB), tenant('STORED_BYTES', 12 * TIB, 8.4 * TIB)],
  ['room again, 3 left', refused('PROJECTS', null), tenant('PROJECTS', 10, 7)],
  [
    'room again in the next minute',
    refused('METRIC_POINTS_PER_MINUTE', 60),
    tenant('METRIC_POINTS_PER_MINUTE', 60, 7),
  ],
  ['raised since, from 10,000 to 20,000', refused('API_KEY_RATE', 10_000), tenant('PROJECTS', 10, 7)],
  ['room again in the next minute', refused('API_RATE', 60_000), tenant('PROJECTS', 10, 7)],
])('says %s', (words, of, standing) => {
  expect(outcomeOfLimit(of, standing).words.replaceAll('\u00a0', ' ')).toBe(words);
});

it('says when who was refused got it after all, and nothing where that is not known', () => {
  const actor = { kind: 'PERSON' as const, label: 'engineer' };
  const one = { actor, refused: 1, lastAt: AT, servedAt: null };
  expect(outcomeOfActor('PROJECTS', one)).toBeNull();
  const served = { ...one, servedAt: '2026-11-19T14:00:42Z' };
  expect(outcomeOfActor('PROJECTS', served)?.words).toBe('done 42 s later');
  expect(outcomeOfActor('API_KEY_RATE', served)?.words).toBe('served again since');
});
