import { useEffect } from 'react';
import { prefetch } from './routes';

/** A pointer that only passes by fetches nothing. */
const RESTS_MS = 60;

/** A page's script is fetched while the pointer rests on a link to it, or the focus is there. */
export function usePrefetch() {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const seen = new Set<string>();
    function onLink(event: Event) {
      clearTimeout(timer);
      const link =
        event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
      if (link?.origin !== window.location.origin || seen.has(link.pathname)) return;
      const { pathname } = link;
      timer = setTimeout(() => {
        seen.add(pathname);
        prefetch(pathname);
      }, RESTS_MS);
    }
    document.addEventListener('pointerover', onLink);
    document.addEventListener('focusin', onLink);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', onLink);
      document.removeEventListener('focusin', onLink);
    };
  }, []);
}
