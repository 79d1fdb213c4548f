import { useEffect, useSyncExternalStore } from 'react';

/** One step of the way to a page. */
export interface CrumbLink {
  readonly label: string;
  readonly path: string;
}

interface Trail {
  readonly parents: readonly CrumbLink[];
  readonly title: string;
}

const listeners = new Set<() => void>();
let trail: Trail | null = null;

function put(next: Trail | null) {
  trail = next;
  for (const listener of listeners) listener();
}

/** Says where the page stands, as soon as it knows: project / parent / object. */
export function useTrail(parents: readonly CrumbLink[] | undefined, title: string) {
  const text = JSON.stringify(parents ?? null);
  useEffect(() => {
    const known = JSON.parse(text) as CrumbLink[] | null;
    if (known === null) return;
    put({ parents: known, title });
    return () => put(null);
  }, [text, title]);
}

/** The trail of the page that is open, or null where its route's own name says enough. */
export function useCurrentTrail(): Trail | null {
  return useSyncExternalStore(subscribe, () => trail);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
