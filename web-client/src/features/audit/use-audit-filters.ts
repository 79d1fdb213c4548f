import { useMemo, useState } from 'react';
import type { AuditFilterInput } from '@/api/generated/audit';
import { inWords } from '@/parts/activity/words';
import { useFilter, type Filter } from '@/parts/list-page';
import { stateWord } from '@/parts/State';
import { useParam } from '@/parts/use-param';
import type { Entry } from './audit-columns';
import { words } from './words';

const OUTCOMES = ['DONE', 'DENIED', 'FAILED'] as const;
/** Of these the platform takes several, up to so many. */
const MOST_ACTIONS = 20;

const says = words.filters;

/** What the address narrows the log to, for the platform, which looks through all of the period. */
export function useAskedEntries(): AuditFilterInput | null {
  const [outcome] = useParam('outcome');
  const [actor] = useParam('actor');
  const [action] = useParam('action');
  const actions = action.split(',').filter((one) => one !== '');
  const known = OUTCOMES.find((one) => one === outcome) ?? null;
  if (known === null && actor === '' && actions.length === 0) return null;
  return {
    outcome: known,
    actorId: actor === '' ? null : actor,
    actions: actions.length === 0 ? null : actions.slice(0, MOST_ACTIONS),
  };
}

/** To choose from: whoever and whatever was seen since the page was opened, and what the address has. */
export function useAuditFilters(rows: readonly Entry[] | undefined): readonly Filter<Entry>[] {
  const [actor] = useParam('actor');
  const [action] = useParam('action');
  const actors = useSeen(rows, actor, ({ by, actor }) => (by.id === null ? null : [by.id, actor]));
  const actions = useSeen(rows, action, ({ action }) => [action, inWords(action)]);
  return [
    oneOf(
      useFilter({
        param: 'outcome',
        label: says.outcome,
        values: OUTCOMES,
        word: stateWord,
        of: ({ outcome }: Entry) => outcome,
        asked: true,
      }),
    ),
    oneOf(
      useFilter({
        param: 'actor',
        label: says.actor,
        values: actors.values,
        word: actors.word,
        of: ({ by }: Entry) => by.id ?? '',
        asked: true,
      }),
    ),
    useFilter({
      param: 'action',
      label: says.action,
      values: actions.values,
      word: actions.word,
      of: ({ action }: Entry) => action,
      asked: true,
    }),
  ];
}

/** The platform takes one at a time: another one takes the place of the one before. */
function oneOf<Value extends string>(filter: Filter<Entry, Value>): Filter<Entry, Value> {
  return {
    ...filter,
    choose: (wanted) => {
      const added = wanted.filter((value) => !filter.chosen.includes(value as Value));
      filter.choose(added.length === 0 ? wanted.slice(0, 1) : added);
    },
  };
}

type Named = readonly [value: string, word: string];

/** A list that is narrowed loses the others: what was there before can still be chosen. */
function useSeen(rows: readonly Entry[] | undefined, chosen: string, of: (row: Entry) => Named | null) {
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(new Map());
  // Whoever was renamed meanwhile stands in the log under several names: the newest, which comes first, is theirs.
  const found = new Map(
    (rows ?? [])
      .map(of)
      .reverse()
      .filter((named) => named !== null),
  );
  const unseen = [...found].filter(([value]) => !seen.has(value));
  if (unseen.length > 0) setSeen(new Map([...seen, ...unseen]));
  return useMemo(() => {
    const word = (value: string) => seen.get(value) ?? inWords(value);
    const values = new Set([...seen.keys(), ...chosen.split(',').filter((value) => value !== '')]);
    return { values: [...values].sort((a, b) => word(a).localeCompare(word(b), 'en')), word };
  }, [seen, chosen]);
}
