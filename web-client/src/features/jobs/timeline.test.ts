import { HOUR_MS } from '@/format/units';
import { describe, expect, it } from 'vitest';
import { happenings, phasesOf, placed, ranFor } from './timeline';

const SUBMITTED = '2026-11-19T14:00:00Z';
const STARTED = '2026-11-19T14:00:10Z';
const ENDED = '2026-11-19T14:04:15Z';
const NOW = Date.parse('2026-11-19T14:10:10Z');

describe('the time of a job', () => {
  it('is waiting, then running', () => {
    expect(phasesOf({ submittedAt: SUBMITTED, startedAt: STARTED, endedAt: ENDED }, NOW)).toEqual([
      { name: 'Waited', ms: 10_000, open: false },
      { name: 'Ran', ms: 245_000, open: false },
    ]);
  });

  it('goes on until now', () => {
    expect(phasesOf({ submittedAt: SUBMITTED, startedAt: null, endedAt: null }, NOW)).toEqual([
      { name: 'Waited', ms: 610_000, open: true },
    ]);
    expect(ranFor({ submittedAt: SUBMITTED, startedAt: STARTED, endedAt: null }, NOW)).toBe('10 m 00 s');
  });

  it('may end before it ran', () => {
    const timed = { submittedAt: SUBMITTED, startedAt: null, endedAt: ENDED };
    expect(phasesOf(timed, NOW)).toEqual([{ name: 'Waited', ms: 255_000, open: false }]);
    expect(ranFor(timed, NOW)).toBe('–');
  });
});

describe('what happened to a job', () => {
  const job = {
    status: 'RUNNING',
    submittedBy: 'engineer',
    submittedAt: SUBMITTED,
    startedAt: STARTED,
    endedAt: null,
    waitsFor: null,
    reason: null,
  };
  const attempt = {
    number: 1,
    provider: 'local',
    status: 'ACTIVE',
    reason: null,
    startedAt: STARTED,
    endedAt: null,
  };

  it('begins with who submitted it', () => {
    expect(
      happenings({ ...job, attempts: [attempt] }).map(({ what, why }) => `${what} ${why ?? ''}`),
    ).toEqual(['Submitted by engineer', 'Its lease started on local']);
  });

  it('tells each attempt, and which of them was lost', () => {
    const lost = { ...attempt, status: 'LOST', endedAt: ENDED, reason: 'no heartbeat for 30 s' };
    const again = { ...attempt, number: 2, status: 'REQUESTED', startedAt: null };
    const told = happenings({ ...job, status: 'QUEUED', waitsFor: 'a free core', attempts: [again, lost] });
    expect(told.map(({ what, tone }) => [what, tone])).toEqual([
      ['Submitted', 'done'],
      ['Attempt 1 started', 'done'],
      ['Attempt 1 was lost', 'bad'],
      ['Attempt 2 asked for a place', 'now'],
      ['Waits', 'now'],
    ]);
  });

  it('ends with why', () => {
    const told = happenings({
      ...job,
      status: 'FAILED',
      endedAt: ENDED,
      reason: 'exit code 1',
      attempts: [],
    });
    expect(told.at(-1)).toMatchObject({ what: 'Failed', why: 'exit code 1', tone: 'bad' });
  });

  it('stands with how long after each other it was, and with the day where that changes', () => {
    const told = happenings({
      ...job,
      status: 'SUCCEEDED',
      attempts: [attempt],
      waitsFor: null,
      endedAt: '2026-11-20T00:00:10Z',
    });
    expect(placed(told).map(({ what, afterMs, isNewDay }) => [what, afterMs, isNewDay])).toEqual([
      ['Submitted', null, true],
      ['Its lease started', 10_000, false],
      ['Succeeded', 10 * HOUR_MS, true],
    ]);
  });
});
