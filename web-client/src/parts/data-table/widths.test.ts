import { expect, it } from 'vitest';
import type { Column } from './column';
import { leastWidths, nameTakesRest } from './widths';

type Row = Readonly<Record<string, string>>;

const column = (id: string, more: Partial<Column<Row>> = {}): Column<Row> => ({
  id,
  header: id,
  value: (row) => row[id],
  ...more,
});

it('a table is as wide as its columns need, and on a narrow screen as those that are left', () => {
  const columns = [
    column('name', { name: true, width: 168 }),
    column('state', { width: 92 }),
    column('why', { p2: true }),
    column('cost', { p2: true, width: 88 }),
  ];
  expect(leastWidths(columns, true)).toEqual({ '--least': '474px', '--least-narrow': '258px' });
});

it('a name shares the rest with a column that has no width either', () => {
  const name = column('name', { name: true, width: 168 });
  expect(nameTakesRest([name, column('state', { width: 92 })])).toBe(true);
  expect(nameTakesRest([name, column('meter')])).toBe(false);
  expect(leastWidths([name, column('meter')], false)).toMatchObject({ '--least-narrow': '256px' });
});
