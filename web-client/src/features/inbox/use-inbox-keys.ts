import { useEffect, useEffectEvent, type RefObject } from 'react';
import { followsG, isDialogOpen, isTyping } from '@/parts/keyboard';

interface InboxKeys {
  readonly count: number;
  /** With the place of the row that has the focus; without any, nothing is done. */
  readonly onKey: (key: 'e' | 'u' | 'm', row: number) => void;
}

/**
 * `j k` go through the rows by their links, which `Enter` opens as it opens any link; `e u m` are for the row that has
 * the focus. Never while a person types or a dialog is open.
 */
export function useInboxKeys(list: RefObject<HTMLUListElement | null>, { count, onKey }: InboxKeys) {
  usePageKeys((event) => {
    const rows = [...(list.current?.children ?? [])];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const { key } = event;
    if (key === 'j' || key === 'k') {
      const to = key === 'j' ? Math.min(at + 1, count - 1) : Math.max(at - 1, 0);
      focusRow(list.current, to);
    } else if ((key === 'e' || key === 'u' || key === 'm') && at >= 0) onKey(key, at);
    else return;
    event.preventDefault();
  });
}

/** `/` leads to the filters, whether they leave a row or none. */
export function useFilterKey() {
  usePageKeys((event) => {
    if (event.key !== '/') return;
    document.querySelector<HTMLElement>(`[role='search'] button`)?.focus();
    event.preventDefault();
  });
}

function usePageKeys(onPress: (event: KeyboardEvent) => void) {
  const press = useEffectEvent(onPress);
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      if (followsG(event) || isTyping(event.target) || isDialogOpen()) return;
      press(event);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Puts the focus on the row at this place, or the last one there is. */
export function focusRow(list: HTMLUListElement | null, place: number) {
  const row = list?.children[Math.min(place, list.children.length - 1)];
  row?.querySelector<HTMLElement>('[data-row-link]')?.focus();
}
