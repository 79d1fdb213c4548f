import { useSyncExternalStore } from 'react';

/** Relative times are redrawn this often. */
const TICK_MS = 30_000;

const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick() {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}

function snapshot() {
  // Without listeners nobody ticked: the first reader must not see the time of the last page.
  if (listeners.size === 0) nowMs = Date.now();
  return nowMs;
}

/** Milliseconds since 1970, one clock for all times on the page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, snapshot);
}
