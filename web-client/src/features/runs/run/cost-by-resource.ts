import { compareAmounts, sum, together } from '@/format/amount';
import { quantities } from '@/format/quantity';
import type { Fact } from '@/parts/KeyValue';
import type { LoadedRun } from './use-run';
import { words } from './words';

type Line = NonNullable<LoadedRun['costReport']>['lines'][number];

export interface Resources {
  /** The dearest first. */
  readonly facts: readonly Fact[];
  /** What they add up to, as they are shown. */
  readonly whole: string;
  readonly isRounded: boolean;
}

/** What was spent on each resource, and how much of it was used; null where nothing was. */
export function resourcesOf(lines: readonly Line[], currency: string): Resources | null {
  if (lines.length === 0) return null;
  const byResource = new Map<string, Line[]>();
  for (const line of lines) {
    const name = line.resource ?? words.cost.noResource;
    byResource.set(name, [...(byResource.get(name) ?? []), line]);
  }
  const parts = [...byResource]
    .map(([name, of]) => ({
      name,
      // The resource is the label.
      used: quantities(of.map((line) => ({ ...line, resource: null }))),
      amount: sum(of.map(({ amount }) => amount.amount)),
    }))
    .sort((a, b) => compareAmounts(b.amount, a.amount));
  const { texts, whole, isRounded } = together(
    parts.map(({ amount }) => amount),
    currency,
  );
  return {
    facts: parts.map(({ name, used }, index) => ({ label: name, under: used, value: texts[index] })),
    whole,
    isRounded,
  };
}
