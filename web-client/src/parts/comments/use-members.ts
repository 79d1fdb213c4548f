import { useState } from 'react';
import { useQuery } from 'urql';
import { MentionableDocument } from '@/api/generated/comments';
import { followingPage } from '@/api/use-pages';

export interface Mentionable {
  readonly id: string;
  readonly name: string;
}

/** All members, once they are wanted, by somebody who may know them; undefined before. */
export function useMembers(wanted: boolean): readonly Mentionable[] | undefined {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data }] = useQuery({
    query: MentionableDocument,
    variables: { after },
    pause: !wanted,
  });
  const members = data?.tenant.members;
  const next = followingPage(members?.pageInfo);
  if (next !== null && next !== after) setAfter(next);
  return members?.edges.map(({ node: { id, person } }) => ({ id, name: person.name }));
}
