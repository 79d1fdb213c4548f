import { configure, getConfig, render, screen } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { createMemoryRouter, type RouteObject } from 'react-router';
import { expect, vi } from 'vitest';
import { Console } from '@/Console';
import { routes } from '@/routes';
import type { FakePlatform } from './platform';
import { socketsOf } from './page-socket';

/** Pages whose scripts are on their way. */
const opening = new Set<Promise<unknown>>();

// A page is transformed when a file first opens it, which on a busy machine takes longer than anything that is waited for:
// waits, clicks and keys begin once it is there.
const before = getConfig();
configure({
  asyncWrapper: (callback) =>
    before.asyncWrapper(async () => {
      await Promise.allSettled(opening);
      return callback() as unknown;
    }),
});

function watched(route: RouteObject): RouteObject {
  const { lazy, children } = route;
  if (children !== undefined) return { ...route, children: children.map(watched) };
  if (typeof lazy !== 'function') return route;
  return {
    ...route,
    lazy: () => {
      const page = lazy();
      opening.add(page);
      void page.catch(() => undefined).finally(() => opening.delete(page));
      return page;
    },
  };
}

const pages = routes.map(watched);

/** The whole console on one page, in front of `platform`. */
export function openConsole(platform: FakePlatform, path = '/projects') {
  vi.stubGlobal('fetch', platform.fetch);
  vi.stubGlobal('WebSocket', socketsOf(platform));
  window.history.replaceState(null, '', path);
  const router = createMemoryRouter(pages, { initialEntries: [path] });
  const user = userEvent.setup();
  const view = render(<Console router={router} />);
  return { user, router, ...view };
}

/** Colours are checked in a real browser (test/look): jsdom draws nothing. */
export async function expectNoAxeViolation() {
  const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

/** Chooses in the menu of the row that is about `of`. */
export async function chooseInRow(user: UserEvent, of: string, action: string) {
  await user.click(await screen.findByRole('button', { name: `Actions of ${of}` }));
  await user.click(await screen.findByRole('menuitem', { name: action }));
}

/** What the menu of a row offers. */
export async function actionsInRow(user: UserEvent, of: string): Promise<(string | null)[]> {
  await user.click(await screen.findByRole('button', { name: `Actions of ${of}` }));
  const items = await screen.findAllByRole('menuitem');
  const labels = items.map(({ textContent }) => textContent);
  await user.keyboard('{Escape}');
  return labels;
}

/** Picks one value in a filter of a list and closes its menu. */
export async function filterBy(user: UserEvent, label: string, word: string | RegExp) {
  await user.click(await screen.findByRole('button', { name: new RegExp(`^${label} `) }));
  await user.click(await screen.findByRole('menuitemcheckbox', { name: word }));
  await user.keyboard('{Escape}');
}
