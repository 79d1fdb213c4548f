import { expect, it } from 'vitest';
import type { ReportLineFragment } from '@/api/generated/cost';
import { driversOf } from './drivers';

function line(projectId: string | null, resource: string, amount: string): ReportLineFragment {
  return {
    day: '2026-11-02',
    projectId,
    removedProject: null,
    resource,
    meter: 'cpu',
    amount: { amount, currency: 'EUR' },
  };
}

it('tells the largest differences first, whichever way, and their sum', () => {
  const { parts, total, totalText } = driversOf(
    [line('a', 'gpu', '10'), line('a', 'gpu', '2.5'), line('b', 'cpu', '1'), line('c', 'cpu', '3')],
    [line('a', 'gpu', '4'), line('b', 'cpu', '20'), line('c', 'cpu', '3')],
    'EUR',
  );
  expect(parts.map(({ projectId, resource, text }) => [projectId, resource, text])).toEqual([
    ['b', 'cpu', '−€19.00'],
    ['a', 'gpu', '+€8.50'],
  ]);
  expect([total, totalText]).toEqual(['-10.5', '−€10.50']);
});

it('adds up those that are not named', () => {
  const now = Array.from({ length: 9 }, (_, index) => line('a', `r${index}`, `${index + 1}`));
  const { parts, others, total } = driversOf(now, [], 'EUR');
  expect(parts.map(({ text }) => text)).toEqual([
    '+€9.00',
    '+€8.00',
    '+€7.00',
    '+€6.00',
    '+€5.00',
    '+€10.00',
  ]);
  expect([parts.at(-1)?.resource, others, total]).toEqual([null, 4, '45']);
});

it('is empty where all stayed the same', () => {
  expect(driversOf([line('a', 'r', '1')], [line('a', 'r', '1.0')], 'EUR').parts).toEqual([]);
});
