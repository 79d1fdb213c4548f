import type { ChannelKind } from '@/api/generated/alerts';
import { atLeast, count, counted } from '@/format/number';

export const CHANNEL_WORDS: Readonly<Record<ChannelKind, string>> = {
  EMAIL: 'e-mail',
  WEBHOOK: 'webhook',
  SLACK: 'Slack',
};

/** What the pages of alerts say. */
export const words = {
  figures: {
    noData: 'No data',
    toldIn24H: 'Told in 24 h',
    medianUntilAcknowledged: 'Median until acknowledged',
    nothingIsWrong: 'nothing is wrong',
    allAcknowledged: 'all acknowledged',
    notAcknowledgedOldest: (n: number, when: string) => `${count(n)} not acknowledged, oldest ${when}`,
    nothingIsAbout: 'nothing is about to fire',
    overTheLimitNot: 'over the limit, not for long enough',
    eachRuleHas: 'each rule has a value',
    neitherGoodNorBad: 'neither good nor bad',
    notDelivered: (failed: number) => `${count(failed)} not delivered`,
    by: (n: number, more: boolean) => `by ${counted(n, 'channel', 'channels', more)}`,
    silenced: (n: number, more: boolean) => `${atLeast(n, more)} silenced`,
    noneIn7Days: 'none in 7 days',
    days: (n: number, more: boolean) => `7 days, ${counted(n, 'alert', 'alerts', more)}`,
  },
  projectAlerts: {
    lookedAtOnce: 'looked at once a minute',
    asOf: 'as of',
    newChannel: 'New channel',
    newRule: 'New rule',
    couldNotLoad: 'Could not load alerts',
  },
  projectChoice: {
    label: 'All projects',
  },
} as const;
