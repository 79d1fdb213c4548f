import { MINUTE_MS } from '@/format/units';
import { describe, expect, it } from 'vitest';
import { lanesOf, type Lanes } from './lanes';

const at = (clock: string) => Date.parse(`2026-11-19T${clock}:00Z`);
const iso = (clock: string) => `2026-11-19T${clock}:00Z`;
const NOW = at('14:00');

const attempt = (number: number, status: string, started: string | null, ended: string | null) => ({
  number,
  status,
  provider: 'slurm',
  reason: null,
  startedAt: started === null ? null : iso(started),
  endedAt: ended === null ? null : iso(ended),
});

const job = {
  submittedAt: iso('12:00'),
  startedAt: iso('12:30'),
  endedAt: null,
  maxDuration: null,
  attempts: [attempt(1, 'ACTIVE', '12:30', null)],
};

function drawn({ lanes }: Lanes) {
  return lanes.map(({ blocks }) =>
    blocks.map(({ kind, fromMs, toMs, open }) => [
      kind,
      new Date(fromMs).toISOString().slice(11, 16),
      new Date(toMs).toISOString().slice(11, 16),
      open,
    ]),
  );
}

describe('the lanes of a job', () => {
  it('are one, where there was one attempt', () => {
    expect(drawn(lanesOf(job, NOW))).toEqual([
      [
        ['waited', '12:00', '12:30', false],
        ['ran', '12:30', '14:00', true],
      ],
    ]);
  });

  it('have one for each attempt, and the job waits between them', () => {
    const attempts = [attempt(2, 'ACTIVE', '13:20', null), attempt(1, 'LOST', '12:30', '13:00')];
    expect(drawn(lanesOf({ ...job, attempts }, NOW))).toEqual([
      [
        ['waited', '12:00', '12:30', false],
        ['lost', '12:30', '13:00', false],
        ['waited', '13:00', '13:20', false],
        ['ran', '13:20', '14:00', true],
      ],
      [['lost', '12:30', '13:00', false]],
      [['ran', '13:20', '14:00', true]],
    ]);
  });

  it('wait until now where nothing ran, and after what was lost', () => {
    expect(drawn(lanesOf({ ...job, startedAt: null, attempts: [] }, NOW))).toEqual([
      [['waited', '12:00', '14:00', true]],
    ]);
    const attempts = [attempt(1, 'LOST', '12:30', '13:00')];
    expect(drawn(lanesOf({ ...job, attempts }, NOW))[0]).toEqual([
      ['waited', '12:00', '12:30', false],
      ['lost', '12:30', '13:00', false],
      ['waited', '13:00', '14:00', true],
    ]);
  });

  it('show how long it may still run, as far as that does not hide the rest', () => {
    expect(drawn(lanesOf({ ...job, maxDuration: 'PT2H' }, NOW))[0]?.at(-1)).toEqual([
      'may',
      '14:00',
      '14:30',
      false,
    ]);
    // 40 % of the two hours so far.
    expect(drawn(lanesOf({ ...job, maxDuration: 'P1D' }, NOW))[0]?.at(-1)).toEqual([
      'may',
      '14:00',
      '14:48',
      true,
    ]);
    expect(drawn(lanesOf({ ...job, maxDuration: 'PT1H' }, NOW))[0]?.at(-1)?.[0]).toBe('ran');
  });

  it('end with the job, also with one that never ran', () => {
    const over = { ...job, endedAt: iso('13:30') };
    expect(lanesOf(over, NOW).toMs).toBe(at('13:30'));
    expect(drawn(lanesOf({ ...over, maxDuration: 'P1D' }, NOW))[0]).toEqual([
      ['waited', '12:00', '12:30', false],
      ['ran', '12:30', '13:30', false],
    ]);
    expect(drawn(lanesOf({ ...over, startedAt: null, attempts: [] }, NOW))).toEqual([
      [['waited', '12:00', '13:30', false]],
    ]);
  });

  it('have full hours or minutes on their axis, few enough to read', () => {
    expect(lanesOf(job, NOW).ticksMs.map((ms) => new Date(ms).toISOString().slice(11, 16))).toEqual([
      '12:00',
      '12:30',
      '13:00',
      '13:30',
      '14:00',
    ]);
    for (const minutes of [1, 7, 90, 3_000, 60_000]) {
      const ticks = lanesOf({ ...job, attempts: [] }, at('12:00') + minutes * MINUTE_MS).ticksMs;
      expect(ticks.length).toBeLessThanOrEqual(8);
      expect(ticks.length).toBeGreaterThan(0);
    }
  });

  it('hold a clock that is behind, and one that has no span yet', () => {
    const lanes = lanesOf({ ...job, attempts: [] }, at('11:00'));
    expect(lanes.toMs).toBeGreaterThan(lanes.fromMs);
    expect(drawn(lanes)).toHaveLength(1);
  });
});
