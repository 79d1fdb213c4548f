import { expect, test, type Page } from '@playwright/test';
import axe from 'axe-core';
import { join } from 'node:path';
import { clippedTexts } from './clipping';
import type { Size, Theme } from './state';
import { allStates } from './states';
import { OUTPUT, scrollsSideways, SIZES, still, visit } from './visit';

const THEMES: readonly Theme[] = ['light', 'dark'];

/**
 * Each state, as a violation of the policy, an error in the console, a page that scrolls sideways, a text that is cut off,
 * and a violation that axe finds (contrast included) fail it.
 */
for (const state of await allStates()) {
  for (const theme of THEMES) {
    for (const size of Object.keys(SIZES) as Size[]) {
      test(`${state.name} ${theme} ${size}`, async ({ browser }, { testId }) => {
        const context = await browser.newContext({ viewport: SIZES[size], colorScheme: theme });
        const { page, problems } = await visit(context, state, size, testId);
        await page.screenshot({ path: join(OUTPUT, `${state.name}-${theme}-${size}.png`) });
        problems.push(...(await scrollsSideways(page)), ...(await clippedTexts(page)));
        // The browser's debugger is not bound by the page's policy, so axe may be put into the page.
        await page.evaluate(axe.source);
        for (const { id, nodes } of await violations(page))
          problems.push(
            `axe ${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join(' | ')}`,
          );
        expect(problems).toEqual([]);
        await context.close();
      });
    }
  }
}

/** An editor draws lines anew where axe scrolls it, and axe is lost among elements that have gone: then once more. */
async function violations(page: Page) {
  for (let left = 2; ; left--) {
    try {
      return (await page.evaluate(() => window.axe.run(document))).violations;
    } catch (error) {
      if (left === 0) throw error;
      await still(page);
    }
  }
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
