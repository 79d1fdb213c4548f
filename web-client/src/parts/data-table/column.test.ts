import { describe, expect, it } from 'vitest';
import { bestValues, compareValues, matches, textOf, type Column } from './column';

type Row = Readonly<Record<string, string | number | null>>;

const column = (id: string, best?: 'max' | 'min'): Column<Row> => ({
  id,
  header: id,
  ...(best === undefined ? {} : { best }),
  value: (row) => row[id],
});

describe('the columns of a table', () => {
  it('find a row by all words, each in any of them', () => {
    const row = { name: 'damage-vit-l #418', by: 'Engineer', cost: null };
    const columns = ['name', 'by', 'cost'].map((id) => column(id));
    expect(matches(row, columns, 'VIT engi')).toBe(true);
    expect(matches(row, columns, '  ')).toBe(true);
    expect(matches(row, columns, 'vit approver')).toBe(false);
    expect(matches(row, columns, 'null')).toBe(false);
  });

  it('order figures as figures, and numbers within names too', () => {
    expect([10, 9, -1].sort(compareValues)).toEqual([-1, 9, 10]);
    expect(['run 10', 'run 9', 'Run 1'].sort(compareValues)).toEqual(['Run 1', 'run 9', 'run 10']);
  });

  it('know the best of the rows in view, where there is more than one', () => {
    const columns = [column('f1', 'max'), column('loss', 'min'), column('lr')];
    const rows = [
      { f1: 0.9, loss: 0.3, lr: 1 },
      { f1: 0.95, loss: null, lr: 2 },
    ];
    expect(bestValues(rows, columns)).toEqual(
      new Map([
        ['f1', 0.95],
        ['loss', 0.3],
      ]),
    );
    expect(bestValues(rows.slice(1), columns)).toEqual(new Map());
  });

  it('have no best where several share it', () => {
    const columns = [column('f1', 'max'), column('loss', 'min')];
    const rows = [
      { f1: 0.95, loss: 0.3 },
      { f1: 0.95, loss: 0.2 },
      { f1: 0.9, loss: null },
    ];
    expect(bestValues(rows, columns)).toEqual(new Map([['loss', 0.2]]));
  });

  it('say that there is no value', () => {
    expect([textOf(null), textOf(undefined), textOf(''), textOf(0), textOf(false)]).toEqual([
      '–',
      '–',
      '–',
      '0',
      'false',
    ]);
  });
});
