import type { Row as TableRow } from '@tanstack/react-table';
import { lazy, Suspense, useRef, type ReactNode } from 'react';
import { BodyRow } from './BodyRow';
import type { Column } from './column';
import type { RowKind } from './row-height';
import { useActiveRow } from './use-active-row';

/** Fewer rows than this are drawn at once: then the browser's own search finds them all. */
export const VIRTUAL_FROM = 150;
/** Stand in for many while what draws those in sight is fetched: more than a screen holds. */
const FIRST_ROWS = 50;

export interface BodyProps<Row> {
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

/** Fetches what draws long lists, before there is one. */
export const loadManyRows = () => import('./ManyRows');

const ManyRows = lazy(async () => ({ default: (await loadManyRows()).ManyRows })) as unknown as <Row>(
  props: BodyProps<Row>,
) => ReactNode;

/** The rows; of many only those in sight, with room left for the others. */
export function Body<Row>(props: BodyProps<Row>) {
  if (props.rows.length < VIRTUAL_FROM) return <AllRows {...props} />;
  return (
    <Suspense fallback={<AllRows {...props} rows={props.rows.slice(0, FIRST_ROWS)} />}>
      <ManyRows {...props} />
    </Suspense>
  );
}

function AllRows<Row>(props: BodyProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  useActiveRow(body, props.active);
  return (
    <tbody ref={body}>
      {props.rows.map((row, index) => (
        <RowAt key={row.id} row={row} index={index} body={props} />
      ))}
    </tbody>
  );
}

interface RowAtProps<Row> {
  readonly row: TableRow<Row>;
  readonly index: number;
  readonly body: BodyProps<Row>;
}

/** One of the rows as the whole body is drawn. */
export function RowAt<Row>({ row, index, body }: RowAtProps<Row>) {
  return (
    <BodyRow
      row={row}
      index={index}
      columns={body.columns}
      best={body.best}
      path={body.rowPath?.(row.original) ?? null}
      selectable={body.selectable}
      isSelected={row.getIsSelected()}
      isActive={index === body.active}
      isMarked={row.id === body.marked}
      isHighlighted={body.highlighted?.has(row.id) === true}
      onActive={body.onActive}
    />
  );
}
