import type { Comment, Mention, Resolvers } from '../generated/schema';
import { DAY, HOUR, iso, MINUTE } from './clock';
import { globalId } from './ids';
import { subjectOf } from './inbox';
import { conflict, refusal } from './refusal';
import { find, type World } from './world';

export type CommentRow = { -readonly [Field in keyof Comment]: Comment[Field] };

const MENTION = /\[@((?:[^\]\\]|\\.)*)\]\(member:([^)]+)\)/g;

/** As the platform answers it: text that is HTML is shown as text. */
function htmlOf(text: string): string {
  const safe = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return safe
    .replace(MENTION, '<strong>@$1</strong>')
    .replace(/\[([^\]]+)\]\((https?:[^)"]+)\)/g, '<a href="$2" rel="nofollow noopener noreferrer">$1</a>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .split(/\n{2,}/)
    .map((part) => `<p>${part}</p>\n`)
    .join('');
}

/** Who pays the bills sees money, and no run. */
function mentionsOf(world: World, text: string): Mention[] {
  return [...text.matchAll(MENTION)].flatMap(([, , memberId = '']) => {
    const member = find(world.members, memberId);
    if (member === undefined) return [];
    const sees = member.grants.some(({ role }) => role !== 'BILLING');
    return [{ memberId, name: member.person.name, sees }];
  });
}

/** What somebody said of a thing; of the person in front of the page where nobody is named. */
export function say(world: World, subjectId: string, text: string, by?: string, agoMs = 0): CommentRow {
  const row: CommentRow = {
    id: globalId('Comment', String(world.comments.length + 1)),
    subjectId,
    version: 1,
    text,
    html: htmlOf(text),
    createdAt: iso(world.now() - agoMs),
    editedAt: null,
    deletedAt: null,
    createdBy: {
      kind: 'PERSON',
      id: by === undefined ? world.me.id : `person of ${by}`,
      label: by ?? world.me.name,
    },
    mentions: mentionsOf(world, text),
  };
  world.comments.push(row);
  return row;
}

/** What was said of the run that the inbox names. */
export function seedComments(world: World) {
  const { id } = subjectOf(world, 'RUN', 'damage-vit-l #412');
  say(
    world,
    id,
    'Recall on `torn` is **the** question here, see [the notes](https://notes.harbour.example).',
    'Vision lead',
    2 * DAY,
  );
  const own = say(world, id, 'It was 0.8731 with the same seed.\n\nBatch 192 passed.', undefined, 5 * HOUR);
  own.editedAt = iso(world.now() - 4 * HOUR);
  const gone = say(world, id, '', 'Approver', 4 * HOUR);
  Object.assign(gone, { html: '', deletedAt: iso(world.now() - 230 * MINUTE) });
  say(world, id, 'Is it within noise, or do we lose it at 448?', 'Vision lead', 225 * MINUTE);
}

function changed(row: CommentRow | undefined, expectedVersion: number): CommentRow {
  if (row === undefined) throw refusal('NOT_FOUND', 'no such comment');
  if (row.version !== expectedVersion || row.deletedAt != null) throw conflict('the comment');
  row.version += 1;
  return row;
}

const comments = ({ id }: { readonly id: string }, _args: object, world: World) =>
  world.comments.filter(({ subjectId }) => subjectId === id).slice(-100);

export const commentResolvers: Resolvers = {
  Run: { comments },
  DatasetVersion: { comments },
  ModelVersion: { comments },
  Endpoint: { comments },
  Job: { comments },
  Mutation: {
    addComment: (_root, { input }, world) => {
      if (input.text.trim() === '')
        throw refusal('VALIDATION', 'text: is blank (expected: 1 to 4,000 characters)', 'input.text');
      return say(world, input.subjectId, input.text);
    },
    editComment: (_root, { input: { id, expectedVersion, text } }, world) =>
      Object.assign(changed(find(world.comments, id), expectedVersion), {
        text,
        html: htmlOf(text),
        mentions: mentionsOf(world, text),
        editedAt: iso(world.now()),
      }),
    deleteComment: (_root, { id, expectedVersion }, world) =>
      Object.assign(changed(find(world.comments, id), expectedVersion), {
        text: '',
        html: '',
        deletedAt: iso(world.now()),
      }),
  },
};
