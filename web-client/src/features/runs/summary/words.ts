import { count, counted } from '@/format/number';

/** What stands above a table of runs about those that are loaded. */
export const words = {
  label: 'Summary',
  ofLoaded: (n: number, more: boolean) =>
    `Of the ${counted(n, 'run', 'runs')} loaded${more ? '; there are more' : ''}. Times are starts, days UTC; what a run cost counts on the day it started.`,
  of: (n: number) => ` of ${count(n)} loaded`,
  show: 'Show summary',
  hide: 'Hide summary',
  cut: (at: string) => `axis cut at ${at}`,
  best: {
    title: (key: string) => `Best ${key}`,
    now: (value: string) => `${value} so far`,
    aloud: (of: {
      readonly key: string;
      readonly from: string;
      readonly fromDay: string;
      readonly to: string;
      readonly toDay: string;
    }) => `Best ${of.key} so far by start, from ${of.from} on ${of.fromDay} to ${of.to} on ${of.toDay}`,
    baseline: (name: string, value: string) => `; baseline ${name} ${value}`,
  },
  spread: {
    title: (key: string, by: string) => `${key} by ${by}`,
    quartiles: 'quartiles',
    groups: (n: number) => counted(n, 'group', 'groups'),
    someGroups: (shown: number, of: number) => `${count(shown)} of ${count(of)} groups`,
    lane: (name: string, n: number) => `${name} (${count(n)})`,
    aloud: (title: string) => `${title}: least, quartiles, median, greatest`,
    median: (name: string, value: string, n: number) =>
      `${name} median ${value} of ${counted(n, 'run', 'runs')}`,
  },
  cost: {
    title: (daysPerBar: number) => (daysPerBar === 1 ? 'Cost by day' : `Cost by ${count(daysPerBar)} days`),
    me: 'you',
    others: 'others',
    aloud: (from: string, to: string, total: string, isRounded: boolean) =>
      `Cost of runs that started from ${from} to ${to}: ${total}${isRounded ? ', rounded' : ''}`,
    of: (name: string, total: string) => `${name} ${total}`,
  },
} as const;
