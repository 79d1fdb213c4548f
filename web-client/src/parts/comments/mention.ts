import { words } from './words';

/** What a person types who looks for a member: `@` at the start of a word, and the beginning of a name. */
export interface Typed {
  /** Where the `@` stands. */
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

const AT = /(?:^|[\s(])@([\p{L}\p{N}._-]{0,40})$/u;

/** Null where the cursor follows no `@`. */
export function typedAt(text: string, cursor: number): Typed | null {
  const name = AT.exec(text.slice(0, cursor))?.[1];
  return name === undefined ? null : { from: cursor - name.length - 1, to: cursor, name };
}

/** The text with the member mentioned instead, and where the cursor stands then. */
export function withMention(
  text: string,
  { from, to }: Typed,
  member: { readonly id: string; readonly name: string },
): { readonly text: string; readonly cursor: number } {
  const mention = `[@${member.name.replace(/[\\[\]]/g, '\\$&')}](member:${member.id}) `;
  return {
    text: text.slice(0, from) + mention + text.slice(to).replace(/^ /, ''),
    cursor: from + mention.length,
  };
}

interface Mentioned {
  readonly name: string;
  readonly sees: boolean;
}

/** Who was not told, as they may not see the thing; null where everybody was. */
export function untold(mentions: readonly Mentioned[], word: string): string | null {
  const names = mentions.filter(({ sees }) => !sees).map(({ name }) => name);
  const last = names.at(-1);
  if (last === undefined) return null;
  return names.length === 1
    ? words.untold.one(last, word)
    : words.untold.many(names.slice(0, -1).join(', '), last, word);
}
