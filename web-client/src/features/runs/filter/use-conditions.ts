import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { RunFilterInput } from '@/api/generated/runs';
import { DAY_MS } from '@/format/units';
import { useNow } from '@/parts/now';
import { isBeginning, read, written } from './address';
import { filterOf, fit, roomFor, taken, withCondition, type Condition } from './condition';

/** In the address, once for each condition. */
export const WHERE = 'where';

/** A person who types is not asked about at each key press. */
const QUIET_MS = 100;

export interface Conditions {
  readonly all: readonly Condition[];
  readonly isFull: boolean;
  /** For the two ends of a range. */
  readonly takesRange: boolean;
  /** Whether there is room for it, in the place of another or as one more; a period with both ends takes two places. */
  readonly takes: (condition: Condition, instead: number | null) => boolean;
  /** @param emptied a parameter that goes with it, such as the text that it was typed as */
  readonly add: (condition: Condition, emptied?: string) => void;
  readonly addAll: (conditions: readonly Condition[]) => void;
  readonly replace: (at: number, condition: Condition) => void;
  readonly remove: (at: number) => void;
  /** For the platform, with the name that is typed. */
  readonly filter: RunFilterInput | null;
  /** The part of a name that is looked for. */
  readonly name: string;
  /** Something is asked for. */
  readonly isActive: boolean;
  /** The same as it would be with one more. */
  readonly with: (condition: Condition, instead: number | null) => RunFilterInput | null;
}

/** Which runs are meant: it stands in the address, so that a link shows the same. */
export function useConditions(): Conditions {
  const [search, setSearch] = useSearchParams();
  const text = JSON.stringify(search.getAll(WHERE));
  const all = useMemo(
    () => taken((JSON.parse(text) as string[]).map(read).filter((condition) => condition !== null)),
    [text],
  );
  const query = search.get('q') ?? '';
  const [quiet] = useDebouncedValue(query, QUIET_MS);
  // What was taken away is gone at once.
  const typed = query === '' ? '' : quiet;
  const name = isBeginning(typed) ? '' : typed;
  // Days begin at midnight: a filter is another one tomorrow, and not each second.
  const today = Math.floor(useNow() / DAY_MS) * DAY_MS;
  const filter = useMemo(() => filterOf(all, name, today), [all, name, today]);

  const put = useCallback(
    (conditions: readonly Condition[], emptied?: string) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          next.delete(WHERE);
          if (emptied !== undefined) next.delete(emptied);
          for (const condition of conditions) next.append(WHERE, written(condition));
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setSearch],
  );
  const replaced = (at: number, condition: Condition) =>
    all.map((other, index) => (index === at ? condition : other));
  const having = (condition: Condition, instead: number | null) =>
    instead === null ? withCondition(all, condition) : replaced(instead, condition);
  return {
    all,
    isFull: roomFor(all) < 1,
    takesRange: roomFor(all) >= 2,
    takes: (condition, instead) =>
      fit(having(condition, instead).reduce<Condition[]>((before, one) => withCondition(before, one), [])),
    add: (condition, emptied) => put(taken(withCondition(all, condition)), emptied),
    addAll: (conditions) => put(taken([...all, ...conditions])),
    replace: (at, condition) => put(replaced(at, condition)),
    remove: (at) => put(all.filter((_, index) => index !== at)),
    filter,
    name,
    isActive: filter !== null,
    with: (condition, instead) => filterOf(having(condition, instead), name, today),
  };
}
