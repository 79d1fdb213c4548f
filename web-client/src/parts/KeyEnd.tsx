import { calendarDate } from '@/format/time';
import { stateOf, type KeyDates } from './key';
import { useNow } from './now';
import { Status } from './Status';
import { words } from './words';

const says = words.keyEnd;

/** When a key ends, with a warning where that is soon, or why it has ended. */
export function KeyEnd({ of: key }: { readonly of: Pick<KeyDates, 'expiresAt' | 'revokedAt'> }) {
  const { tone, icon, word } = stateOf(key, useNow());
  if (tone === 'ok') {
    return (
      <span className="num" title={key.expiresAt ?? undefined}>
        <span className="only-narrow">{key.expiresAt == null ? says.withoutEnd : says.ends}</span>
        {key.expiresAt == null ? (
          <span className="only-wide">{says.never}</span>
        ) : (
          calendarDate(key.expiresAt)
        )}
      </span>
    );
  }
  return (
    <Status tone={tone} icon={icon}>
      {word}
    </Status>
  );
}
