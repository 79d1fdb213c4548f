import type { AuditLogQuery } from '@/api/generated/audit';
import { inWords, verbOf } from '@/parts/activity/words';
import { SUBJECT_KINDS } from '@/parts/subject';
import { ATTEMPTS, DEEDS, words } from './words';

export type AuditNode = AuditLogQuery['auditLog']['edges'][number]['node'];
type Subject = NonNullable<AuditNode['subject']>;

/** What somebody did or tried, as the end of a sentence that begins with who. */
export interface Deed {
  readonly text: string;
  /** What it was done to, said after the text; its name leads to its page. */
  readonly to: { readonly word: string; readonly subject: Subject } | null;
}

export function deedOf({
  action,
  outcome,
  subject,
}: Pick<AuditNode, 'action' | 'outcome' | 'subject'>): Deed {
  if (outcome !== 'DONE') {
    const attempt = ATTEMPTS[action];
    return { text: attempt === undefined ? words.tried(inWords(action)) : words.triedTo(attempt), to: null };
  }
  if (subject !== null)
    return { text: verbOf(action), to: { word: SUBJECT_KINDS[subject.kind].word, subject } };
  return { text: DEEDS[action] ?? words.did(inWords(action)), to: null };
}

/** The same without a link, to sort, search and export by. */
export function sentenceOf(entry: Parameters<typeof deedOf>[0]): string {
  const { text, to } = deedOf(entry);
  return to === null ? text : `${text} ${to.word} ${to.subject.label}`;
}

/** `{"name":"wine","roles":["OWNER"]}` as "name: wine · roles: OWNER"; whatever is no object as it is. */
export function readable(detail: string): string {
  const found = parsed(detail);
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return detail;
  return Object.entries(found)
    .filter(([name]) => name !== 'subject')
    .map(([name, value]) => `${inWords(name)}: ${said(value)}`)
    .join(' · ');
}

function said(value: unknown): string {
  if (Array.isArray(value)) return value.map(said).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, part]) => `${inWords(name)} ${said(part)}`)
      .join(', ');
  return String(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
