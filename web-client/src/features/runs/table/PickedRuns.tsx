import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { RunListedFragment } from '@/api/generated/runs';
import type { Selection } from '@/parts/data-table';
import { CompareBar } from './CompareBar';
import { CompareDock } from './CompareDock';

interface PickedRunsProps {
  /** Those selected that are in the list, in its order. */
  readonly picked: readonly RunListedFragment[];
  readonly baseline: RunListedFragment | null;
  readonly selection: Selection;
  /** Whether the page has room for a comparison of its own. */
  readonly isDocked: boolean;
}

/**
 * `none` before two runs are selected. Once open it stays while one is: rows would move under the pointer that takes
 * the second one back, where the page is scrolled to its end.
 */
type Dock = 'none' | 'open' | 'closed';

function nextDock(dock: Dock, picked: number): Dock {
  if (picked === 0) return 'none';
  return dock === 'none' && picked > 1 ? 'open' : dock;
}

/** Below the table: what can be done with the runs that are selected, and how they compare. */
export function PickedRuns({ picked, baseline, selection, isDocked }: PickedRunsProps) {
  const [kept, setDock] = useState<Dock>('none');
  const dock = nextDock(kept, picked.length);
  if (dock !== kept) setDock(dock);
  const see = useRef<HTMLButtonElement>(null);
  const place = useRef<HTMLElement>(null);

  function close() {
    const hadFocus = place.current?.contains(document.activeElement) === true;
    setDock('closed');
    if (hadFocus) see.current?.focus({ preventScroll: true });
  }

  function open() {
    flushSync(() => setDock('open'));
    place.current?.focus();
  }

  // The bar first: it floats above a long table, and comes to rest before what it belongs to.
  return (
    <>
      <CompareBar
        picked={picked}
        selection={selection}
        seeRef={see}
        {...(isDocked && dock !== 'none' ? { onSee: open } : {})}
      />
      {isDocked && dock === 'open' && (
        <CompareDock ref={place} picked={picked} baseline={baseline} onClose={close} />
      )}
    </>
  );
}
