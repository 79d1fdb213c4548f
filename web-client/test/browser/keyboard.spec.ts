import type { Page } from '@playwright/test';
import { expect, test } from './console-test';
import { WORLD } from './world';

test('a project is made and opened', async ({ seat }) => {
  const { page } = await seat('engineer');
  const name = `Keys ${Date.now().toString(36)}`;
  await press(page, 'g', 'p');
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();

  await choose(page, 'create project', /^Create project/);
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await page.keyboard.type(name);
  await press(page, 'Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await openRow(page, name);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});

test('a run is found by its name, and cloned', async ({ seat }) => {
  const { page } = await seat('engineer');
  await choose(page, WORLD.bestRun, new RegExp(`^${WORLD.bestRun}.*Run in ${WORLD.project}`));
  await expect(page.getByRole('heading', { level: 1, name: WORLD.bestRun })).toBeVisible();

  await tabTo(page, 'Clone');
  await press(page, 'Enter');
  await expect(page.getByRole('dialog').getByLabel('Name of the run')).toBeFocused();
  await press(page, 'Control+a');
  await page.keyboard.type('by-keyboard');
  await press(page, 'Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'by-keyboard' })).toBeVisible();
});

test('two runs are selected and compared', async ({ seat }) => {
  const { page } = await seat('engineer');
  await press(page, 'g', 'r');
  await expect(page.getByRole('row', { name: WORLD.bestRun }).first()).toBeVisible();
  await press(page, 'j', 'x', 'j', 'x');
  await expect(page.getByText('2 runs selected')).toBeVisible();
  await press(page, 'c');
  await expect(page.getByRole('heading', { level: 1, name: 'Compare runs' })).toBeVisible();
});

test('an endpoint is asked, and stopping it is thought better of', async ({ seat }) => {
  const { page } = await seat('engineer');
  await choose(page, WORLD.endpoint, new RegExp(`^${WORLD.endpoint}.*Endpoint`));
  await expect(page.getByRole('heading', { level: 1, name: WORLD.endpoint })).toBeVisible();
  await tabTo(page, 'Stop');
  await press(page, 'Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await press(page, 'Escape');
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeFocused();

  await tabTo(page, 'Send');
  await press(page, 'Control+Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Answered in' })).toBeVisible();
});

async function press(page: Page, ...keys: readonly string[]) {
  for (const key of keys) await page.keyboard.press(key);
}

/** By the palette. */
async function choose(page: Page, text: string, entry: RegExp) {
  await press(page, 'Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(text);
  const option = page.getByRole('option', { name: entry });
  await expect(option).toBeVisible();
  while ((await option.getAttribute('aria-selected')) !== 'true') await press(page, 'ArrowDown');
  await press(page, 'Enter');
}

/** Down the list until the row has the focus, then `Enter`. */
async function openRow(page: Page, name: string) {
  const row = page.getByRole('row', { name });
  await expect(row).toBeVisible();
  await expect(async () => {
    await press(page, 'j');
    await expect(row).toBeFocused({ timeout: 100 });
  }).toPass();
  await press(page, 'Enter');
}

const MAX_TABS = 100;

async function tabTo(page: Page, button: string) {
  const wanted = page.getByRole('button', { name: button, exact: true });
  await expect(wanted).toBeVisible();
  for (let tabs = 0; tabs < MAX_TABS; tabs++) {
    await press(page, 'Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${button} does not get the focus within ${MAX_TABS} tabs`);
}
