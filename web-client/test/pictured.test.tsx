import { matchPath, type RouteObject } from 'react-router';
import { expect, test } from 'vitest';
import { routes } from '@/routes';
import { PICTURED } from './look/pictured';
import { allStates } from './look/states';

/** Drawn by others, or leading on before anything is drawn. */
const LEFT_OUT = new Set(['*', '/things/:thing', '/settings/graphiql']);

test('a picture is kept of every page', async () => {
  const states = await allStates();
  const pictured = states.filter(({ name }) => PICTURED.has(name));
  const seen = pictured.map(({ path }) => new URL(path, 'http://console').pathname);
  const patterns = pagesOf(routes).filter((pattern) => !LEFT_OUT.has(pattern));
  expect(patterns.length).toBeGreaterThan(20);
  expect(patterns.filter((pattern) => !seen.some((path) => matchPath(pattern, path) !== null))).toEqual([]);
  expect([...PICTURED].filter((name) => !states.some((state) => state.name === name))).toEqual([]);
});

function pagesOf(from: readonly RouteObject[]): readonly string[] {
  return from.flatMap(({ path, children = [] }) => [
    ...(path === undefined ? [] : [path]),
    ...pagesOf(children),
  ]);
}
