import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** One parameter of the address, empty where it is not there: a link shows the same, and going back undoes it. */
export function useParam(name: string): readonly [value: string, set: (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (value: string) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === '') next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [name, setSearch],
  );
  return [search.get(name) ?? '', set];
}
