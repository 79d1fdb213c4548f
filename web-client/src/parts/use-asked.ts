import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/**
 * Whether the address asks for something, such as `?create` for the dialog that creates: the palette leads there from
 * every page, that very page included.
 */
export function useAsked(name: string): readonly [asked: boolean, ask: (asked: boolean) => void] {
  const [search, setSearch] = useSearchParams();
  const ask = useCallback(
    (asked: boolean) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (asked) next.set(name, '');
          else next.delete(name);
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [name, setSearch],
  );
  return [search.has(name), ask];
}

/** Takes several of them back in one change of the address: of two changes at once the last alone would stay. */
export function useAnswered(): (...names: string[]) => void {
  const [, setSearch] = useSearchParams();
  return useCallback(
    (...names) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          names.forEach((name) => next.delete(name));
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setSearch],
  );
}
