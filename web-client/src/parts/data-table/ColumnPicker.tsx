import { useState } from 'react';
import type { Column } from './column';
import styles from './ColumnPicker.module.css';

interface ColumnPickerProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly shown: ReadonlySet<string>;
  /** Null: those shown at first. */
  readonly onChange: (ids: ReadonlySet<string> | null) => void;
}

/** Docked beside the table, so that it stays readable while one picks. */
export function ColumnPicker<Row>({ columns, shown, onChange }: ColumnPickerProps<Row>) {
  const [text, setText] = useState('');
  const wanted = columns.filter(
    ({ header, name }) => name !== true && header.toLowerCase().includes(text.trim().toLowerCase()),
  );
  const groups = [...new Set(wanted.map(groupOf))];
  return (
    <aside className={styles.picker} aria-label="Columns">
      <header className={styles.header}>
        <h2>Columns</h2>
        <button type="button" onClick={() => onChange(null)}>
          Reset
        </button>
      </header>
      <input
        type="search"
        className={styles.find}
        aria-label="Find a column"
        placeholder="Find a column"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {groups.map((group) => (
        <fieldset key={group}>
          <legend>{group}</legend>
          {wanted
            .filter((column) => groupOf(column) === group)
            .map(({ id, header, best }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={shown.has(id)}
                  onChange={() => onChange(toggled(shown, id))}
                />
                <span className="cut" title={header}>
                  {header}
                </span>
                {best !== undefined && <small>best</small>}
              </label>
            ))}
        </fieldset>
      ))}
    </aside>
  );
}

function groupOf<Row>({ group }: Column<Row>): string {
  return group ?? 'Columns';
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
