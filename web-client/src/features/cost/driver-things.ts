import type { CostMadeOfQuery } from '@/api/generated/cost';
import { compareAmounts, minus, sum, together, type Amount } from '@/format/amount';
import { magnitude, signed, type Driver } from './drivers';
import { byThing, type Thing } from './things';

type Project = Extract<NonNullable<CostMadeOfQuery['node']>, { __typename: 'Project' }>;

/** What a job, an endpoint or what is stored did to the difference. */
export interface DriverThing {
  /** Null for all that are not told one by one. */
  readonly thing: Thing | null;
  readonly difference: Amount;
  /** With its sign, as precise as the difference that it is a part of. */
  readonly text: string;
}

export interface DriverThings {
  readonly things: readonly DriverThing[];
  readonly others: number;
  /** What they come to by now, which is more than the page has where lines were written since. */
  readonly total: Amount;
}

const MOST = 4;

/** Who made the difference of one resource in one project, the most first, whichever way; they add up to it as it is shown. */
export function driverThings(
  { cost, before }: Pick<Project, 'cost' | 'before'>,
  { resource, shown }: Pick<Driver, 'resource' | 'shown'>,
  currency: string,
  digits: number,
): DriverThings {
  const of = <Line extends { readonly resource: string | null }>(lines: readonly Line[]) =>
    lines.filter((line) => line.resource === resource);
  const [later, earlier] = [byThing(of(cost.lines)), byThing(of(before.lines))];
  const changed = [...new Set([...later.keys(), ...earlier.keys()])]
    .map((key) => ({
      thing: (later.get(key) ?? earlier.get(key))?.thing ?? null,
      difference: minus(later.get(key)?.amount ?? '0', earlier.get(key)?.amount ?? '0'),
    }))
    .filter(({ difference }) => compareAmounts(difference, '0') !== 0)
    .sort((a, b) => compareAmounts(magnitude(b.difference), magnitude(a.difference)));
  const told = changed.slice(0, changed.length <= MOST + 1 ? undefined : MOST);
  const rest = changed.slice(told.length);
  const all =
    rest.length === 0
      ? told
      : [...told, { thing: null, difference: sum(rest.map(({ difference }) => difference)) }];
  const exact = all.map(({ difference }) => difference);
  const { texts } = together(exact, currency, digits, shown);
  return {
    things: all.map((one, index) => ({ ...one, text: signed(texts[index] ?? '', one.difference) })),
    others: rest.length,
    total: sum(exact),
  };
}
