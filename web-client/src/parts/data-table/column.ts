import type { ReactNode } from 'react';
import { NO_VALUE } from '@/format/number';

/** What a column knows of a row without drawing it: sorted, searched, compared and exported by it. */
export type CellValue = string | number | boolean | null | undefined;

export interface Column<Row> {
  /** Stands in the address when the table is sorted by it. */
  readonly id: string;
  readonly header: string;
  /** Small, after the header: "ms". Then the cells carry none. */
  readonly unit?: string;
  readonly value: (row: Row) => CellValue;
  /** Drawn instead of the value. */
  readonly cell?: (row: Row) => ReactNode;
  /** Written to CSV instead of the value, such as an exact amount whose value is a rounded number to sort by. */
  readonly exported?: (row: Row) => CellValue;
  /** Order of two rows where that of their values is not it, such as exact amounts. */
  readonly compare?: (a: Row, b: Row) => number;
  /** Right aligned and tabular. */
  readonly figures?: boolean;
  /** The thing itself: heavier, and it stays when the table scrolls sideways. The first column. */
  readonly name?: boolean;
  /** Hidden on a narrow screen. */
  readonly p2?: boolean;
  /** In pixels; columns without one share what is left. */
  readonly width?: number;
  /** Not shown until the person picks it. */
  readonly optional?: boolean;
  /** Heading above it in the column picker. */
  readonly group?: string;
  /** What several rows come to, where the table is grouped. */
  readonly summary?: (rows: readonly Row[]) => ReactNode;
  /** Which of the values in view is drawn bold. */
  readonly best?: 'max' | 'min';
  readonly sortable?: boolean;
  /** Holds buttons, not a value: its header is heard and not seen, and it is in no CSV. */
  readonly actions?: boolean;
}

/** The value as text, for search and for cells without a drawing of their own. */
export function textOf(value: CellValue): string {
  return value === null || value === undefined || value === '' ? NO_VALUE : String(value);
}

/** Missing values come last, whichever way one sorts. */
export function compareValues(a: CellValue, b: CellValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

/** Whether each word of `query` is found in one of the row's columns. */
export function matches<Row>(row: Row, columns: readonly Column<Row>[], query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = columns
    .map((column) => column.value(row))
    .filter((value) => value !== null && value !== undefined)
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The best number of each column where one row alone has it, among the rows in view. */
export function bestValues<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Map<string, number> {
  const best = new Map<string, number>();
  if (rows.length < 2) return best;
  for (const { id, best: wanted, value } of columns) {
    if (wanted === undefined) continue;
    const numbers = rows.map(value).filter((number): number is number => typeof number === 'number');
    if (numbers.length === 0) continue;
    const found = numbers.reduce((a, b) => (wanted === 'max' ? Math.max(a, b) : Math.min(a, b)));
    // What several share is nobody's.
    if (numbers.indexOf(found) === numbers.lastIndexOf(found)) best.set(id, found);
  }
  return best;
}

/** For data attributes, which a style sheet asks only whether they are there. */
export function flag(on: boolean | undefined): true | undefined {
  return on === true ? true : undefined;
}
