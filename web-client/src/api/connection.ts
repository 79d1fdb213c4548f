import { useSyncExternalStore } from 'react';

/**
 * How live updates stand: `off` while nobody follows anything, `live` while the socket is open, `lost` from the moment
 * it closed until it is open again.
 */
export type Connection =
  | { readonly state: 'off' }
  | { readonly state: 'live' }
  | { readonly state: 'lost'; readonly sinceMs: number };

const OFF: Connection = { state: 'off' };

/** One for the page, like its socket. */
let current: Connection = OFF;
const listeners = new Set<() => void>();
const waiting = new Set<() => void>();

export function setConnection(next: Connection) {
  // The first moment counts: a failed try is the same loss.
  if (next.state === 'lost' && current.state === 'lost') return;
  current = next;
  for (const listener of listeners) listener();
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => current);
}

/** Those who wait to try again are told to do so now. */
export function tryNow() {
  for (const wake of [...waiting]) wake();
}

/** Calls `wake` after `ms`, or sooner when a person asks for it or the browser is online again. */
export function waitToRetry(ms: number, wake: () => void): () => void {
  const timer = setTimeout(once, ms);
  function stop() {
    clearTimeout(timer);
    waiting.delete(once);
    window.removeEventListener('online', once);
  }
  function once() {
    stop();
    wake();
  }
  waiting.add(once);
  window.addEventListener('online', once);
  return stop;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
