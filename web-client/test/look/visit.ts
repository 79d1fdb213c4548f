import type { BrowserContext, Page } from '@playwright/test';
import { join } from 'node:path';
import { REFERENCE_NOW } from '../world/clock';
import type { Size, State } from './state';

export const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;
export const OUTPUT = join(import.meta.dirname, '../../target/look');

const ORIGIN = process.env.KEELSON_LOOK_ORIGIN ?? '';

/**
 * Goes to the state in a page of its own.
 *
 * @param world of the stand-in, so that none finds what another one has done
 * @param patienceMs how long an answer is waited for
 * @returns the page, and what went wrong in it so far and from then on
 */
export async function visit(
  context: BrowserContext,
  state: State,
  size: Size,
  world: string,
  patienceMs = 3_000,
) {
  const cookies = Object.entries({ day: state.day, world: world.replaceAll(/\W/g, '') });
  await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: ORIGIN })));
  const page = await context.newPage();
  const problems: string[] = [];
  // A refused request is part of some days; the browser reports each as an error of its own.
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.addInitScript(standStill, REFERENCE_NOW);
  const settled = watchNetwork(page, patienceMs);
  await page.setViewportSize(SIZES[size]);
  await page.goto(ORIGIN + state.path);
  await page.locator(state.ready).first().waitFor();
  await state.act?.(page, size);
  await settled();
  return { page, problems };
}

/**
 * Until nothing is asked for any more, nothing is told by a socket, and all of it is drawn.
 *
 * @param patienceMs how long something may hang: on some days it does for ever
 */
function watchNetwork(page: Page, patienceMs: number): () => Promise<void> {
  const open = new Set<unknown>();
  let changedMs = performance.now();
  const changed = () => {
    changedMs = performance.now();
  };
  page.on('request', (request) => {
    open.add(request);
    changed();
  });
  const ended = (request: unknown) => {
    open.delete(request);
    changed();
  };
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  page.on('websocket', (socket) => {
    socket.on('framesent', changed);
    socket.on('framereceived', changed);
  });
  return async () => {
    let beforeMs: number;
    do {
      beforeMs = changedMs;
      await still(page);
    } while (changedMs > beforeMs || (open.size > 0 && performance.now() - changedMs < patienceMs));
  };
}

/** Until the page has not changed for a while, however slowly this machine draws. */
export function still(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const STILL_MS = 200;
    const STILL_FRAMES = 8;
    const LONGEST_MS = 5_000;
    await document.fonts.ready;
    const sinceMs = performance.now();
    let changedMs = sinceMs;
    let frames = 0;
    const changes = new MutationObserver(() => {
      changedMs = performance.now();
      frames = 0;
    });
    changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    do {
      await new Promise(requestAnimationFrame);
      frames += 1;
    } while (
      performance.now() - sinceMs < LONGEST_MS &&
      (performance.now() - changedMs < STILL_MS || frames < STILL_FRAMES)
    );
    changes.disconnect();
  });
}

/** Only the calendar: with a browser's whole clock stopped, dialogs would never have opened. */
function standStill(now: number) {
  const Running = globalThis.Date;
  globalThis.Date = class extends Running {
    constructor(...parts: number[]) {
      super(...((parts.length === 0 ? [now] : parts) as [number]));
    }
    static override now() {
      return now;
    }
  } as DateConstructor;
  // What an earlier page of the same browser chose is not chosen in this one.
  if (sessionStorage.getItem('visited') === null) localStorage.clear();
  sessionStorage.setItem('visited', '');
}

export function scrollsSideways(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const sideways = document.documentElement.scrollWidth - window.innerWidth;
    return sideways > 0 ? [`scrolls ${sideways} px sideways`] : [];
  });
}
