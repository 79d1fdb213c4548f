import { lazy, Suspense, useRef, type ReactNode, type RefObject } from 'react';
import { BodyRow } from './BodyRow';
import type { Column } from './column';
import { GroupRow } from './GroupRow';
import type { Entry } from './groups';
import { BelowOf, type Opening } from './opening';
import type { RowKind } from './row-height';
import { useActiveRow } from './use-active-row';

/** Fewer rows than this are drawn at once: then the browser's own search finds them all. */
export const VIRTUAL_FROM = 150;
/** Stand in for many while what draws those in sight is fetched: more than a screen holds. */
const FIRST_ROWS = 50;

export interface BodyProps<Row> {
  readonly entries: readonly Entry<Row>[];
  /** What groups are called that have no name, and what is done when one is opened or closed. */
  readonly groups?: { readonly none: string; readonly toggle: (name: string | null) => void } | undefined;
  /** What rows are made of, and which of them are open. */
  readonly opening?:
    | { readonly of: Opening<Row>; readonly open: ReadonlySet<string>; readonly toggle: (id: string) => void }
    | undefined;
  readonly noun: readonly [one: string, many: string];
  readonly columns: readonly Column<Row>[];
  readonly best: ReadonlyMap<string, number>;
  readonly rowPath: ((row: Row) => string | null) | undefined;
  readonly selectable: boolean;
  /** The row that the keyboard is at. */
  readonly active: string | null;
  readonly onActive: (id: string) => void;
  readonly marked: string | null;
  readonly highlighted: ReadonlySet<string> | undefined;
  readonly height: RowKind;
  /** Within which the rows scroll. */
  readonly frame: RefObject<HTMLElement | null>;
}

/** Fetches what draws long lists, before there is one. */
export const loadManyRows = () => import('./ManyRows');

const ManyRows = lazy(async () => ({ default: (await loadManyRows()).ManyRows })) as unknown as <Row>(
  props: BodyProps<Row>,
) => ReactNode;

/**
 * The rows; of many only those in sight, with room left for the others. What stands below an open row is as high as it
 * is: while one is open all are drawn.
 */
export function Body<Row>(props: BodyProps<Row>) {
  if (props.entries.length < VIRTUAL_FROM || (props.opening?.open.size ?? 0) > 0)
    return <AllRows {...props} />;
  return (
    <Suspense fallback={<AllRows {...props} entries={props.entries.slice(0, FIRST_ROWS)} />}>
      <ManyRows {...props} />
    </Suspense>
  );
}

function AllRows<Row>(props: BodyProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  useActiveRow(body, activeAt(props));
  return (
    <tbody ref={body}>
      {props.entries.map((entry, index) => (
        <EntryAt key={keyOf(entry)} entry={entry} index={index} body={props} />
      ))}
    </tbody>
  );
}

/** Where the row stands that the keyboard is at, or -1. */
export function activeAt<Row>({ entries, active }: Pick<BodyProps<Row>, 'entries' | 'active'>): number {
  if (active === null) return -1;
  return entries.findIndex((entry) => entry.kind === 'row' && entry.row.id === active);
}

export function keyOf<Row>(entry: Entry<Row>): string {
  if (entry.kind === 'row') return entry.row.id;
  if (entry.kind === 'below') return `below ${entry.row.id}`;
  const { name } = entry.group;
  // One that is called nothing is another than those without a name.
  return name === null ? 'no group' : `group ${name}`;
}

interface EntryAtProps<Row> {
  readonly entry: Entry<Row>;
  readonly index: number;
  readonly body: BodyProps<Row>;
}

/** One of the lines as the whole body is drawn. */
export function EntryAt<Row>({ entry, index, body }: EntryAtProps<Row>) {
  if (entry.kind === 'group') {
    const { group, isOpen } = entry;
    return (
      <GroupRow
        group={group}
        isOpen={isOpen}
        none={body.groups?.none ?? ''}
        noun={body.noun}
        columns={body.columns}
        selectable={body.selectable}
        onToggle={() => body.groups?.toggle(group.name)}
      />
    );
  }
  const { row } = entry;
  const { opening } = body;
  if (entry.kind === 'below') {
    return (
      <BelowOf columns={body.columns} selectable={body.selectable}>
        {opening?.of.below(row.original)}
      </BelowOf>
    );
  }
  return (
    <BodyRow
      row={row}
      opens={opening?.of}
      isOpen={opening?.open.has(row.id) === true}
      onToggle={opening?.toggle}
      index={index}
      columns={body.columns}
      best={body.best}
      path={body.rowPath?.(row.original) ?? null}
      selectable={body.selectable}
      isSelected={row.getIsSelected()}
      isActive={row.id === body.active}
      isMarked={row.id === body.marked}
      isHighlighted={body.highlighted?.has(row.id) === true}
      onActive={body.onActive}
    />
  );
}
