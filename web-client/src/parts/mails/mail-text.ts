import { paths } from '@/paths';

export interface MailPart {
  readonly text: string;
  /** Where it leads within this console; null for plain words. */
  readonly path: string | null;
}

const ADDRESS = /(https?:\/\/\S+)/;

/**
 * The text of a mail, its links to this console apart. The platform names itself as it knows itself, which may differ
 * from how this page was reached: only the path counts, and only that of an invitation.
 */
export function partsOf(body: string): MailPart[] {
  return body
    .split(ADDRESS)
    .filter((text) => text !== '')
    .map((text) => ({ text, path: pathIn(text) }));
}

function pathIn(text: string): string | null {
  if (!text.startsWith('http') || !URL.canParse(text)) return null;
  const { pathname, hash } = new URL(text);
  return pathname === paths.acceptInvitation() ? pathname + hash : null;
}
