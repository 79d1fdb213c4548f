import { describe, expect, it } from 'vitest';
import { staleRows } from './stale-rows';

function list(...statuses: ('RUNNING' | 'SCHEDULED' | 'FINISHED')[]) {
  return statuses.map((status, index) => ({ cursor: `c${index}`, node: { status } }));
}

describe('what of a list of runs is asked for again', () => {
  it('is nothing once all are over', () => {
    expect(staleRows(list('FINISHED', 'FINISHED'), 2)).toBeNull();
    expect(staleRows([], 2)).toBeNull();
  });

  it('is the whole of a list of one page', () => {
    expect(staleRows(list('FINISHED', 'RUNNING'), 2)).toEqual({ first: 2, after: null });
  });

  it('is a page of another size of a longer one, from the first active run on', () => {
    expect(staleRows(list('FINISHED', 'FINISHED', 'SCHEDULED'), 2)).toEqual({ first: 1, after: 'c1' });
    expect(staleRows(list('RUNNING', 'FINISHED', 'FINISHED'), 2)).toEqual({ first: 1, after: null });
  });
});
