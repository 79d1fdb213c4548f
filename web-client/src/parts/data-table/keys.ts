import { useEffect, useEffectEvent, type RefObject } from 'react';
import { followsG, isDialogOpen, isTyping } from '@/parts/keyboard';

interface TableKeys {
  readonly onMove: (step: 1 | -1) => void;
  readonly onSelect: () => void;
  readonly onOpen: () => void;
  readonly onMenu: () => void;
}

/** Tables on the page, the first drawn first: it has the keys unless the focus is within another. */
const tables: HTMLElement[] = [];

/** `j k` move, `x` selects, `Enter` opens, `.` opens the row's menu; never while a person types or a dialog is open. */
export function useTableKeys(area: RefObject<HTMLElement | null>, keys: TableKeys) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'j' || event.key === 'ArrowDown') keys.onMove(1);
    else if (event.key === 'k' || event.key === 'ArrowUp') keys.onMove(-1);
    else if (event.key === 'x') keys.onSelect();
    else if (event.key === 'Enter') keys.onOpen();
    else if (event.key === '.') keys.onMenu();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    tables.push(element);
    function onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      if (followsG(event)) return;
      if (isTyping(event.target) || isDialogOpen() || isInMenu(event.target) || !hasKeys(element)) return;
      // Arrows and Enter belong to what has the focus; the letters to the whole page.
      const onRow = event.target instanceof HTMLElement && event.target.matches('tr');
      if (!onRow && !['j', 'k', 'x', '.'].includes(event.key)) return;
      onKey(event);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => {
      tables.splice(tables.indexOf(element), 1);
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [area]);
}

/** An open menu has letters of its own. */
function isInMenu(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=menu]') !== null;
}

function hasKeys(element: HTMLElement | null): boolean {
  const focused = tables.find((table) => table.contains(document.activeElement));
  return (focused ?? tables[0]) === element;
}
