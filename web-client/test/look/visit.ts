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
 * @returns the page, and what went wrong in it so far and from then on
 */
export async function visit(context: BrowserContext, state: State, size: Size, world: string) {
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
  const settled = watchRequests(page);
  await page.setViewportSize(SIZES[size]);
  await page.goto(ORIGIN + state.path);
  await page.locator(state.ready).first().waitFor();
  await state.act?.(page, size);
  await settled();
  return { page, problems };
}

/** Until nothing is asked for any more, and what was answered is drawn. A request that hangs is part of some days. */
function watchRequests(page: Page): () => Promise<void> {
  const HANGS_MS = 3_000;
  const open = new Set<unknown>();
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  return async () => {
    const until = performance.now() + HANGS_MS;
    let quiet = 0;
    while (quiet < 2 && performance.now() < until) {
      quiet = open.size === 0 ? quiet + 1 : 0;
      await drawn(page);
    }
  };
}

/** Until what was changed is seen. */
export function drawn(page: Page): Promise<void> {
  return page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)));
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
