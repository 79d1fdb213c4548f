import { describe, expect, it } from 'vitest';
import type { RevisionStatus } from '@/api/generated/endpoints';
import { before, colours, endpointState, isMoving, newestFirst, serving } from './revisions';

function revision(number: number, status: RevisionStatus, weight = 0, everReady = true) {
  const readyAt = everReady ? `2026-11-${String(number).padStart(2, '0')}T00:00:00Z` : null;
  return { id: `r${number}`, number, status, weight, readyAt };
}

describe('the revisions of an endpoint', () => {
  it('make it ready as soon as one serves', () => {
    expect(endpointState([revision(1, 'READY', 100), revision(2, 'LOADING')])).toBe('READY');
    expect(endpointState([revision(1, 'STOPPED'), revision(2, 'LOADING')])).toBe('LOADING');
    expect(endpointState([revision(1, 'STOPPED'), revision(2, 'FAILED')])).toBe('FAILED');
    expect(endpointState([revision(1, 'FAILED'), revision(2, 'STOPPED')])).toBe('STOPPED');
    expect(endpointState([])).toBe('STOPPED');
  });

  it('lead back from a canary to the one that serves beside it', () => {
    const split = [revision(21, 'STOPPED'), revision(22, 'READY', 90), revision(23, 'READY', 10)];
    expect(before(split)?.id).toBe('r22');
    expect(serving(split).map(({ id }) => id)).toEqual(['r23', 'r22']);
  });

  it('lead back to one that has ended, but not to one that never was ready', () => {
    const revisions = [revision(20, 'STOPPED'), revision(21, 'FAILED', 0, false), revision(22, 'READY', 100)];
    expect(before(revisions)?.id).toBe('r20');
    expect(before([revision(1, 'READY', 100)])).toBeNull();
    expect(before([revision(1, 'STOPPED')])).toBeNull();
  });

  it('are listed the newest first and keep their colours', () => {
    const revisions = [revision(1, 'STOPPED'), revision(2, 'READY', 90), revision(3, 'READY', 10)];
    expect(newestFirst(revisions).map(({ number }) => number)).toEqual([3, 2, 1]);
    expect([...colours(revisions)]).toEqual([
      ['r2', 1],
      ['r3', 2],
    ]);
  });

  it('move while one is on its way', () => {
    expect(isMoving([revision(1, 'READY', 100), revision(2, 'PENDING')])).toBe(true);
    expect(isMoving([revision(1, 'READY', 100), revision(2, 'FAILED')])).toBe(false);
  });
});
