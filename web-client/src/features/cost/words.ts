import { money } from '@/format/number';

interface Amount {
  readonly amount: string;
  readonly currency: string;
}

const inFull = ({ amount, currency }: Amount) => money(amount, currency);

/** What the forms of budgets say. */
export const words = {
  budget: {
    set: 'Set budget',
    change: 'Change budget',
    what: 'set the budget',
    whose: 'For',
    whole: 'The whole organisation',
    period: 'Period',
    week: 'Each week, from Monday',
    month: 'Each month, from the 1st',
    amount: (currency: string) => `Amount, ${currency}`,
    amountLabel: 'Amount',
    needsAmount: 'A budget needs an amount',
    wrong: (amount: string) => `${amount} (expected: more than 0, with at most two digits after the point)`,
  },
  remove: {
    title: (budget: string) => `Remove the budget of ${budget}?`,
    verb: 'Remove budget',
    effect: (limit: Amount, spent: Amount) =>
      `Nobody is warned any more when ${money(limit.amount, limit.currency, 0)} are passed. What runs goes on; ${inFull(spent)} stay spent.`,
  },
} as const;
