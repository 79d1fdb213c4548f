import { useSyncExternalStore } from 'react';

/** How close the rows of tables stand; on touch screens they stay as high as a finger wants. */
export type Density = 'comfortable' | 'compact';

/** The same key that public/theme.js reads before the first paint. */
const KEY = 'keelson-density';

const listeners = new Set<() => void>();

export function setDensity(density: Density): void {
  document.documentElement.dataset.density = density;
  try {
    localStorage.setItem(KEY, density);
  } catch {
    // Storage may be switched off: then it holds until the page is left.
  }
  for (const listener of listeners) listener();
}

export function useDensity(): Density {
  return useSyncExternalStore(subscribe, readDensity);
}

function readDensity(): Density {
  return document.documentElement.dataset.density === 'compact' ? 'compact' : 'comfortable';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
