import { Icon } from '@/parts/Icon';
import { CheckBox } from './CheckBox';
import { flag, type Column } from './column';
import type { Selection } from './selection';
import type { View } from './view';
import { nameTakesRest } from './widths';

interface HeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort: View['sort'];
  readonly onSort: (sort: View['sort']) => void;
  readonly selection?: Selection;
  /** Ids of all rows in view. */
  readonly ids?: readonly string[];
}

export function Head<Row>({ columns, sort, onSort, selection, ids = [] }: HeadProps<Row>) {
  const takesRest = nameTakesRest(columns);
  return (
    <>
      <colgroup>
        {selection !== undefined && <col style={{ width: 38 }} />}
        {columns.map(({ id, width, p2, name }) => (
          <col
            key={id}
            data-rest={flag(name === true && takesRest)}
            className={p2 === true ? 'only-wide' : undefined}
            style={width === undefined ? undefined : { width }}
          />
        ))}
      </colgroup>
      <thead>
        <tr>
          {selection !== undefined && <SelectAll selection={selection} ids={ids} />}
          {columns.map((column) => (
            <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
    </>
  );
}

function SelectAll({ selection, ids }: { readonly selection: Selection; readonly ids: readonly string[] }) {
  const picked = ids.filter((id) => selection.ids.has(id)).length;
  return (
    <th scope="col" data-check>
      <CheckBox
        label="Select all in view"
        checked={picked > 0 && picked === ids.length}
        mixed={picked > 0 && picked < ids.length}
        onChange={() => selection.set(picked === ids.length ? [] : ids)}
      />
    </th>
  );
}

interface HeadCellProps<Row> {
  readonly column: Column<Row>;
  readonly sort: View['sort'];
  readonly onSort: (sort: View['sort']) => void;
}

function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const { id, header, unit, figures, name, p2, actions = false, sortable = !actions } = column;
  const direction = sort?.id === id ? (sort.descending ? 'descending' : 'ascending') : undefined;
  const label = (
    <>
      {header}
      {unit !== undefined && <small> {unit}</small>}
    </>
  );
  return (
    <th
      scope="col"
      aria-sort={direction}
      data-figures={flag(figures)}
      data-first={flag(name)}
      className={p2 === true ? 'only-wide' : undefined}
    >
      {sortable ? (
        <button type="button" onClick={() => onSort(next(id, figures === true, sort))}>
          <span>{label}</span>
          {direction !== undefined && (
            <Icon name={direction === 'descending' ? 'arrowDown' : 'arrowUp'} size={10} />
          )}
        </button>
      ) : (
        <span className={actions ? 'sr' : undefined}>{label}</span>
      )}
    </th>
  );
}

/** Figures begin with the largest, text with A; the third press gives the rows' own order back. */
function next(id: string, figures: boolean, sort: View['sort']): View['sort'] {
  if (sort?.id !== id) return { id, descending: figures };
  return sort.descending === figures ? { id, descending: !figures } : null;
}
