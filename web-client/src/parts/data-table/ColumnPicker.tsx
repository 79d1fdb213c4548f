import type { Column, Table } from '@tanstack/react-table';
import { useState } from 'react';
import styles from './ColumnPicker.module.css';
import { words } from './words';

interface ColumnPickerProps<Row> {
  readonly table: Table<Row>;
  /** Back to those shown at first. */
  readonly onReset: () => void;
}

/** Docked beside the table, so that it stays readable while one picks. */
export function ColumnPicker<Row>({ table, onReset }: ColumnPickerProps<Row>) {
  const [text, setText] = useState('');
  const word = text.trim().toLowerCase();
  const wanted = table
    .getAllLeafColumns()
    .filter((column) => column.getCanHide() && headerOf(column).toLowerCase().includes(word));
  const groups = [...new Set(wanted.map(groupOf))];
  return (
    <aside className={styles.picker} aria-label={words.columns}>
      <header className={styles.header}>
        <h2>{words.columns}</h2>
        <button type="button" onClick={onReset}>
          {words.reset}
        </button>
      </header>
      <input
        type="search"
        className={styles.find}
        aria-label={words.find}
        placeholder={words.find}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {groups.map((group) => (
        <fieldset key={group}>
          <legend>{group}</legend>
          {wanted
            .filter((column) => groupOf(column) === group)
            .map((column) => (
              <label key={column.id}>
                <input
                  type="checkbox"
                  checked={column.getIsVisible()}
                  onChange={() => column.toggleVisibility()}
                />
                <span className="cut" title={headerOf(column)}>
                  {headerOf(column)}
                </span>
                {column.columnDef.meta?.of.best !== undefined && <small>best</small>}
              </label>
            ))}
        </fieldset>
      ))}
    </aside>
  );
}

function groupOf<Row>({ columnDef }: Column<Row>): string {
  return columnDef.meta?.of.group ?? 'Columns';
}

function headerOf<Row>({ id, columnDef }: Column<Row>): string {
  return columnDef.meta?.of.header ?? id;
}
