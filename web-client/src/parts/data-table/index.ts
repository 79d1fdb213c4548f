export { type Column, type CellValue } from './column';
export { saveCsv, toCsv } from './csv';
export { DataTable, type DataTableProps } from './DataTable';
export type { Grouping } from './groups';
export { BelowNote, BelowRow, type Opening } from './opening';
export { useSelection, type Selection } from './selection';
