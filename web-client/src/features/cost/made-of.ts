import type { CostMadeOfQuery } from '@/api/generated/cost';
import { percents, share, sum, together, type Amount } from '@/format/amount';
import type { Part, Spending } from './breakdown';
import { quantities } from '@/format/quantity';
import { byThing, dearest, type Thing } from './things';

type Project = Extract<NonNullable<CostMadeOfQuery['node']>, { __typename: 'Project' }>;
type Now = Project['cost']['lines'];
type Before = Project['before']['lines'];

/** A part of what a project cost, as it is shown below the project. */
export interface Ingredient extends Spending {
  /** Null for all that are not told one by one. */
  readonly thing: Thing | null;
  /** How much of what: `h100: 114.5 CPU-hours`. */
  readonly used: string;
}

export interface MadeOf {
  readonly ingredients: readonly Ingredient[];
  /** How many things the last ingredient stands for; 0 where each is told. */
  readonly others: number;
  readonly total: Amount;
}

/** So many are told one by one. */
export const MOST_INGREDIENTS = 20;

/** What was spent on each thing, the dearest first; they add up to all that the lines do. */
export function madeOf(now: Now, before: Before, part: Part, currency: string): MadeOf {
  const [later, earlier] = [byThing(now), byThing(before)];
  const found = [...new Set([...later.keys(), ...earlier.keys()])]
    .map((key) => ({
      thing: (later.get(key) ?? earlier.get(key))?.thing ?? null,
      used: quantities(later.get(key)?.lines ?? []),
      amount: later.get(key)?.amount ?? '0',
      before: earlier.get(key)?.amount ?? '0',
    }))
    .sort((a, b) => dearest(a.amount, b.amount) || dearest(a.before, b.before));
  const told = found.slice(0, found.length <= MOST_INGREDIENTS + 1 ? undefined : MOST_INGREDIENTS);
  const rest = found.slice(told.length);
  const all =
    rest.length === 0
      ? told
      : [
          ...told,
          {
            thing: null,
            used: '',
            amount: sum(rest.map(({ amount }) => amount)),
            before: sum(rest.map(({ before: spent }) => spent)),
          },
        ];
  const amounts = all.map(({ amount }) => amount);
  const total = sum(amounts);
  // Shown to add up to what is shown above them.
  const shown = together(amounts, currency, part.digits, part.shown);
  const shownBefore = together(
    all.map(({ before: spent }) => spent),
    currency,
    part.digits,
    part.shownBefore,
  );
  const shownShares = percents(amounts);
  return {
    ingredients: all.map((one, index) => ({
      ...one,
      text: shown.texts[index] ?? '',
      share: share(one.amount, total),
      percent: shownShares[index] ?? '',
      beforeText: shownBefore.texts[index] ?? '',
    })),
    others: rest.length,
    total,
  };
}
