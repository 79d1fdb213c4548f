import { When } from '@/parts/When';
import type { KeyAtHand } from './at-hand';
import { words } from './words';

/** When a key was last used, for whoever is about to end it. */
export function LastUse({ apiKey: { lastUsedAt } }: { readonly apiKey: KeyAtHand }) {
  if (lastUsedAt === null) return <p>{words.used.never}</p>;
  return (
    <p>
      {words.used.last} <When at={lastUsedAt} />.
    </p>
  );
}
