import { expect, type Page } from '@playwright/test';
import type { Seat } from './console-test';

/** What a person does who has no mouse. */
export async function press(page: Page, ...keys: readonly string[]) {
  for (const key of keys) await page.keyboard.press(key);
}

/** Whoever has just signed in at Home may press keys once its heading is there: from then on the page listens. */
export async function atHome(seat: Promise<Seat>): Promise<Page> {
  const { page } = await seat;
  await expect(page.getByRole('heading', { level: 1, name: 'Home', exact: true })).toBeVisible();
  return page;
}

/** With `g` and the section's letter: again where the second came too late to belong to the first. */
export async function goTo(page: Page, letter: string, section: string) {
  await expect(async () => {
    await press(page, 'g', letter);
    await expect(page.getByRole('heading', { level: 1, name: section, exact: true })).toBeVisible({
      timeout: 5_000,
    });
  }).toPass();
}

const MAX_TABS = 100;

/** With `Tab` until the control has the focus. */
export async function tabTo(
  page: Page,
  name: string | RegExp,
  role: 'button' | 'link' | 'textbox' = 'button',
) {
  const wanted = page.getByRole(role, { name, exact: true }).first();
  await expect(wanted).toBeVisible();
  for (let tabs = 0; tabs < MAX_TABS; tabs++) {
    await press(page, 'Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${String(name)} does not get the focus within ${MAX_TABS} tabs`);
}
