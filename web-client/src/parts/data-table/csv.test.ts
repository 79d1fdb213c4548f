import { describe, expect, it } from 'vitest';
import type { Column } from './column';
import { toCsv } from './csv';

interface Row {
  readonly name: string | null;
  readonly cost: number;
}

const columns: readonly Column<Row>[] = [
  { id: 'name', header: 'Name', value: ({ name }) => name },
  { id: 'cost', header: 'Cost', unit: 'EUR', value: ({ cost }) => cost },
];
const csvOf = (...names: (string | null)[]) =>
  toCsv(
    names.map((name) => ({ name, cost: 1 })),
    columns,
  );

describe('a table as CSV', () => {
  it('has a head with units, and lines that end as RFC 4180 wants them', () => {
    expect(csvOf('a', null)).toBe('Name,Cost (EUR)\r\na,1\r\n,1\r\n');
  });

  it('quotes separators, quotes and line ends', () => {
    expect(csvOf('a, b', 'say "so"', 'two\nlines')).toBe(
      'Name,Cost (EUR)\r\n"a, b",1\r\n"say ""so""",1\r\n"two\nlines",1\r\n',
    );
  });

  it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '\rx'])('lets no spreadsheet run %j', (text) => {
    const cell = csvOf(text).split('\r\n')[1] ?? '';
    expect(cell.replace(/^"/, '').startsWith(`'${text.charAt(0)}`)).toBe(true);
  });

  it('quotes a formula that needs quotes besides', () => {
    expect(csvOf('=HYPERLINK("http://x","y")')).toContain(`"'=HYPERLINK(""http://x"",""y"")",1`);
  });

  it('leaves numbers with a sign as numbers', () => {
    expect(csvOf('-12.5', '+3', '-1e-7')).toContain('-12.5,1\r\n+3,1\r\n-1e-7,1');
  });

  it('writes what a column exports, unrounded, in place of what it sorts by', () => {
    const exact: Column<Row> = {
      id: 'cost',
      header: 'Cost',
      value: ({ cost }) => cost,
      exported: () => '0.123456789012345678',
    };
    expect(toCsv([{ name: 'a', cost: 0.12 }], [exact])).toBe('Cost\r\n0.123456789012345678\r\n');
  });
});
