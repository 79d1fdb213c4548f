import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { test, type Seat } from './console-test';
import { LEAVES_OUT_HEAVY, OUTPUT } from './platform';
import type { View } from './watch';

const THEMES = ['light', 'dark'] as const;
const SIZES = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'narrow', width: 390, height: 844 },
] as const;

/** Each theme and each size once, or each theme in each size. */
const LOOKS = SIZES.flatMap((size, i) =>
  THEMES.filter((_, j) => !LEAVES_OUT_HEAVY || i === j).map((theme) => ({ size, theme })),
);
const MAX_REQUESTS = 2;
const MAX_WATERFALL = 2;
const GRAVE = ['serious', 'critical'];

/** Looks at an open page in both themes and both sizes, keeps a picture of each, and holds it to what every page promises. */
export async function inspect({ page, watch }: Seat, title: string, { operations, waterfall }: View) {
  figure(
    `${title}: ${operations.length} requests (${operations.join(', ') || 'all cached'}), waterfall ${waterfall}`,
  );
  expect.soft(await look(page, title), 'what is wrong with how it looks').toEqual([]);
  expect.soft(operations.length, `requests: ${operations.join(', ')}`).toBeLessThanOrEqual(MAX_REQUESTS);
  expect.soft(waterfall, 'requests that waited for one another').toBeLessThanOrEqual(MAX_WATERFALL);
  expect.soft(watch.take(), 'errors of the page').toEqual([]);
}

/**
 * Keeps a picture of each theme and size, which need nothing of the console.
 *
 * @returns what is wrong with how it looks
 */
export async function look(page: Page, title: string): Promise<string[]> {
  const found: string[] = [];
  for (const { size, theme } of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({
      path: `${OUTPUT}/${title.toLowerCase().replaceAll(' ', '-')}-${theme}-${size.name}.png`,
      fullPage: true,
    });
    for (const problem of [...(await violations(page)), ...(await sideways(page))])
      found.push(`${theme} ${size.name}: ${problem}`);
  }
  await page.setViewportSize(SIZES[0]);
  return found;
}

/** A figure to be read, not judged: it stands in the report. */
export function figure(text: string) {
  test.info().annotations.push({ type: 'figure', description: text });
}

/** The browser's debugger is not bound by the page's policy, so axe may be put into the page. */
async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations: all } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return all
    .filter(({ impact }) => GRAVE.includes(impact ?? ''))
    .map(
      ({ id, nodes }) =>
        `axe ${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join(' | ')}`,
    );
}

async function sideways(page: Page): Promise<string[]> {
  const pixels = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return pixels > 0 ? [`scrolls ${pixels} px sideways`] : [];
}
