import { describe, expect, it } from 'vitest';
import type { Column } from './column';
import { readView, writeView } from './view';

type Row = Readonly<Record<string, string>>;

const column = (id: string, optional = false): Column<Row> => ({
  id,
  header: id,
  optional,
  value: (row) => row[id],
});
const columns = [column('name'), column('cost'), column('seed', true)];
const read = (search: string, prefix = '') =>
  readView(new URLSearchParams(search), columns, prefix, { id: 'name', descending: false });
const written = (search: string, change: Parameters<typeof writeView>[3], prefix = '') =>
  writeView(new URLSearchParams(search), columns, prefix, change).toString();

describe('how a table is looked at', () => {
  it('is what it was at first where the address says nothing', () => {
    expect(read('')).toEqual({
      query: '',
      sort: { id: 'name', descending: false },
      columns: new Set(['name', 'cost']),
    });
  });

  it('is read from the address, without columns that there are none of', () => {
    expect(read('q=vit&sort=-cost&columns=name,gone,seed')).toEqual({
      query: 'vit',
      sort: { id: 'cost', descending: true },
      columns: new Set(['name', 'seed']),
    });
    expect(read('sort=-gone').sort).toEqual({ id: 'name', descending: false });
  });

  it('is written to the address and leaves what is not its own', () => {
    expect(written('tab=log&q=a', { query: 'b c' })).toBe('tab=log&q=b+c');
    expect(written('tab=log&q=a', { query: '' })).toBe('tab=log');
    expect(written('', { sort: { id: 'cost', descending: true } })).toBe('sort=-cost');
    expect(written('sort=-cost', { sort: null })).toBe('');
  });

  it('names picked columns in their own order, and none where they are those of the beginning', () => {
    expect(written('', { columns: new Set(['seed', 'name']) })).toBe('columns=name%2Cseed');
    expect(written('columns=name', { columns: new Set(['cost', 'name']) })).toBe('');
    expect(written('columns=name', { columns: null })).toBe('');
  });

  it('keeps two tables in one address apart', () => {
    const both = written('sort=-cost', { sort: { id: 'name', descending: true }, query: 'x' }, 'p');
    expect(both).toBe('sort=-cost&pq=x&psort=-name');
    expect(read(both).sort).toEqual({ id: 'cost', descending: true });
    expect(read(both, 'p')).toMatchObject({ query: 'x', sort: { id: 'name', descending: true } });
  });
});
