import { useMemo } from 'react';
import { useFilter, type Filter } from '@/parts/list-page';
import { SUBJECT_KINDS, type SubjectKind } from '@/parts/subject';
import { useParam } from '@/parts/use-param';
import type { Entry } from './activity-columns';
import { words } from './words';

const KINDS = Object.keys(SUBJECT_KINDS) as SubjectKind[];

/** By the kind of thing and by who did it: of the rows that are there, since the platform gives no part of the list. */
export function useActivityFilters(rows: readonly Entry[] | undefined): readonly Filter<Entry>[] {
  const [asked] = useParam('who');
  const people = useMemo(() => {
    const names = new Map((rows ?? []).map((row) => [actorOf(row), row.actor.label]));
    // Whoever the address names stays chosen, with or without a row.
    for (const id of asked.split(',')) if (id !== '' && !names.has(id)) names.set(id, id);
    return names;
  }, [rows, asked]);
  const word = (id: string) => people.get(id) ?? id;
  return [
    useFilter({
      param: 'kind',
      label: words.filters.kind,
      values: KINDS,
      word: (kind) => capital(SUBJECT_KINDS[kind].word),
      of: ({ subject }: Entry) => subject.kind,
    }),
    useFilter({
      param: 'who',
      label: words.filters.who,
      values: useMemo(
        () => [...people.keys()].sort((a, b) => (people.get(a) ?? a).localeCompare(people.get(b) ?? b, 'en')),
        [people],
      ),
      word,
      of: actorOf,
    }),
  ];
}

/** The platform itself has no id. */
function actorOf({ actor: { id, kind } }: Entry): string {
  return id ?? kind;
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
