import { useSyncExternalStore } from 'react';
import { useSignedIn } from './session';

/** How many threads of the person's inbox in an organisation are unread, as a page or the bell last heard. */
interface Heard {
  readonly tenant: string;
  readonly threads: number;
}

const listeners = new Set<() => void>();
let heard: Heard | null = null;

/** To be told what an answer said, so that the bell shows the same as the page. */
export function noteUnread(tenant: string, threads: number) {
  tell({ tenant, threads: Math.max(0, threads) });
}

/** What was heard belongs to the console that heard it: the next one begins with its session. */
export function forgetUnread() {
  tell(null);
}

/** The platform counts no further: it stands for more. */
const MOST = 100;

export function shownUnread(threads: number): string {
  return threads >= MOST ? `${MOST - 1}+` : String(threads);
}

/** 100 stands for more. */
export function useUnread(): number {
  const { tenant, unreadThreads } = useSignedIn();
  const latest = useSyncExternalStore(subscribe, () => heard);
  return latest?.tenant === tenant.slug ? latest.threads : unreadThreads;
}

function tell(news: Heard | null) {
  heard = news;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
