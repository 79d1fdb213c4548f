import { observeElementOffset, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';
import { activeAt, EntryAt, keyOf, type BodyProps } from './Body';
import { useRowHeight } from './row-height';
import { useActiveRow } from './use-active-row';

const OVERSCAN = 12;

/** The rows in sight, and room where the others would be. */
export function ManyRows<Row>(props: BodyProps<Row>) {
  const { entries, columns, selectable, height, frame } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const rowPx = useRowHeight(height);
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => frame.current,
    // Somebody may have scrolled what stood in for them meanwhile, also while these were in the making.
    initialOffset: () => frame.current?.scrollTop ?? 0,
    observeElementOffset: observeFromWhereItIs,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    initialRect: { width: 1000, height: 800 },
  });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  const span = columns.length + (selectable ? 1 : 0);

  // What is kept of the places of rows is of the height they had.
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowPx]);

  useActiveRow(body, activeAt(props), virtualizer);

  return (
    <tbody ref={body}>
      {before > 0 && <Room height={before} span={span} />}
      {items.map(({ index }) => {
        const entry = entries[index];
        return entry === undefined ? null : (
          <EntryAt key={keyOf(entry)} entry={entry} index={index} body={props} />
        );
      })}
      {after > 0 && <Room height={after} span={span} />}
    </tbody>
  );
}

type Tell = (offset: number, isScrolling: boolean) => void;

/** Else it would write where it began over where the frame is by the time that it listens. */
function observeFromWhereItIs(instance: Virtualizer<HTMLElement, Element>, tell: Tell) {
  const stop = observeElementOffset(instance, tell);
  tell(instance.scrollElement?.scrollTop ?? 0, false);
  return stop;
}

function Room({ height, span }: { readonly height: number; readonly span: number }) {
  return (
    <tr aria-hidden="true" data-room>
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}
