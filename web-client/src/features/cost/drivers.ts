import type { ReportLineFragment } from '@/api/generated/cost';
import {
  compareAmounts,
  digitsTogether,
  minus,
  roundedParts,
  sum,
  together,
  type Amount,
} from '@/format/amount';

/** What made the difference between two periods. */
export interface Driver {
  readonly key: string;
  readonly projectId: string | null;
  readonly resource: string | null;
  readonly difference: Amount;
  /** With its sign, as precise as the others. */
  readonly text: string;
  /** As it is shown: its own parts add up to that. */
  readonly shown: Amount;
}

export interface Drivers {
  /** The largest first, whichever way; what is left of the others last, without project and resource. */
  readonly parts: readonly Driver[];
  /** How many are among the others. */
  readonly others: number;
  readonly total: Amount;
  readonly totalText: string;
  readonly isRounded: boolean;
  /** Decimals that all of them are shown with. */
  readonly digits: number;
}

const MOST = 5;

/** By resource within each project: the parts add up to the whole difference. */
export function driversOf(
  now: readonly ReportLineFragment[],
  before: readonly ReportLineFragment[],
  currency: string,
): Drivers {
  const [later, earlier] = [grouped(now), grouped(before)];
  const changed = [...new Map([...earlier, ...later])]
    .map(([key, { projectId, resource }]) => ({
      key,
      projectId,
      resource,
      difference: minus(later.get(key)?.amount ?? '0', earlier.get(key)?.amount ?? '0'),
    }))
    .filter(({ difference }) => compareAmounts(difference, '0') !== 0)
    .sort((a, b) => compareAmounts(magnitude(b.difference), magnitude(a.difference)));
  const shown = changed.length <= MOST + 1 ? changed : changed.slice(0, MOST);
  const rest = changed.slice(shown.length);
  const parts = [
    ...shown,
    ...(rest.length === 0
      ? []
      : [
          {
            key: '',
            projectId: null,
            resource: null,
            difference: sum(rest.map(({ difference }) => difference)),
          },
        ]),
  ];
  const exact = parts.map(({ difference }) => difference);
  const digits = digitsTogether(exact);
  const { texts, whole, isRounded } = together(exact, currency, digits);
  const shownAs = roundedParts(exact, digits);
  const total = sum(exact);
  return {
    parts: parts.map((part, index) => ({
      ...part,
      text: signed(texts[index] ?? '', part.difference),
      shown: shownAs[index] ?? part.difference,
    })),
    others: rest.length,
    total,
    totalText: signed(whole, total),
    isRounded,
    digits,
  };
}

export function signed(text: string, amount: Amount): string {
  return compareAmounts(amount, '0') > 0 ? `+${text}` : text;
}

export function magnitude(amount: Amount): Amount {
  return compareAmounts(amount, '0') < 0 ? minus('0', amount) : amount;
}

function grouped(lines: readonly ReportLineFragment[]) {
  const groups = new Map<string, Pick<Driver, 'projectId' | 'resource'> & { readonly amount: Amount }>();
  for (const { projectId, resource, amount } of lines) {
    const key = JSON.stringify([projectId, resource]);
    const group = groups.get(key);
    groups.set(key, { projectId, resource, amount: sum([group?.amount ?? '0', amount.amount]) });
  }
  return groups;
}
