import type { RunListedFragment } from '@/api/generated/runs';
import { words } from '@/features/runs/words';
import { sum } from '@/format/amount';
import { metricInColumn, money, NO_VALUE } from '@/format/number';
import type { Grouping } from '@/parts/data-table';
import { stateWord } from '@/parts/State';
import type { TreeRun } from './run-tree';

const says = words.group;

export interface GroupChoice {
  readonly value: string;
  readonly label: string;
}

/** A list of more groups than this says no more than one without. */
const MAX_GROUPS = 40;

/** What the runs that are loaded can be grouped by: parameters and tags of which they have few, and their state. */
export function groupChoices(runs: readonly RunListedFragment[], chosen: string): GroupChoice[] {
  const few = (prefix: string, of: (run: RunListedFragment) => readonly { key: string; value: string }[]) => {
    const values = new Map<string, Set<string>>();
    for (const run of runs)
      for (const { key, value } of of(run)) values.set(key, (values.get(key) ?? new Set()).add(value));
    return [...values]
      .filter(([, different]) => different.size <= MAX_GROUPS)
      .sort(([a], [b]) => a.localeCompare(b, 'en'))
      .map(([key, different]) => ({ value: prefix + key, label: key, isOne: different.size < 2 }));
  };
  const params = few('p.', ({ params }) => params).filter(({ isOne }) => !isOne);
  // Some have a tag and some have not: that are two groups already.
  const tags = few('t.', ({ tags }) => tags);
  const choices: GroupChoice[] = [{ value: 'state', label: says.state }, ...params, ...tags];
  // What the address says is one, also where the runs that are loaded have all the same of it.
  const isThere = chosen === '' || choices.some(({ value }) => value === chosen);
  return [
    ...choices.map(({ value, label }) => ({ value, label })),
    ...(isThere || groupingOf(chosen) === undefined ? [] : [{ value: chosen, label: chosen.slice(2) }]),
  ];
}

/** How rows are put together by a choice; undefined for none. */
export function groupingOf(choice: string): Grouping<TreeRun> | undefined {
  const key = choice.slice(2);
  if (choice === 'state') {
    return { of: ({ run }) => stateWord(run.status), none: '', note: says.ofLoaded };
  }
  if (!choice.startsWith('p.') && !choice.startsWith('t.')) return undefined;
  const listOf = (run: RunListedFragment) => (choice.startsWith('p.') ? run.params : run.tags);
  return {
    of: ({ run }) => listOf(run).find((item) => item.key === key)?.value ?? null,
    none: says.without(key),
    note: says.ofLoaded,
  };
}

/** `2 running`, or that all of them have ended. */
export function statesInWords(rows: readonly TreeRun[]): string {
  const running = rows.filter(({ run }) => run.status === 'RUNNING').length;
  const waiting = rows.filter(({ run }) => run.status === 'SCHEDULED').length;
  return running + waiting === 0 ? says.ended : says.active(running, waiting);
}

/** The best where a metric has a better side, else the median. */
export function metricSummary(
  values: readonly (number | null | undefined)[],
  better: 'max' | 'min' | undefined,
): { readonly word: string; readonly text: string } {
  const known = values.filter((value) => value != null).sort((a, b) => a - b);
  if (known.length === 0) return { word: '', text: NO_VALUE };
  if (better !== undefined) {
    return { word: says.best, text: metricInColumn((better === 'max' ? known.at(-1) : known[0]) ?? 0) };
  }
  const middle = known.length / 2;
  const median =
    known.length % 2 === 1
      ? (known[Math.floor(middle)] ?? 0)
      : ((known[middle - 1] ?? 0) + (known[middle] ?? 0)) / 2;
  return { word: says.median, text: metricInColumn(median) };
}

/** The exact sum; amounts in several currencies have none. */
export function costSummary(rows: readonly TreeRun[]): string {
  const costs = rows.map(({ run }) => run.cost).filter((cost) => cost !== null);
  const [first] = costs;
  if (first === undefined || costs.some(({ currency }) => currency !== first.currency)) return NO_VALUE;
  return money(sum(costs.map(({ amount }) => amount)), first.currency);
}
