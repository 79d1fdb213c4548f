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
  page: {
    title: 'Cost',
    notLoaded: 'Could not load cost',
    unchanged: 'Metering goes on.',
    parts: 'Parts',
    project: 'Project',
    resource: 'Resource',
    day: 'Day',
    ledger: 'Ledger',
    to: (moment: string) => `to ${moment}`,
    withoutVat: (currency: string) => `${currency}, without VAT`,
    days: 'days of UTC; a line belongs to the day it starts in',
    unnamed: (endOfId: string) => `project …${endOfId}`,
    noProject: 'No project',
    noResource: 'no resource',
  },
  glance: {
    spent: (period: string) => `Spent ${period}`,
    of: (budget: string) => `of ${budget}`,
    noBudget: 'no budget is set',
    noBudgetOfDays: 'budgets are by week and month',
    used: (used: string, gone: string, period: string) => `${used} used, ${gone} of the ${period} gone`,
    against: (earlier: string) => `Against ${earlier}`,
    on: (relative: string | null) => (relative === null ? 'on' : `${relative} on`),
    rounded: ', rounded',
    atRisk: 'Budgets at risk',
    ofBudgets: (budgets: number) => `of ${counted(budgets, 'budget', 'budgets')}`,
    noneAtRisk: 'None at risk',
    whole: (period: string) => `whole ${period.toLowerCase()}`,
  },
  period: {
    label: 'Period',
    week: 'Week',
    month: 'Month',
    custom: 'Custom',
    first: 'First day',
    last: 'Last day',
    reversed: 'The last day lies before the first.',
    tooLong: (days: number) => `At most ${days} days.`,
    show: 'Show',
    thisWeek: 'this week',
    lastWeek: 'the same days of last week',
    thisMonth: 'this month',
    sameDaysOf: (month: string) => `the same days of ${month}`,
    span: (first: string, last: string) => `${first} to ${last}`,
  },
  days: {
    title: 'Cost by day',
    view: 'View',
    byProject: 'By project',
    byResource: 'By resource',
    csv: 'CSV',
    csvOf: 'CSV of cost by day',
    others: (n: number) => `${n} others`,
  },
  parts: {
    label: { project: 'Cost by project', resource: 'Cost by resource', day: 'Cost by day' },
    none: 'Nothing was spent',
    noneText: 'Jobs, endpoints and storage stand here with the first line of the ledger.',
    share: 'Share',
    ofWhole: (share: string) => `${share} of the whole`,
    change: 'Change',
    new: 'new',
    budget: 'Budget',
    outlook: 'Outlook',
    over: (amount: string) => `${amount} over`,
    under: (amount: string) => `${amount} under`,
    all: 'In all',
    allRounded: 'In all, rounded',
  },
  madeOf: {
    open: (project: string) => `${project}: what its cost is made of`,
    notLoaded: 'Could not load what it is made of',
    loading: 'Loading what it is made of',
    hidden: 'What it is made of is not to be seen: the project is gone, or not yours to read.',
    ledger: 'Its ledger lines',
    none: 'Neither jobs nor endpoints, and nothing stored.',
    others: (count: number) => counted(count, 'other', 'others'),
    lines: 'Its ledger lines',
    share: (share: string, project: string) => `${share} of ${project}`,
    grew: (amount: string) => `More was metered since the page was loaded: ${amount} by now.`,
  },
  things: {
    unnamed: (kind: string, endOfId: string) => `${kind} …${endOfId}`,
    other: {
      storage: 'Storage',
      job: 'Work of no job',
      replica: 'Replicas of no endpoint',
      inference: 'Requests to no endpoint',
    },
  },
  ledger: {
    label: 'Ledger lines',
    what: 'ledger lines',
    noun: ['line', 'lines'],
    placeholder: 'Meter, resource or source',
    none: 'No line in this period',
    noneText: 'Lines are written when a metered stretch ends: a job’s, a replica’s, an hour of storage.',
    job: 'Job',
    run: 'Run',
    endpoint: 'Endpoint',
    from: 'From',
    to: 'To',
    span: (from: string, to: string) => `${from} to ${to}`,
    meter: 'Meter',
    source: 'Source',
    quantity: 'Quantity',
    price: 'Unit price',
    amount: 'Amount',
    total: (count: number, isAll: boolean, isRounded: boolean) =>
      `${isAll ? 'In all' : `First ${count}`}${isRounded ? ', rounded' : ''}`,
  },
  budgets: {
    title: 'Budgets',
    none: 'No budget yet',
    noneText:
      'A budget of a week or a month, for the organisation or one project, warns before it is passed.',
    change: 'Change',
    changeOf: (budget: string) => `Change budget: ${budget}`,
    remove: 'Remove',
    removeOf: (budget: string) => `Remove budget: ${budget}`,
    of: 'of',
    name: (whose: string, period: string) => `${whose}, ${period.toLowerCase()}`,
    whole: 'Whole organisation',
    aProject: 'A project',
  },
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
    range: '80 % range, by how far the last days differ',
    rangeRule:
      'The forecast goes on as in the last seven days. Its range is that of 80 %: Student’s t by s · √(n + n² / 7) for n days ahead, s the standard deviation of the last 14 whole days, or of as many as there are from seven on.',
    between: (low: string, high: string) => `${low} to ${high}`,
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
    open: (resource: string, project: string) => `${resource} of ${project}: what made the difference`,
    loading: 'Loading what made the difference',
    notLoaded: 'Could not load what made the difference',
    hidden: 'What it was is not to be seen: the project is gone, or not yours to read.',
    moved: (amount: string) => `More was metered since the page was loaded: ${amount} by now.`,
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
