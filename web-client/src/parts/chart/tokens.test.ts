import { describe, expect, it } from 'vitest';
import { strokeOf } from './tokens';

describe('the strokes of a chart', () => {
  it('differ in their dash where lines may cover each other', () => {
    const dashes = [0, 1, 2, 3].map((index) => strokeOf({}, index).dash.join());
    expect(new Set(dashes).size).toBe(4);
    expect(dashes[0]).toBe('');
  });

  it('are never the same twice among two dozen, and the least distinct colours never solid', () => {
    const strokes = Array.from({ length: 24 }, (_, index) => strokeOf({}, index));
    expect(new Set(strokes.map(({ colour, dash }) => `${colour} ${dash.join()}`)).size).toBe(24);
    expect(strokes.slice(4, 6).every(({ dash }) => dash.length > 0)).toBe(true);
  });

  it('are as a chart wants them', () => {
    expect(strokeOf({ colour: 2, dashed: false }, 3)).toEqual({ colour: 2, dash: [] });
    expect(strokeOf({ dashed: true }, 0).dash.length).toBeGreaterThan(0);
  });
});
