import type { ChannelKind } from '@/api/generated/alerts';

export const CHANNEL_WORDS: Readonly<Record<ChannelKind, string>> = {
  EMAIL: 'e-mail',
  WEBHOOK: 'webhook',
  SLACK: 'Slack',
};
