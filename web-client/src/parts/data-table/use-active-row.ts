import { useEffect, type RefObject } from 'react';
import { isTyping } from '@/parts/keyboard';

/** Of a body that draws only some of its rows. */
interface Scroller {
  readonly scrollToIndex: (index: number) => void;
}

/** Gives the focus to the row the keyboard is at, unless a person types: then rows come and go below the field. */
export function useActiveRow(
  body: RefObject<HTMLTableSectionElement | null>,
  active: number,
  scroller?: Scroller,
) {
  useEffect(() => {
    if (active < 0 || isTyping(document.activeElement)) return;
    scroller?.scrollToIndex(active);
    // A row scrolled to is drawn one frame later.
    const frame = requestAnimationFrame(() => {
      const row = body.current?.querySelector<HTMLElement>('tr[data-active]');
      row?.focus({ preventScroll: scroller !== undefined });
    });
    return () => cancelAnimationFrame(frame);
  }, [body, active, scroller]);
}
