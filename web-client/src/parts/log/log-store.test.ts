import { describe, expect, it } from 'vitest';
import { asText, LogStore, matching, pieces, type Line } from './log-store';

const line = (number: number, text = `line ${number}`): Line => ({
  at: `2026-11-25T10:00:${String(number).padStart(2, '0')}Z`,
  cursor: `c${number}`,
  stream: number % 2 === 0 ? 'OUT' : 'ERR',
  text,
});

describe('the lines of a log', () => {
  it('keeps each once, also when the stream begins anew', () => {
    const store = new LogStore();
    store.append([line(1), line(2)]);
    store.append([line(1), line(2), line(3)]);
    store.flush();

    expect(store.lines.map(({ cursor }) => cursor)).toEqual(['c1', 'c2', 'c3']);
    expect(store.cursor).toBe('c3');
  });

  it('lets the oldest go when there are too many, and says how many', () => {
    const store = new LogStore(3);
    store.append([1, 2, 3, 4, 5].map((number) => line(number)));
    store.flush();

    expect(store.lines.map(({ cursor }) => cursor)).toEqual(['c3', 'c4', 'c5']);
    expect(store.dropped).toBe(2);
  });

  it('tells its listeners once of many lines', async () => {
    const store = new LogStore(10, 1);
    let told = 0;
    store.subscribe(() => (told += 1));
    for (let number = 0; number < 5; number += 1) store.append([line(number)]);
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(told).toBe(1);
    expect(store.snapshot()).toHaveLength(5);
  });
});

it('finds lines in any case', () => {
  expect(matching([line(1, 'Loss 0.2'), line(2, 'done'), line(3, 'final LOSS')], 'loss')).toEqual([0, 2]);
  expect(matching([line(1)], '')).toEqual([]);
});

it.each([
  ['epoch 1, epoch 2', 'EPOCH', ['', 'epoch', ' 1, ', 'epoch', ' 2']],
  ['nothing', 'x', ['nothing']],
  ['all', '', ['all']],
])('cuts %j at %j', (text, wanted, expected) => {
  expect(pieces(text, wanted)).toEqual(expected);
});

it('is saved with time and stream', () => {
  expect(asText([line(1), line(2)])).toBe(
    '2026-11-25T10:00:01Z err line 1\n2026-11-25T10:00:02Z out line 2\n',
  );
});
