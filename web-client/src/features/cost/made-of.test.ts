import { describe, expect, it } from 'vitest';
import type { CostMadeOfQuery } from '@/api/generated/cost';
import { sum } from '@/format/amount';
import { breakDown } from './breakdown';
import { madeOf, MOST_INGREDIENTS } from './made-of';
import { inUnit, quantities } from '@/format/quantity';

type Line = Extract<NonNullable<CostMadeOfQuery['node']>, { __typename: 'Project' }>['cost']['lines'][number];

function line(amount: string, of: Partial<Line>): Line {
  return {
    meter: 'job.cpu_seconds',
    jobId: null,
    job: null,
    endpointId: null,
    endpoint: null,
    resource: 'h100',
    quantity: '3600',
    unit: 'cpu-second',
    amount: { amount, currency: 'EUR' },
    ...of,
  };
}

const ofJob = (amount: string, id: string, name: string | null = id) =>
  line(amount, { jobId: id, job: name === null ? null : { id, name } });

/** The project's row as the table has it, among others. */
function projectRow(now: readonly Line[], before: readonly Line[]) {
  const report = (lines: readonly Line[], projectId: string) =>
    lines.map(({ amount, meter, resource }) => ({
      day: null,
      projectId,
      removedProject: null,
      resource: resource ?? null,
      meter,
      amount,
    }));
  const other = [line('10.005', {})];
  const { parts } = breakDown('project', {
    now: [...report(now, 'one'), ...report(other, 'two')],
    before: [...report(before, 'one'), ...report(other, 'two')],
    budgets: [],
    currency: 'EUR',
    nameOf: (_dimension, key) => key,
  });
  const found = parts.find(({ key }) => key === 'one');
  if (found === undefined) throw new Error('no such project');
  return found;
}

const cents = (text: string) => Math.round(Number(text.replaceAll(/[€,]/g, '')) * 100);

describe('what a project’s cost is made of', () => {
  it('adds up to the project’s amount exactly, and as it is shown', () => {
    const now = [
      ofJob('120.00345', 'a'),
      ofJob('0.333333', 'a'),
      ofJob('99.3333', 'b'),
      ofJob('33.33335', 'c', null),
      line('7.0049', { meter: 'storage.gib_hours', resource: 'standard', unit: 'GiB-hour' }),
    ];
    const before = [ofJob('90.1', 'a'), ofJob('3.9999', 'gone')];
    const part = projectRow(now, before);
    const { ingredients, others, total } = madeOf(now, before, part, 'EUR');
    expect(others).toBe(0);
    expect(total).toBe(part.amount);
    expect(sum(ingredients.map(({ amount }) => amount))).toBe(part.amount);
    expect(sum(ingredients.map(({ before: spent }) => spent))).toBe(part.before);
    expect(ingredients.reduce((all, { text }) => all + cents(text), 0)).toBe(cents(part.text));
    expect(ingredients.reduce((all, { beforeText }) => all + cents(beforeText), 0)).toBe(
      cents(part.beforeText),
    );
    expect(ingredients.map(({ thing }) => thing?.name)).toEqual(['a', 'b', 'job …c', 'Storage', 'gone']);
  });

  it('counts a replica’s lines to its endpoint, whichever job it was', () => {
    const of = { endpointId: 'e', endpoint: { id: 'e', name: 'damage' } };
    const now = [
      line('1', { ...of, jobId: 'r1', meter: 'replica.cpu_seconds' }),
      line('2', { ...of, jobId: 'r2', meter: 'replica.cpu_seconds' }),
      line('4', {
        ...of,
        meter: 'inference.requests',
        unit: 'request',
        quantity: '1',
        resource: 'damage v7',
      }),
    ];
    const { ingredients } = madeOf(now, [], projectRow(now, []), 'EUR');
    expect(ingredients.map(({ thing, amount }) => [thing?.name, amount])).toEqual([['damage', '7']]);
    expect(ingredients[0]?.used).toBe('h100: 2 CPU-hours; damage v7: 1 request');
  });

  it('tells the dearest, and what all others come to', () => {
    const now = Array.from({ length: 30 }, (_, index) => ofJob(`${index + 1}.5`, `job-${index + 1}`));
    const part = projectRow(now, []);
    const { ingredients, others, total } = madeOf(now, [], part, 'EUR');
    expect(ingredients).toHaveLength(MOST_INGREDIENTS + 1);
    expect(ingredients[0]?.thing?.name).toBe('job-30');
    expect(others).toBe(10);
    expect(ingredients.at(-1)).toMatchObject({ thing: null, amount: '60' });
    expect(total).toBe(part.amount);
  });

  it('tells seconds in hours, and other units as they are', () => {
    expect(inUnit('3600', 'cpu-second')).toBe('1 CPU-hour');
    expect(inUnit('412345', 'GiB-second')).toBe('115 GiB-hours');
    expect(inUnit('1234567', 'request')).toBe('1,234,567 requests');
    expect(inUnit('12.3456', 'GiB-hour')).toBe('12.3 GiB-hours');
    expect(quantities([{ resource: null, quantity: '2', unit: 'request' }])).toBe('2 requests');
  });
});
