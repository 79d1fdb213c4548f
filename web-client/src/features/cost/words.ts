import { counted, money } from '@/format/number';

interface Amount {
  readonly amount: string;
  readonly currency: string;
}

interface BarsAloud {
  readonly from: string;
  readonly to: string;
  readonly whole: string;
  readonly isRounded: boolean;
}

interface Aloud {
  readonly now: string;
  readonly before: string;
  readonly forecast: string | null;
  readonly isRounded: boolean;
}

const inFull = ({ amount, currency }: Amount) => money(amount, currency);

/** What the page of costs and its forms say. */
export const words = {
  unnamed: (endOfId: string) => `project …${endOfId}`,
  forecast: {
    label: 'Forecast',
    labelTo: (day: string) => `Forecast, ${day}`,
    whole: 'of whole weeks and months',
    noBudget: 'no budget is set',
    over: (amount: string) => `${amount} over budget`,
    under: (amount: string) => `${amount} under budget`,
    rule: 'as in the last seven days, rounded',
  },
  bars: {
    allDays: 'All days',
    today: 'today',
    budget: (amount: string) => `budget a day ${amount}`,
    aloud: ({ from, to, whole, isRounded }: BarsAloud) =>
      `Cost by day from ${from} to ${to}, ${whole} in all${isRounded ? ', rounded' : ''}; the same figures stand in the table by day`,
  },
  curve: {
    title: 'Cost so far',
    view: 'Adding up',
    soFar: 'So far',
    upTo: (day: string) => `Up to ${day}`,
    forecast: 'forecast',
    budget: (amount: string) => `budget ${amount}`,
    passes: (day: string) => `passes the budget on ${day}`,
    aloud: ({ now, before, forecast, isRounded }: Aloud) =>
      `Cost since the period started: ${now} so far, ${before} in the same days before${
        forecast === null ? '' : `, ${forecast} expected at its end`
      }${isRounded ? ', rounded' : ''}; the figures by day stand in the table by day`,
  },
  drivers: {
    rose: 'Why it rose',
    fell: 'Why it fell',
    same: 'What changed',
    against: (earlier: string) => `against ${earlier}`,
    nothing: 'Same as before',
    nothingText: 'Each resource cost as much as in the same days before.',
    others: (count: number) => counted(count, 'other', 'others'),
    all: 'In all',
    allRounded: 'In all, rounded',
  },

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
