import { useVirtualizer } from '@tanstack/react-virtual';
import type { Row as TableRow } from '@tanstack/react-table';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Column } from './column';
import { BodyRow } from './BodyRow';
import { useRowHeight, type RowKind } from './row-height';

/** Fewer rows than this are drawn at once: then the browser's own search finds them all. */
export const VIRTUAL_FROM = 150;
const OVERSCAN = 12;

interface BodyProps<Row> {
  readonly rows: readonly TableRow<Row>[];
  readonly columns: readonly Column<Row>[];
  readonly best: ReadonlyMap<string, number>;
  readonly rowPath: ((row: Row) => string | null) | undefined;
  readonly selectable: boolean;
  /** Index of the row the keyboard is at, or -1. */
  readonly active: number;
  readonly onActive: (id: string) => void;
  readonly marked: string | null;
  readonly highlighted: ReadonlySet<string> | undefined;
  readonly height: RowKind;
}

/** The rows; of many only those in sight, with room left for the others. */
export function Body<Row>(props: BodyProps<Row>) {
  const { rows, columns, active, selectable, height } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const isVirtual = rows.length >= VIRTUAL_FROM;
  const rowPx = useRowHeight(height);
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => body.current?.closest<HTMLElement>('[role=region]') ?? null,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    initialRect: { width: 1000, height: 800 },
  });
  const items = isVirtual
    ? virtualizer.getVirtualItems()
    : rows.map((_, index) => ({ index, start: 0, end: 0 }));
  const before = items[0]?.start ?? 0;
  const after = isVirtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const span = columns.length + (selectable ? 1 : 0);

  // What is kept of the places of rows is of the height they had.
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowPx]);

  useEffect(() => {
    if (active < 0) return;
    if (isVirtual) virtualizer.scrollToIndex(active);
    // A row scrolled to is drawn one frame later.
    const frame = requestAnimationFrame(() => {
      const row = body.current?.querySelector<HTMLElement>('tr[data-active]');
      row?.focus({ preventScroll: isVirtual });
    });
    return () => cancelAnimationFrame(frame);
  }, [active, isVirtual, virtualizer]);

  return (
    <tbody ref={body}>
      {before > 0 && <Room height={before} span={span} />}
      {items.map(({ index }) => {
        const row = rows[index];
        if (row === undefined) return null;
        const { id } = row;
        return (
          <BodyRow
            key={id}
            row={row}
            index={index}
            columns={columns}
            best={props.best}
            path={props.rowPath?.(row.original) ?? null}
            selectable={selectable}
            isSelected={row.getIsSelected()}
            isActive={index === active}
            isMarked={id === props.marked}
            isHighlighted={props.highlighted?.has(id) === true}
            onActive={props.onActive}
          />
        );
      })}
      {after > 0 && <Room height={after} span={span} />}
    </tbody>
  );
}

function Room({ height, span }: { readonly height: number; readonly span: number }) {
  return (
    <tr aria-hidden="true" data-room>
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}
