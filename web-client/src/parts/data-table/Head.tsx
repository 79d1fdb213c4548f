import type { Header, Table } from '@tanstack/react-table';
import { Icon } from '@/parts/Icon';
import { CheckBox } from './CheckBox';
import { flag } from './column';
import { shownColumns } from './use-table';
import { nameTakesRest } from './widths';
import { words } from './words';

export function Head<Row>({
  table,
  selectable,
}: {
  readonly table: Table<Row>;
  readonly selectable: boolean;
}) {
  const columns = shownColumns(table);
  const takesRest = nameTakesRest(columns);
  return (
    <>
      <colgroup>
        {selectable && <col style={{ width: 38 }} />}
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
        {table.getHeaderGroups().map(({ id, headers }) => (
          <tr key={id}>
            {selectable && <SelectAll table={table} />}
            {headers.map((header) => (
              <HeadCell key={header.id} header={header} />
            ))}
          </tr>
        ))}
      </thead>
    </>
  );
}

function SelectAll<Row>({ table }: { readonly table: Table<Row> }) {
  // Of those in view: others may be picked as well.
  const picked = table.getFilteredSelectedRowModel().rows.length;
  const isAll = picked > 0 && picked === table.getFilteredRowModel().rows.length;
  return (
    <th scope="col" data-check>
      <CheckBox
        label={words.selectAll}
        checked={isAll}
        mixed={picked > 0 && !isAll}
        onChange={() => table.toggleAllRowsSelected(!isAll)}
      />
    </th>
  );
}

const ORDERS = { asc: 'ascending', desc: 'descending' } as const;

function HeadCell<Row>({ header: { column } }: { readonly header: Header<Row, unknown> }) {
  const { meta } = column.columnDef;
  if (meta === undefined) return null;
  const { header, unit, figures, name, p2, actions = false } = meta.of;
  const sorted = column.getIsSorted();
  const label = (
    <>
      {header}
      {unit !== undefined && <small> {unit}</small>}
    </>
  );
  return (
    <th
      scope="col"
      aria-sort={sorted === false ? undefined : ORDERS[sorted]}
      data-figures={flag(figures)}
      data-first={flag(name)}
      className={p2 === true ? 'only-wide' : undefined}
    >
      {column.getCanSort() ? (
        // The third press gives the rows' own order back.
        <button type="button" onClick={() => column.toggleSorting()}>
          <span>{label}</span>
          {sorted !== false && <Icon name={sorted === 'desc' ? 'arrowDown' : 'arrowUp'} size={10} />}
        </button>
      ) : (
        <span className={actions ? 'sr' : undefined}>{label}</span>
      )}
    </th>
  );
}
