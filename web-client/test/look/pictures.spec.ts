import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { clippedTexts } from './clipping';
import { whyNotCompared } from './kept';
import { PICTURED } from './pictured';
import type { Size, Theme } from './state';
import { allStates } from './states';
import { scrollsSideways, SIZES, still, visit } from './visit';

/**
 * The build's everyday run takes one picture of each state. Where nobody says so, all are taken: a narrow page in the dark
 * has the layout of one picture and the colours of another.
 */
const THEMES: Readonly<Partial<Record<Size, readonly Theme[]>>> =
  process.env.KEELSON_LOOK_LEFT_OUT === 'heavy'
    ? { wide: ['light'] }
    : { wide: ['light', 'dark'], narrow: ['light'] };

/** On a good day each answer comes, also where others burn the processors. */
const PATIENCE_MS = 20_000;

const WHY_NOT = whyNotCompared();

/** One a worker: scripts are fetched, and read, once. */
const test = base.extend<object, { readonly seat: BrowserContext }>({
  seat: [
    async ({ browser }, use) => {
      const context = await browser.newContext({
        locale: 'en-GB',
        timezoneId: 'UTC',
        reducedMotion: 'reduce',
      });
      await use(context);
      await context.close();
    },
    { scope: 'worker' },
  ],
});

test.beforeEach(() => {
  test.skip(WHY_NOT !== null && test.info().config.updateSnapshots === 'none', WHY_NOT ?? '');
});

const states = (await allStates()).filter(({ name }) => PICTURED.has(name));
for (const state of states) {
  for (const [size, themes] of Object.entries(THEMES) as [Size, readonly Theme[]][]) {
    test(`${state.name} ${size}`, { tag: '@pictured' }, async ({ seat }, { testId }) => {
      const { page, problems } = await visit(seat, state, size, testId, PATIENCE_MS);
      try {
        await showWhole(page, SIZES[size]);
        for (const theme of themes) {
          await page.emulateMedia({ colorScheme: theme });
          await still(page);
          const file = `${state.name}-${theme}-${size}.png`;
          await expect.soft(page).toHaveScreenshot(file);
        }
        problems.push(...(await scrollsSideways(page)), ...(await clippedTexts(page)));
        expect(problems).toEqual([]);
      } finally {
        await page.close();
      }
    });
  }
}

/** As on a screen on which nothing has to scroll: else what sticks to its edges would lie over the middle of the page. */
async function showWhole(page: Page, { width, height }: { readonly width: number; readonly height: number }) {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  let shown: number = height;
  for (;;) {
    const wanted = await page.evaluate(() => document.documentElement.scrollHeight);
    if (wanted <= shown) break;
    shown = wanted;
    await page.setViewportSize({ width, height: shown });
    await still(page);
  }
  await page.evaluate(() => {
    // The caret of the editor of statements blinks, and is none of the browser's.
    const editor = document.activeElement?.closest('.CodeMirror');
    if (editor != null) (document.activeElement as HTMLElement).blur();
    // Served at a port that is free, which is another one each time.
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      if (text.nodeValue?.includes(location.host) !== true) continue;
      text.nodeValue = text.nodeValue.replaceAll(location.host, 'keelson.example');
    }
  });
}
