import { describe, expect, it } from 'vitest';
import { edgesOf, grownMost, type Bin } from './bins';

const bin = (known: Partial<Bin>): Bin => ({
  category: null,
  from: null,
  to: null,
  missing: false,
  other: false,
  observedCount: 10,
  referenceCount: 10,
  ...known,
});

/** Below 5, 5 to 10 and so on, at last all above, and what has no value. */
const numbers = (observed: readonly number[], step = 5): Bin[] => [
  ...observed.map((count, index) =>
    bin({
      from: index === 0 ? null : index * step,
      to: index === observed.length - 1 ? null : (index + 1) * step,
      observedCount: count,
    }),
  ),
  bin({ missing: true, observedCount: 0, referenceCount: 0 }),
];

describe('what stands below the bins of a feature', () => {
  it('is where bins of numbers begin, the first, one in the middle and the last that has room, and what has no value', () => {
    expect(edgesOf(numbers(new Array<number>(10).fill(10))).map(({ text }) => text)).toEqual([
      '5',
      '25',
      '45',
      'none',
    ]);
  });

  it('lies at the bound that it tells', () => {
    const [first] = edgesOf(numbers(new Array<number>(10).fill(10)));
    expect(first?.at).toBeCloseTo((200 - 8) / 11 / 200, 5);
  });

  it('is fewer of long figures, and none twice', () => {
    const edges = edgesOf(numbers(new Array<number>(4).fill(10), 1_234_567));
    expect(edges.map(({ text }) => text)).toEqual(['1,230,000', '3,700,000', 'none']);
  });

  it('is the names of categories, cut where they are long', () => {
    const names = ['garden', 'paint', 'tools and machines', 'toys'];
    const bins = [
      ...names.map((category) => bin({ category })),
      bin({ other: true }),
      bin({ missing: true }),
    ];
    expect(edgesOf(bins).map(({ text }) => text)).toEqual(['garden', 'tools and…', 'other', 'none']);
  });

  it('is nothing without bins, or where no bound is finite', () => {
    expect(edgesOf([])).toEqual([]);
    expect(edgesOf([bin({})])).toEqual([]);
  });
});

describe('the values that came most above their share in the training', () => {
  it('are those of neighbouring bins together', () => {
    expect(grownMost(numbers([4, 6, 8, 10, 22]))).toEqual({
      what: '20 or more',
      observed: 0.44,
      reference: 0.2,
    });
    expect(grownMost(numbers([18, 17, 5, 5, 5]))?.what).toBe('below 10');
    expect(grownMost(numbers([5, 15, 20, 5, 5]))?.what).toBe('5 to 15');
  });

  it('are one category, those that were not seen, or none at all', () => {
    const two = (known: Partial<Bin>) => [bin({ category: 'garden', observedCount: 4 }), bin(known)];
    expect(grownMost(two({ category: 'tools' }))?.what).toBe('tools');
    expect(grownMost(two({ other: true }))?.what).toBe('values that training has not seen');
    expect(grownMost(two({ missing: true }))?.what).toBe('no value');
  });

  it('are none where all is as it was', () => {
    expect(grownMost([bin({}), bin({})])).toBeNull();
    expect(grownMost([])).toBeNull();
  });
});
