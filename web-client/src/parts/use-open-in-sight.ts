import { useEffect, useRef, type RefObject } from 'react';

/** Of the one behind it as much is seen as says that the row goes on. */
const PEEK_PX = 24;

/** For a row of tabs that scrolls on a narrow screen: the one that is open is in sight, however many stand before it. */
export function useOpenInSight(open: string, count: number): RefObject<HTMLElement | null> {
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const tab = row.current?.querySelector('[aria-current]');
    if (row.current === null || tab == null) return;
    const frame = row.current.getBoundingClientRect();
    const place = tab.getBoundingClientRect();
    if (place.right > frame.right) row.current.scrollLeft += place.right - frame.right + PEEK_PX;
    else if (place.left < frame.left) row.current.scrollLeft -= frame.left - place.left + PEEK_PX;
  }, [open, count]);
  return row;
}
