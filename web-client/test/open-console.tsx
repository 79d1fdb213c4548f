import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { createMemoryRouter } from 'react-router';
import { expect, vi } from 'vitest';
import { Console } from '@/Console';
import { routes } from '@/routes';
import type { FakePlatform } from './platform';
import { socketsOf } from './page-socket';

/** The whole console on one page, in front of `platform`. */
export function openConsole(platform: FakePlatform, path = '/projects') {
  vi.stubGlobal('fetch', platform.fetch);
  vi.stubGlobal('WebSocket', socketsOf(platform));
  window.history.replaceState(null, '', path);
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  const user = userEvent.setup();
  const view = render(<Console router={router} />);
  return { user, router, ...view };
}

/** Colours are checked in a real browser (test/look): jsdom draws nothing. */
export async function expectNoAxeViolation() {
  const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}
