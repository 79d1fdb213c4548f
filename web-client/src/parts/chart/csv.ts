import type { SeriesStore } from './series-store';

/** Comma-separated values as RFC 4180 has them. What a spreadsheet would take for a formula is given as text. */
export function csv(rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** One row for each x, one column for each series. */
export function seriesCsv(store: SeriesStore, xName: string): string {
  const head = [xName, ...store.specs.map(({ label }) => label)];
  return csv([head, ...store.xs.map((x, row) => [x, ...store.columns.map((column) => column[row])])]);
}

/** An exact amount is text, and no formula though it is below 0. */
const NUMBER = /^-?\d+(\.\d+)?$/;

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const isFormula = /^[=+\-@\t\r]/.test(value) && !NUMBER.test(value);
  const text = isFormula ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Has the browser save `text` as a file. */
export function saveAs(fileName: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // Not at once: the browser reads the address after this task.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
