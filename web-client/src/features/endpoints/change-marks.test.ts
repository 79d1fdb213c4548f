import { MINUTE_MS } from '@/format/units';
import { describe, expect, it } from 'vitest';
import { changeMarks } from './change-marks';
import type { OverTime } from './use-over-time';

const NOON = '2026-11-19T12:00:00Z';
const at = (minutes: number) => new Date(Date.parse(NOON) + minutes * MINUTE_MS).toISOString();

type Rollout = OverTime['rollouts']['edges'][number]['node'];

function rollout(how: Partial<Rollout>): OverTime['rollouts'] {
  const node: Rollout = {
    id: 'rollout',
    status: 'STEPPING',
    step: 1,
    stepSince: at(2),
    createdAt: at(1),
    endedAt: null,
    candidate: { id: 'c', number: 23 },
    steps: [
      { number: 1, weight: 5 },
      { number: 2, weight: 50 },
    ],
    ...how,
  };
  return { edges: [{ cursor: '1', node }] };
}

const NO_ROLLOUT: OverTime['rollouts'] = { edges: [] };

function said(
  rollouts: OverTime['rollouts'],
  replicaHistory: OverTime['replicaHistory'] = [],
  readyAt: string | null = null,
) {
  return changeMarks([{ number: 22, readyAt }], { rollouts, replicaHistory }, Date.parse(NOON)).map(
    ({ label }) => label,
  );
}

describe('what changed at an endpoint', () => {
  it.each([
    ['its first step', {}, ['r23 to 5 %']],
    ['a later step', { step: 2, stepSince: at(9) }, ['rollout of r23', 'r23 to 50 %']],
    ['before its first step', { status: 'PENDING', step: 0, stepSince: null }, ['rollout of r23']],
    ['its promotion', { status: 'PROMOTED', endedAt: at(5) }, ['r23 to 5 %', 'r23 to 100 %']],
    ['its rollback', { status: 'ROLLED_BACK', endedAt: at(5) }, ['r23 to 5 %', 'r23 rolled back']],
    ['what was before the period', { createdAt: at(-9), stepSince: at(-8) }, []],
  ] as const)('says of a rollout %s', (_what, how, labels) => {
    expect(said(rollout(how))).toEqual(labels);
  });

  it('says how many replicas there were before and after, in the order of time', () => {
    expect(
      said(
        NO_ROLLOUT,
        [
          { at: at(0), ready: 2, started: 0, ended: 0 },
          { at: at(1), ready: 4, started: 3, ended: 1 },
          { at: at(3), ready: 4, started: 1, ended: 1 },
        ],
        at(2),
      ),
    ).toEqual(['2 → 4 replicas', 'r22 ready', '4 replicas, some new']);
  });
});
