import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { Icon } from '@/parts/Icon';
import { toggled } from '@/parts/form/rules';
import { flag, type Column } from './column';
import styles from './DataTable.module.css';
import type { Entry } from './groups';

/** What rows are made of: a button before a row's name shows it below, in the same columns. */
export interface Opening<Row> {
  /** What the button is called; null for a row that has nothing below it. */
  readonly label: (row: Row) => string | null;
  /** Drawn only while the row is open: `BelowRow`s and `BelowNote`s. */
  readonly below: (row: Row) => ReactNode;
}

type BelowColumn = Pick<Column<never>, 'id' | 'name' | 'figures' | 'p2'>;

const Below = createContext<{ readonly columns: readonly BelowColumn[]; readonly selectable: boolean }>({
  columns: [],
  selectable: false,
});

/** Which rows are open, by id, and the lines with what stands below those. */
export function useOpening<Row>(entries: readonly Entry<Row>[], opening: Opening<Row> | undefined) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => setOpen((before) => toggled(before, id)), []);
  const lines = useMemo(
    () =>
      opening === undefined || open.size === 0
        ? entries
        : entries.flatMap((entry): readonly Entry<Row>[] =>
            entry.kind === 'row' && open.has(entry.row.id)
              ? [entry, { kind: 'below', row: entry.row }]
              : [entry],
          ),
    [entries, opening, open],
  );
  return { lines, open, toggle };
}

interface OpenButtonProps {
  readonly label: string | null;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

/** The button beside a row's name; those without one are as far in. */
export function WithOpenButton({ label, isOpen, onToggle, children }: OpenButtonProps) {
  return (
    <span className={styles.opens}>
      {label === null ? (
        <span />
      ) : (
        <button type="button" aria-expanded={isOpen} aria-label={label} onClick={onToggle}>
          <Icon name={isOpen ? 'down' : 'right'} size={12} />
        </button>
      )}
      <span className="cut">{children}</span>
    </span>
  );
}

interface BelowOfProps {
  readonly columns: readonly BelowColumn[];
  readonly selectable: boolean;
  readonly children: ReactNode;
}

export function BelowOf({ columns, selectable, children }: BelowOfProps) {
  const place = useMemo(() => ({ columns, selectable }), [columns, selectable]);
  return <Below value={place}>{children}</Below>;
}

/** A row below an open one: a part of it, by the columns' ids. */
export function BelowRow({ cells }: { readonly cells: Readonly<Record<string, ReactNode>> }) {
  const { columns, selectable } = useContext(Below);
  return (
    <tr data-below>
      {selectable && <td data-check />}
      {columns.map(({ id, name, figures, p2 }) => (
        <td
          key={id}
          data-figures={flag(figures)}
          data-name={flag(name)}
          data-first={flag(name)}
          className={p2 === true ? 'only-wide' : undefined}
        >
          <div className="cut">{cells[id]}</div>
        </td>
      ))}
    </tr>
  );
}

/** Across the columns below an open row: that its parts are on their way, failed, or are none. */
export function BelowNote({ children }: { readonly children: ReactNode }) {
  const { columns, selectable } = useContext(Below);
  const wide = columns.filter(({ p2 }) => p2 === true).length;
  return (
    <tr data-below="note">
      {/* On a narrow screen the others are not there to be spanned. */}
      <td colSpan={columns.length - wide + (selectable ? 1 : 0)}>{children}</td>
      {wide > 0 && <td colSpan={wide} className="only-wide" />}
    </tr>
  );
}
