import type { Row as TableRow } from '@tanstack/react-table';
import { memo, type MouseEvent, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { CheckBox } from './CheckBox';
import { flag, textOf, type Column } from './column';
import { WithOpenButton, type Opening } from './opening';

interface BodyRowProps<Row> {
  readonly row: TableRow<Row>;
  readonly opens: Opening<Row> | undefined;
  readonly isOpen: boolean;
  readonly onToggle: ((id: string) => void) | undefined;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly best: ReadonlyMap<string, number>;
  readonly path: string | null;
  readonly selectable: boolean;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  readonly isMarked: boolean;
  readonly isHighlighted: boolean;
  readonly onActive: (id: string) => void;
}

function OneRow<Row>(props: BodyRowProps<Row>) {
  const {
    row,
    opens,
    isOpen,
    onToggle,
    index,
    columns,
    best,
    path,
    selectable,
    isSelected,
    isActive,
    isMarked,
    isHighlighted,
    onActive,
  } = props;
  const navigate = useNavigate();

  function onClick(event: MouseEvent<HTMLTableRowElement>) {
    onActive(row.id);
    const onControl =
      event.target instanceof Element && event.target.closest('a, button, input, label') !== null;
    if (onControl || path === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // Text a person just marked is to be copied, not to lead away.
    if (window.getSelection()?.isCollapsed === false) return;
    void navigate(path);
  }

  return (
    <tr
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selectable ? isSelected : undefined}
      data-active={isActive || undefined}
      data-selected={isSelected || isMarked || isHighlighted || undefined}
      data-newest={isMarked || undefined}
      data-opens={path !== null || undefined}
      onClick={onClick}
    >
      {selectable && (
        <td data-check>
          <CheckBox
            label={`Select ${textOf(columns[0]?.value(row.original))}`}
            checked={isSelected}
            onChange={() => row.toggleSelected()}
          />
        </td>
      )}
      {columns.map((column) => (
        <Cell key={column.id} column={column} row={row.original} best={best}>
          {column.name === true && opens !== undefined
            ? (content) => (
                <WithOpenButton
                  label={opens.label(row.original)}
                  isOpen={isOpen}
                  onToggle={() => onToggle?.(row.id)}
                >
                  {content}
                </WithOpenButton>
              )
            : undefined}
        </Cell>
      ))}
    </tr>
  );
}

/** Drawn anew only when something of it changes: a list that scrolls draws the rows that come, and no others. */
export const BodyRow = memo(OneRow) as typeof OneRow;

interface CellProps<Row> {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly best: ReadonlyMap<string, number>;
  /** Draws something around what the cell holds. */
  readonly children: ((content: ReactNode) => ReactNode) | undefined;
}

function Cell<Row>({ column, row, best, children }: CellProps<Row>) {
  const { id, name, figures, p2, value, cell } = column;
  const known = value(row);
  const isBest = typeof known === 'number' && best.get(id) === known;
  const content: ReactNode = cell?.(row) ?? textOf(known);
  return (
    <td
      data-figures={flag(figures)}
      data-name={flag(name)}
      data-first={flag(name)}
      className={p2 === true ? 'only-wide' : undefined}
    >
      <div className="cut" title={cell === undefined && typeof known === 'string' ? known : undefined}>
        {isBest ? <b>{content}</b> : (children?.(content) ?? content)}
      </div>
    </td>
  );
}
