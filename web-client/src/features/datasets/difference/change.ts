import type { DatasetVersionRowFragment, TableChangeFragment } from '@/api/generated/datasets';
import { count, metric, NO_VALUE, percent } from '@/format/number';
import { words } from './words';

const says = words.change;

export type ColumnChange = TableChangeFragment['columns'][number];

/** A column from which on its values are said to have shifted: as much as the usual rule of thumb calls a change. */
export const SHIFTED = 0.2;

export function isShifted({ psi }: ColumnChange): boolean {
  return psi !== null && psi >= SHIFTED;
}

/** `Added`, `INTEGER → DOUBLE`; nothing where it is there in both with one type. */
export function schemaChange({ before, after }: ColumnChange): string | null {
  if (before === null) return 'Added';
  if (after === null) return 'Removed';
  return before.type === after.type ? null : `${before.type} → ${after.type}`;
}

/** The change of the schema, with the type of a column that is new or gone: `Added, DOUBLE`. */
export function becameOf(column: ColumnChange): string | null {
  const change = schemaChange(column);
  if (column.before !== null && column.after !== null) return change;
  const type = column.after?.type ?? column.before?.type;
  return type === undefined ? change : `${change ?? ''}, ${type}`;
}

/** Those whose place in the schema changed first, then those that moved furthest. */
export function mostChangedFirst(columns: readonly ColumnChange[]): ColumnChange[] {
  const rank = (column: ColumnChange) => (schemaChange(column) === null ? (column.psi ?? -1) : Infinity);
  return columns.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
}

/** `181,440, 12,266 more`. */
export function rowsChange(rows: number, before: number): string {
  if (rows === before) return says.manyAsBefore(rows);
  const by = count(Math.abs(rows - before));
  return `${count(rows)}, ${by} ${rows > before ? 'more' : 'fewer'}`;
}

interface Counts {
  readonly unchanged: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly moved: number;
}

/** `2 added, 1 of them moved, 1 removed, 12 unchanged`. */
export function filesChange({ unchanged, added, removed, changed, moved }: Counts): string {
  const parts = [
    added > 0 && says.added(added, moved > 0 ? says.ofThemMoved(moved) : ''),
    removed > 0 && says.removed(removed),
    changed > 0 && says.changed(changed),
    unchanged > 0 && says.unchanged(unchanged),
  ].filter((part) => part !== false);
  return added + removed + changed === 0 ? says.noneOfThemChanged(unchanged) : parts.join(', ');
}

/** `0.3 % → 2.1 %`; of one side alone where the column was not there. */
export function missingChange({ before, after }: ColumnChange, rows: number, rowsBefore: number): string {
  const was = before === null || rowsBefore === 0 ? null : before.missing / rowsBefore;
  const is = after === null || rows === 0 ? null : after.missing / rows;
  return fromTo(was, is, (share) => percent(share, 1));
}

export function meanChange({ before, after }: ColumnChange): string {
  return fromTo(before?.mean ?? null, after?.mean ?? null, metric);
}

function fromTo(was: number | null, is: number | null, text: (value: number) => string): string {
  if (was === null && is === null) return NO_VALUE;
  const [from, to] = [was, is].map((value) => (value === null ? NO_VALUE : text(value)));
  return from === to ? (to ?? NO_VALUE) : `${from ?? NO_VALUE} → ${to ?? NO_VALUE}`;
}

/** Whether other versions can be held against it. */
export function isComparable({ digest, removedAt }: DatasetVersionRowFragment): boolean {
  return digest !== null && removedAt === null;
}
