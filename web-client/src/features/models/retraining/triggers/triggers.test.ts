import { describe, expect, it } from 'vitest';
import { lanesOf } from './triggers';

const NOW = Date.parse('2026-11-19T14:32:00Z');
const NONE = { next: [], active: true, cooldownUntil: null };

function run(
  trigger: 'SCHEDULE' | 'ALERT',
  createdAt: string,
  status: 'DECLINED' | 'TRAINING' | 'PROMOTED' | 'AWAITING_APPROVAL',
  comparison: object | null = null,
) {
  return { id: `${trigger} ${createdAt}`, trigger, createdAt, status, comparison };
}

describe('when a policy was triggered', () => {
  it('is told by kind of trigger, with what came of each', () => {
    const found = lanesOf(
      [
        run('SCHEDULE', '2026-11-19T05:30:00Z', 'AWAITING_APPROVAL', {}),
        run('SCHEDULE', '2026-11-12T05:30:00Z', 'PROMOTED', {}),
        run('SCHEDULE', '2026-11-05T05:30:00Z', 'DECLINED', {}),
        run('ALERT', '2026-11-18T05:30:00Z', 'TRAINING'),
        run('ALERT', '2026-11-17T05:30:00Z', 'DECLINED'),
      ],
      NONE,
      NOW,
    );
    const outcomes = found?.lanes.map(({ trigger, marks }) => [trigger, marks.map(({ outcome }) => outcome)]);
    expect(outcomes).toEqual([
      ['SCHEDULE', ['waits', 'trained', 'trained']],
      ['ALERT', ['goesOn', 'stopped']],
      ['NEW_DATA', []],
      ['BY_HAND', []],
    ]);
    expect(found?.now).toBe(1);
    expect(found?.cooldown).toBeNull();
  });

  it('reaches from the first run to the last instant ahead', () => {
    const found = lanesOf(
      [run('SCHEDULE', '2026-11-09T14:32:00Z', 'DECLINED')],
      {
        next: ['2026-11-24T14:32:00Z', '2026-11-29T14:32:00Z'],
        active: true,
        cooldownUntil: '2026-11-21T14:32:00Z',
      },
      NOW,
    );
    expect(found?.lanes[0]?.marks.map(({ at, outcome }) => [at, outcome])).toEqual([
      [0, 'stopped'],
      [0.75, 'toCome'],
      [1, 'toCome'],
    ]);
    expect(found?.now).toBe(0.5);
    expect(found?.cooldown).toBeCloseTo(0.1);
  });

  it('has nothing ahead while it is switched off, nor a cooldown that is over', () => {
    const off = { next: ['2026-11-29T14:32:00Z'], active: false, cooldownUntil: '2026-11-18T00:00:00Z' };
    const found = lanesOf([run('ALERT', '2026-11-09T14:32:00Z', 'DECLINED')], off, NOW);
    expect(found?.lanes[0]?.marks).toEqual([]);
    expect(found?.cooldown).toBeNull();
    expect(found?.toMs).toBe(NOW);
  });

  it('is nothing before the first run', () => {
    expect(lanesOf([], NONE, NOW)).toBeNull();
  });
});
