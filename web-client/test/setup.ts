import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// The first page of a file is transformed when it is first opened, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

document.documentElement.lang = 'en'; // as in index.html

// What jsdom lacks and the console asks for: the system's theme, and sizes (nothing is laid out here).
vi.stubGlobal('matchMedia', (media: string) => Object.assign(new EventTarget(), { media, matches: false }));
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
Element.prototype.scrollIntoView = () => undefined;

afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});
