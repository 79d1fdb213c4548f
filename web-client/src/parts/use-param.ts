import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/**
 * Sets several parameters of the address at once, empty ones go. One call after the other would not do: each starts from
 * the address as it was when the page was drawn.
 */
export function useSetParams(): (values: Readonly<Record<string, string>>) => void {
  const [, setSearch] = useSearchParams();
  return useCallback(
    (values) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(values)) {
            if (value === '') next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setSearch],
  );
}

/** One parameter of the address, empty where it is not there: a link shows the same, and going back undoes it. */
export function useParam(name: string): readonly [value: string, set: (value: string) => void] {
  const [search] = useSearchParams();
  const setParams = useSetParams();
  const set = useCallback((value: string) => setParams({ [name]: value }), [name, setParams]);
  return [search.get(name) ?? '', set];
}
