import { useState } from 'react';
import { useQuery } from 'urql';
import { MentionableDocument } from '@/api/generated/comments';
import { useRights } from '@/api/permissions';
import { followingPage } from '@/api/use-pages';

export interface Mentionable {
  readonly id: string;
  readonly name: string;
}

/** All members, once they are wanted; undefined before, and for those who may not know them. */
export function useMembers(wanted: boolean): readonly Mentionable[] | undefined {
  const mayRead = useRights().everywhere.includes('MEMBER_READ');
  const [after, setAfter] = useState<string | null>(null);
  const [{ data }] = useQuery({
    query: MentionableDocument,
    variables: { after },
    pause: !wanted || !mayRead,
  });
  const members = data?.tenant.members;
  const next = followingPage(members?.pageInfo);
  if (next !== null && next !== after) setAfter(next);
  return members?.edges.map(({ node: { id, person } }) => ({ id, name: person.name }));
}
