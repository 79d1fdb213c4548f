import { expect, test, type Page } from '@playwright/test';
import axe from 'axe-core';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REFERENCE_NOW } from '../world/clock';
import { clippedTexts } from './clipping';
import { PICTURED } from './pictured';
import type { Size, State, Theme } from './state';
import { allStates } from './states';

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;
const THEMES: readonly Theme[] = ['light', 'dark'];
const ORIGIN = process.env.KEELSON_LOOK_ORIGIN ?? '';
const OUTPUT = join(import.meta.dirname, '../../target/look');

for (const state of await allStates()) {
  for (const theme of THEMES) {
    for (const size of Object.keys(SIZES) as Size[]) {
      const tag = PICTURED.has(state.name) ? ['@pictured'] : [];
      test(`${state.name} ${theme} ${size}`, { tag }, async ({ browser }, { testId }) => {
        const context = await browser.newContext({ viewport: SIZES[size], colorScheme: theme });
        await context.addCookies(
          Object.entries({ day: state.day, world: testId.replaceAll(/\W/g, '') }).map(([name, value]) => ({
            name,
            value,
            url: ORIGIN,
          })),
        );
        await look(await context.newPage(), state, `${state.name}-${theme}-${size}.png`, size);
        await context.close();
      });
    }
  }
}

/**
 * Goes to the state, and fails on a violation of the policy, an error in the console, a page that scrolls sideways, a
 * text that is cut off, a violation that axe finds (contrast included), and a picture unlike the one that is kept.
 */
async function look(page: Page, state: State, file: string, size: Size) {
  const problems: string[] = [];
  await page.addInitScript(standStill, REFERENCE_NOW);
  // A refused request is part of some days; the browser reports each as an error of its own.
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(ORIGIN + state.path);
  await page.locator(state.ready).first().waitFor();
  await state.act?.(page, size);
  await page.evaluate(async () => {
    await document.fonts.ready;
  });
  if (isCompared(state)) await expect.soft(page).toHaveScreenshot(file, { fullPage: true });
  await page.screenshot({ path: join(OUTPUT, file) });

  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (sideways > 0) problems.push(`scrolls ${sideways} px sideways`);
  problems.push(...(await clippedTexts(page)));
  // The browser's debugger is not bound by the page's policy, so axe may be put into the page.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  for (const { id, nodes } of violations)
    problems.push(
      `axe ${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join(' | ')}`,
    );
  expect(problems).toEqual([]);
}

/** Once pictures are kept, and while they are. */
function isCompared({ name }: State): boolean {
  const isKept = existsSync(join(import.meta.dirname, 'pictures'));
  return PICTURED.has(name) && (isKept || test.info().config.updateSnapshots === 'all');
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
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
