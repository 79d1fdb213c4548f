import { expect, type Page } from '@playwright/test';

/** What a person does who has no mouse. */
export async function press(page: Page, ...keys: readonly string[]) {
  for (const key of keys) await page.keyboard.press(key);
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
