import { useMemo } from 'react';
import { useQuery } from 'urql';
import { RunPeopleDocument, type RunListedFragment } from '@/api/generated/runs';
import { useAllowed } from '@/api/permissions';
import { useSignedIn } from '@/api/session';
import { words } from '@/features/runs/words';

export interface Somebody {
  readonly id: string;
  readonly name: string;
}

/** Whose runs there may be: the person themselves, those whose runs are loaded, and members once they are wanted. */
export function usePeople(
  rows: readonly RunListedFragment[] | undefined,
  wanted: boolean,
): readonly Somebody[] {
  const { personId, session } = useSignedIn();
  const mayKnow = useAllowed({ everywhere: ['MEMBER_READ'] });
  const [{ data }] = useQuery({ query: RunPeopleDocument, pause: !wanted || !mayKnow });
  return useMemo(() => {
    const people = new Map<string, string>();
    for (const { creator } of rows ?? []) if (creator.id !== null) people.set(creator.id, creator.label);
    for (const { node } of data?.tenant.members.edges ?? []) people.set(node.person.id, node.person.name);
    if (personId !== null) people.set(personId, words.filter.me(session.name));
    const own = (id: string) => (id === personId ? 0 : 1);
    return [...people]
      .map(([id, name]) => ({ id, name }))
      .sort((a, b) => own(a.id) - own(b.id) || a.name.localeCompare(b.name, 'en'));
  }, [rows, data, personId, session.name]);
}
