import { useEffect, useId, useRef, useSyncExternalStore } from 'react';
import type { IconName } from './Icon';

/** Something a person can do on the page that is open. */
export interface Verb {
  readonly label: string;
  readonly icon: IconName;
  readonly run: () => void;
}

const offers = new Map<string, readonly Verb[]>();
const listeners = new Set<() => void>();
let current: readonly Verb[] = [];

function put(id: string, verbs: readonly Verb[]) {
  if (verbs.length === 0) offers.delete(id);
  else offers.set(id, verbs);
  current = [...offers.values()].flat();
  for (const listener of listeners) listener();
}

/** What a page or a part of it offers to the palette as long as it is drawn; false ones are not offered. */
export function useVerbs(verbs: readonly (Verb | false | null | undefined)[]) {
  const id = useId();
  const offered = verbs.filter((verb): verb is Verb => typeof verb === 'object' && verb !== null);
  const latest = useRef(offered);
  useEffect(() => {
    latest.current = offered;
  });
  // Functions are others with each draw; the palette is told anew only where it would read something else.
  const text = JSON.stringify(offered.map(({ label, icon }) => [label, icon]));
  useEffect(() => {
    const named = JSON.parse(text) as [string, IconName][];
    put(
      id,
      named.map(([label, icon], index) => ({ label, icon, run: () => latest.current[index]?.run() })),
    );
    return () => put(id, []);
  }, [id, text]);
}

export function useOfferedVerbs(): readonly Verb[] {
  return useSyncExternalStore(subscribe, () => current);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
