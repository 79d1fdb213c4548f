import { describe, expect, it } from 'vitest';
import { change, judge, toInput } from './weights';

describe('weights', () => {
  it('may be sent once they add up to 100', () => {
    expect(judge({ r22: '90', r23: '10' })).toEqual({ total: 100, problem: null });
    expect(judge({ r22: '90', r23: '2' }).problem).toBe('8 % still have to go somewhere.');
    expect(judge({ r22: '90', r23: '12' }).problem).toBe('2 % are given away twice.');
  });

  it.each(['', '-1', '101', '1.5', 'all'])('are whole numbers: not %j', (text) => {
    expect(judge({ r22: text, r23: '10' })).toEqual({
      total: null,
      problem: 'Each weight is a whole number from 0 to 100.',
    });
  });

  it('move against each other where there are two', () => {
    expect(change({ r22: '90', r23: '10' }, 'r23', '25')).toEqual({ r22: '75', r23: '25' });
    expect(change({ r22: '90', r23: '10' }, 'r23', 'x')).toEqual({ r22: '90', r23: 'x' });
    expect(change({ a: '50', b: '25', c: '25' }, 'a', '40')).toEqual({ a: '40', b: '25', c: '25' });
  });

  it('keep who gets nothing ready, or let it end', () => {
    expect(toInput({ r22: '0', r23: '100' }, false)).toEqual([
      { revisionId: 'r22', weight: 0 },
      { revisionId: 'r23', weight: 100 },
    ]);
    expect(toInput({ r22: '0', r23: '100' }, true)).toEqual([{ revisionId: 'r23', weight: 100 }]);
  });
});
