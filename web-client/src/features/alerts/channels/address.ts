import type { ChannelKind } from '@/api/generated/alerts';
import { words } from './words';

const says = words.address;

export const ADDRESS_HINTS: Readonly<Record<Exclude<ChannelKind, 'EMAIL'>, string>> = {
  WEBHOOK: says.httpsOfAHost,
  SLACK: says.incomingWebhook,
};

/** What is wrong with where a channel leads; null for nothing. The platform looks at it more closely. */
export function addressProblem(kind: ChannelKind, address: string): string | null {
  const text = address.trim();
  if (!URL.canParse(text)) return says.addressThatBegins;
  const { protocol, hostname } = new URL(text);
  if (protocol !== 'https:') return says.needsHttps;
  if (kind === 'SLACK' && hostname !== 'hooks.slack.com') return says.hostIsHooks;
  return null;
}
