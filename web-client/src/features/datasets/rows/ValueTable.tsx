import { Button } from '@mantine/core';
import { useState } from 'react';
import table from '@/parts/table.module.css';
import styles from './value-table.module.css';
import { words } from './words';

const says = words.valueTable;

interface ValueTableProps {
  readonly label: string;
  readonly columns: readonly { readonly name: string; readonly type: string | null }[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** What stands where there is no value. */
  readonly none: string;
}

/** More are drawn on request: a hundred rows of a thousand columns are too much to look at. */
const COLUMNS_SHOWN = 50;
/** What is longer may be cut, and is in the cell's title as a whole. */
const LONG_CHARACTERS = 40;

const FIGURES = /INT|DOUBLE|FLOAT|REAL|DECIMAL|NUMERIC/;

/** Values as they are in the data, under the names and types of their columns. */
export function ValueTable({ label, columns, rows, none }: ValueTableProps) {
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? columns : columns.slice(0, COLUMNS_SHOWN);
  const areFigures = ({ type }: { readonly type: string | null }) =>
    (type !== null && FIGURES.test(type)) || undefined;
  return (
    <>
      <div className={styles.result} role="region" aria-label={label} tabIndex={0}>
        <table className={table.table}>
          <thead>
            <tr>
              {shown.map((column, index) => (
                <th key={index} scope="col" data-figures={areFigures(column)}>
                  <span className={styles.head} title={column.name}>
                    {column.name}
                  </span>
                  <span className={styles.type}>{column.type}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {shown.map((column, index) => (
                  <td key={index} data-figures={areFigures(column)}>
                    <Cell value={row[index] ?? null} none={none} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {columns.length > shown.length && (
        <div className={styles.more}>
          <Button variant="subtle" onClick={() => setShowsAll(true)}>
            {says.showAllColumns(columns.length)}
          </Button>
        </div>
      )}
    </>
  );
}

function Cell({ value, none }: { readonly value: string | null; readonly none: string }) {
  if (value === null) return <span className={styles.none}>{none}</span>;
  if (value === '') return <span className={styles.none}>empty</span>;
  return (
    <span className={styles.cell} title={value.length > LONG_CHARACTERS ? value : undefined}>
      {value}
    </span>
  );
}
