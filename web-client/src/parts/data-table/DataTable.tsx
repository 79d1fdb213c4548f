import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { count } from '@/format/number';
import { Body, loadManyRows, VIRTUAL_FROM } from './Body';
import { bestValues, type Column } from './column';
import { toggled } from '@/parts/form/rules';
import { ColumnPicker } from './ColumnPicker';
import { saveCsv, toCsv } from './csv';
import styles from './DataTable.module.css';
import { entriesOf, groupsOf, growing, type Entry, type Grouping } from './groups';
import { Head } from './Head';
import { useTableKeys } from './keys';
import { NoMatch } from './NoMatch';
import { RowsSkeleton } from './RowsSkeleton';
import { useOpening, type Opening } from './opening';
import type { RowKind } from './row-height';
import type { Selection } from './selection';
import { Tools } from './Tools';
import { shownColumns, useTable } from './use-table';
import { useView, type View } from './view';
import { leastWidths } from './widths';
import { words } from './words';

export interface DataTableProps<Row> {
  /** Names the table: "Runs". */
  readonly label: string;
  /** One row and many, for counts: `['run', 'runs']`. */
  readonly noun: readonly [one: string, many: string];
  /** A constant, or memoised: it is what the table is computed from. */
  readonly columns: readonly Column<Row>[];
  /** Undefined while they are on their way: then rows of grey bars stand in their place. */
  readonly rows: readonly Row[] | undefined;
  readonly rowId: (row: Row) => string;
  /** Address of a row's page; `Enter` and a click beside the links open it. */
  readonly rowPath?: (row: Row) => string | null;
  readonly selection?: Selection;
  /** Tells two tables' parameters in one address apart. */
  readonly prefix?: string;
  /** Order before a person chooses one; the rows' own where there is none. A constant. */
  readonly firstSort?: View['sort'];
  /** Above the table: chips and buttons of the page's own, beside the filter. Null: no filter row at all. */
  readonly tools?: ReactNode;
  readonly placeholder?: string;
  /** Between the filters and the rows, of which it says something. */
  readonly summary?: ReactNode;
  /** The platform looks for what is typed: the rows are those that it found. */
  readonly asked?: {
    /** What is typed may be more than words: true where it was taken as such on `Enter`. */
    readonly onEnter?: (text: string) => boolean;
    /** Where nothing was found: what was looked through. */
    readonly none: ReactNode;
  };
  /** Drawn in place of the table when there are no rows at all. */
  readonly empty?: ReactNode;
  /** Present while the platform has further rows. */
  readonly more?: { readonly load: () => void; readonly loading: boolean } | null;
  /** File name of the CSV, without its ending; no button without it. */
  readonly csv?: string;
  /** `dense` where many are compared, `tall` for two lines. */
  readonly height?: RowKind;
  /** By what the rows stand together; a constant, or memoised. */
  readonly groups?: Grouping<Row> | undefined;
  /** What rows are made of, shown below those that a person opens; a constant, or memoised. */
  readonly opening?: Opening<Row> | undefined;
  /** Marks one row, such as the one just created. */
  readonly marked?: string | null;
  /** Marks the rows that something else on the page is about, such as the role beside them. */
  readonly highlighted?: ReadonlySet<string>;
  /** A last row that sums the others up. */
  readonly total?: ReactNode;
  /** Grey rows while loading. */
  readonly skeletonRows?: number;
}

const NO_ROWS: readonly never[] = [];

/** A table one can sort, filter, pick columns of, walk by keyboard, select in and take away as CSV. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, noun, columns, rows, rowId, rowPath, selection, prefix = '', empty, more = null } = props;
  const { groups, opening, height = 'plain', tools, csv, placeholder = words.filter(noun[1]) } = props;
  const [view, change] = useView(columns, prefix, props.firstSort ?? null);
  const table = useTable({
    rows: rows ?? (NO_ROWS as readonly Row[]),
    columns,
    rowId,
    view,
    change,
    selection,
    isAsked: props.asked !== undefined,
  });
  const found = table.getRowModel().rows;
  const visible = table.getVisibleLeafColumns();
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const shown = useMemo(() => shownColumns(table), [visible]);
  const selectable = selection !== undefined;
  const best = useMemo(
    () =>
      bestValues(
        found.map(({ original }) => original),
        shown,
      ),
    [found, shown],
  );
  const least = useMemo(() => leastWidths(shown, selectable), [shown, selectable]);
  const hasMore = more !== null;
  const [closed, setClosed] = useState<ReadonlySet<string | null>>(new Set());
  const entries = useMemo(
    (): readonly Entry<Row>[] =>
      groups === undefined
        ? found.map((row) => ({ kind: 'row', row }))
        : entriesOf(groupsOf(found, groups.of, hasMore ? growing(groups, rows ?? []) : never), closed),
    [found, groups, rows, hasMore, closed],
  );
  const { lines, open, toggle } = useOpening(entries, opening);
  // Those that stand in the table: of a group that is closed none.
  const walked = useMemo(
    () => entries.flatMap((entry) => (entry.kind === 'row' ? [entry.row] : [])),
    [entries],
  );
  const [picking, setPicking] = useState(false);
  const [active, setActive] = useState<string | null>(null);
  const area = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  // A list that one filters may be long.
  const mayBeLong = tools !== null;
  useEffect(() => {
    if (mayBeLong) void loadManyRows();
  }, [mayBeLong]);

  const activeIndex = active === null ? -1 : walked.findIndex(({ id }) => id === active);
  useTableKeys(area, {
    onMove: (step) => {
      const next = walked[Math.min(walked.length - 1, Math.max(0, activeIndex + step))];
      if (next !== undefined) setActive(next.id);
    },
    onSelect: () => {
      if (selectable) walked[activeIndex]?.toggleSelected();
    },
    onOpen: () => {
      const row = walked[activeIndex];
      const path = row === undefined ? null : rowPath?.(row.original);
      if (path != null) void navigate(path);
    },
    onMenu: () => area.current?.querySelector<HTMLElement>('tr[data-active] [data-row-menu]')?.click(),
  });

  const isLookedFor = props.asked !== undefined && view.query !== '';
  if (rows?.length === 0 && empty !== undefined && !isLookedFor) {
    return (
      <div ref={area} className={styles.whole}>
        {empty}
        {/* Of what a page picks out, there may be some further down. */}
        {more !== null && <More more={more}>{words.more.unseen}</More>}
      </div>
    );
  }
  const isLoading = rows === undefined;
  const hasNoMatch = rows !== undefined && (rows.length > 0 || isLookedFor) && found.length === 0;
  return (
    <div ref={area} className={styles.whole}>
      {tools !== null && (
        <Tools
          label={label}
          query={view.query}
          placeholder={placeholder}
          onQuery={(query) => table.setGlobalFilter(query)}
          onEnter={props.asked?.onEnter}
          picking={picking}
          {...(columns.some(({ optional }) => optional)
            ? { onPick: () => setPicking(!picking), columns: [shown.length, columns.length] as const }
            : {})}
          {...(csv === undefined
            ? {}
            : {
                onCsv: () =>
                  saveCsv(
                    csv,
                    toCsv(
                      found.map(({ original }) => original),
                      shown.filter(({ actions }) => actions !== true),
                    ),
                  ),
              })}
        >
          {tools}
        </Tools>
      )}
      {props.summary}
      <div className={styles.panel}>
        <div className={styles.beside}>
          {hasNoMatch ? (
            <NoMatch
              count={count(rows.length)}
              noun={noun[1]}
              query={view.query}
              more={more !== null}
              looked={props.asked?.none}
              onClear={() => table.setGlobalFilter('')}
            />
          ) : (
            <div
              ref={frame}
              className={styles.scroll}
              data-virtual={entries.length >= VIRTUAL_FROM || undefined}
              tabIndex={0}
              role="region"
              aria-label={words.table(label)}
            >
              <table
                className={styles.table}
                data-height={height}
                style={least}
                aria-busy={isLoading}
                aria-rowcount={more === null ? entries.length + 1 : -1}
              >
                <caption className="sr">{isLoading ? words.loading(noun[1]) : label}</caption>
                <Head table={table} selectable={selectable} />
                {isLoading ? (
                  <RowsSkeleton columns={shown} count={props.skeletonRows ?? 6} selectable={selectable} />
                ) : (
                  <Body
                    entries={lines}
                    opening={opening === undefined ? undefined : { of: opening, open, toggle }}
                    frame={frame}
                    groups={
                      groups === undefined
                        ? undefined
                        : { none: groups.none, toggle: (name) => setClosed(toggled(closed, name)) }
                    }
                    noun={noun}
                    columns={shown}
                    best={best}
                    rowPath={rowPath}
                    selectable={selectable}
                    active={active}
                    onActive={setActive}
                    marked={props.marked ?? null}
                    highlighted={props.highlighted}
                    height={height}
                  />
                )}
                {!isLoading && props.total}
              </table>
            </div>
          )}
          {picking && <ColumnPicker table={table} onReset={() => change({ columns: null })} />}
        </div>
        {more !== null && !isLoading && (
          <More more={more}>
            {groups !== undefined && `${groups.note} `}
            {view.query === '' || isLookedFor ? words.more.some : words.more.onlyShown(rows.length, noun)}
          </More>
        )}
      </div>
    </div>
  );
}

const never = () => false;

interface MoreProps {
  readonly more: NonNullable<DataTableProps<never>['more']>;
  readonly children: ReactNode;
}

function More({ more: { load, loading }, children }: MoreProps) {
  return (
    <div className={styles.note}>
      <span>{children}</span>
      <Button variant="default" onClick={load} loading={loading}>
        {words.more.load}
      </Button>
    </div>
  );
}
