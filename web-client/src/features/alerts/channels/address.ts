import type { ChannelKind } from '@/api/generated/alerts';

export const ADDRESS_HINTS: Readonly<Record<Exclude<ChannelKind, 'EMAIL'>, string>> = {
  WEBHOOK: 'https, of a host on the internet; only the host is shown afterwards',
  SLACK: 'The incoming webhook of a room, https://hooks.slack.com/services/…',
};

/** What is wrong with where a channel leads; null for nothing. The platform looks at it more closely. */
export function addressProblem(kind: ChannelKind, address: string): string | null {
  const text = address.trim();
  if (!URL.canParse(text)) return 'An address that begins with https://';
  const { protocol, hostname } = new URL(text);
  if (protocol !== 'https:') return 'https: what is sent must stay between the two of you';
  if (kind === 'SLACK' && hostname !== 'hooks.slack.com') return 'Its host is hooks.slack.com';
  return null;
}
