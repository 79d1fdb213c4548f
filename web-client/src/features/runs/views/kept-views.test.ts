import { afterEach, expect, it, vi } from 'vitest';
import { keepViews, keptViews, withView } from './kept-views';

afterEach(() => vi.unstubAllGlobals());

function browser(kept: string | null) {
  const items = new Map<string, string>();
  if (kept !== null) items.set('keelson-views:runs', kept);
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  });
}

it('are kept under their names, the last one of a name', () => {
  browser(null);
  const views = withView([], { name: ' Peak ', search: 'where=tag~campaign~is~q4' });
  expect(keepViews('runs', withView(views, { name: 'Peak', search: 'state=FAILED' }))).toBe(true);
  expect(keptViews('runs')).toEqual([{ name: 'Peak', search: 'state=FAILED' }]);
  expect(keptViews('another list')).toEqual([]);
});

it.each(['{', '{}', '[1, null, {"name": 2}]'])('are none where the browser has kept %s', (kept) => {
  browser(kept);
  expect(keptViews('runs')).toEqual([]);
});

it('are not kept by a browser that keeps nothing', () => {
  vi.stubGlobal('localStorage', {
    setItem: () => {
      throw new Error('refused');
    },
  });
  expect(keepViews('runs', [])).toBe(false);
  expect(keptViews('runs')).toEqual([]);
});
