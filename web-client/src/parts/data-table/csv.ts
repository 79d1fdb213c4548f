import type { CellValue, Column } from './column';

/** Text that a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** The rows as RFC 4180 text, figures unrounded; text that a spreadsheet would run is quoted with an apostrophe. */
export function toCsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const head = columns.map(({ header, unit }) => field(unit === undefined ? header : `${header} (${unit})`));
  const lines = rows.map((row) =>
    columns.map((column) => field((column.exported ?? column.value)(row))).join(','),
  );
  return [head.join(','), ...lines, ''].join('\r\n');
}

function field(value: CellValue): string {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands `text` to the browser as a file; the mark in front tells spreadsheets that it is UTF-8. */
export function saveCsv(name: string, text: string) {
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
