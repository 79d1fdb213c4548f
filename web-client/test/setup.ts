import { cleanup, configure } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, vi } from 'vitest';
import { REFERENCE_NOW } from './world/clock';

// A page is transformed when a file first opens it: on a machine that builds beside it, that took more than ten seconds.
// Who waits for what comes waits no longer than it takes; only what never comes takes all of it.
configure({ asyncUtilTimeout: 30_000 });

document.documentElement.lang = 'en'; // as in index.html

// What jsdom lacks and the console asks for: the system's theme, and sizes (nothing is laid out here).
// Nothing moves: a menu that has been closed is gone, and is not read as part of the next.
vi.stubGlobal('matchMedia', (media: string) =>
  Object.assign(new EventTarget(), { media, matches: media === '(prefers-reduced-motion: reduce)' }),
);
vi.stubGlobal('scrollTo', () => undefined);
vi.stubGlobal(
  'ResizeObserver',
  class {
    readonly observe = () => undefined;
    readonly unobserve = () => undefined;
    readonly disconnect = () => undefined;
  },
);
HTMLCanvasElement.prototype.getContext = () => null; // axe asks for one
// Without a canvas there is no chart; what it says in words is there.
vi.mock('@/parts/chart/Plot', () => ({
  default: ({ label }: { readonly label: string }) =>
    createElement('div', { role: 'img', 'aria-label': label }),
}));
Element.prototype.scrollIntoView = () => undefined;
Object.defineProperty(File.prototype, 'webkitRelativePath', { value: '' });

// Pages show the moment of the reference; only the calendar stands still, timers run.
vi.useFakeTimers({ toFake: ['Date'], now: REFERENCE_NOW });

afterEach(() => {
  cleanup();
  document.body.replaceChildren(); // the dialogs' portal stays, and would come before the next console
  localStorage.clear();
  sessionStorage.clear();
  delete document.documentElement.dataset.density;
});
