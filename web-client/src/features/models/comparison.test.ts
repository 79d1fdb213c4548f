import { describe, expect, it } from 'vitest';
import { compare, directionOf } from './comparison';

describe('a version against the incumbent', () => {
  it('is better or worse by what the metric means', () => {
    const rows = compare(
      [
        { key: 'test.accuracy', value: 0.94 },
        { key: 'test.loss', value: 0.3 },
      ],
      [
        { key: 'test.accuracy', value: 0.91 },
        { key: 'test.loss', value: 0.2 },
      ],
    );
    expect(rows.map(({ key, better }) => [key, better])).toEqual([
      ['test.accuracy', 'this'],
      ['test.loss', 'that'],
    ]);
    expect(rows[0]?.difference).toBeCloseTo(0.03);
  });

  it('is neither where nothing tells the direction, or nothing differs', () => {
    const [same, unknown] = compare(
      [
        { key: 'accuracy', value: 0.5 },
        { key: 'rows', value: 12 },
      ],
      [
        { key: 'accuracy', value: 0.5 },
        { key: 'rows', value: 13 },
      ],
    );
    expect(same?.better).toBe('same');
    expect(unknown?.better).toBe('unknown');
    expect(unknown?.difference).toBe(-1);
  });

  it('shows what only one of them reported, last', () => {
    const rows = compare(
      [{ key: 'a', value: 1 }],
      [
        { key: 'b', value: null },
        { key: 'a', value: 2 },
      ],
    );
    expect(rows.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(rows[1]).toEqual({ key: 'b', mine: null, theirs: null, difference: null, better: 'unknown' });
  });

  it.each([
    ['test.accuracy', 'more'],
    ['f1_macro', 'more'],
    ['log_loss', 'less'],
    ['latency_ms', 'less'],
    ['train_rows', null],
    ['epoch', null],
  ])('reads the direction of %s', (key, direction) => expect(directionOf(key)).toBe(direction));
});
