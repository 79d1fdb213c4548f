import { counted } from '@/format/number';

/** What a project’s list of alerts says. */
export const words = {
  alertColumns: {
    whatAndItsValue: 'What, and its value',
    againstItsLimit: 'Against its limit',
    label: (value: string, limit: string) => `${value}, limit ${limit}`,
    lastWindows: 'Last 24 windows',
    curve: (what: string, window: string, value: string, limit: string) =>
      `${what} in the last 24 windows of ${window}, last ${value}, limit ${limit}`,
    goesOn: 'goes on',
    took: (ms: string) => `took ${ms}`,
    acknowledged: 'Acknowledged by',
    endedByItself: 'ended by itself',
    acknowledge: (name: string) => `Acknowledge ${name}`,
  },
  alertCurve: {
    label: (value: string) => `limit ${value}`,
    seenAtEachChange: 'Seen at each change',
    againstItsLimit: 'Against its limit',
  },
  alertDeliveries: {
    ofArrived: (arrived: number, n: number) => `${arrived} of ${n} arrived`,
    ruleTellsNo: 'Its rule tells no channel.',
    noMessageAbout: 'No message about it is among the newest of its channels.',
  },
  alertDrawer: {
    openEndpoint: 'Open endpoint',
    couldNotAcknowledge: 'Could not acknowledge the alert',
    couldNotLoadWhat: 'Could not load what happened',
    label: 'Seen last',
  },
  alertTimeline: {
    beside: (value: string, limit: string) => `${value}, limit ${limit}`,
    peopleWereTold: 'People were told',
    acknowledged: (label: string) => `Acknowledged by ${label}`,
    msAtP95: 'ms at p95',
    ofSpent: (spent: string, amount: string, currency: string) => `${spent} of ${amount} ${currency} spent`,
  },
  alertsTab: {
    label: 'Going on',
    noRulesYet: 'No rules yet',
    nothingHasSpoken: 'Nothing has spoken',
    ruleWatches:
      'A rule watches an endpoint, the project’s tasks or its budget once a minute, and tells people when a value is over its limit.',
    writeARule: 'Write a rule',
    watched: (n: number) =>
      `${counted(n, 'rule watches', 'rules watch')} this project; each time that one speaks stands here, with what was seen.`,
    placeholder: 'Rule or endpoint',
    noAlertsMatch: 'No alerts match',
    clearFilters: 'Clear filters',
    what: 'Could not acknowledge the alert',
    allAlerts: 'All alerts',
    onlyAreListedHere: (mostlisted: number) => `Only ${mostlisted} are listed here:`,
    thoseThatGo:
      'those that go on, then the newest of the others. Earlier ones are among the alerts of all projects.',
  },
} as const;
