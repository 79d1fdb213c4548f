import type { Page } from '@playwright/test';
import { expect, test } from './console-test';
import { atHome, goTo, press, tabTo } from './keys';
import { WINE_CSV, WORLD } from './world';

test('a project is made and opened', async ({ seat }) => {
  const page = await atHome(seat('engineer'));
  const name = `Keys ${Date.now().toString(36)}`;
  await goTo(page, 'p', 'Projects');

  await choose(page, 'create project', /^Create project/);
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await page.keyboard.type(name);
  await press(page, 'Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await openRow(page, name);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});

test('a run is found by its name, and cloned', async ({ seat }) => {
  const page = await atHome(seat('engineer'));
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
  const page = await atHome(seat('engineer'));
  await goTo(page, 'r', 'Runs');
  await expect(page.getByRole('row', { name: WORLD.bestRun }).first()).toBeVisible();
  await press(page, 'j', 'x', 'j', 'x');
  await expect(page.getByText('2 runs selected')).toBeVisible();
  await press(page, 'c');
  await expect(page.getByRole('heading', { level: 1, name: 'Compare runs' })).toBeVisible();
});

test('an endpoint is asked, and stopping it is thought better of', async ({ seat }) => {
  const page = await atHome(seat('engineer'));
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

test('a data set is made, and a file chosen for it', async ({ seat }) => {
  const page = await atHome(seat('engineer'));
  const name = `keys-${Date.now().toString(36)}`;
  await goTo(page, 'd', 'Data sets');
  await tabTo(page, 'Create data set');
  await press(page, 'Enter');
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await expect(page.getByRole('dialog').getByLabel('Project')).toBeEnabled();
  await page.keyboard.type(name);
  await press(page, 'Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  await tabTo(page, 'Choose files');
  const chooser = page.waitForEvent('filechooser');
  await press(page, 'Enter');
  await (await chooser).setFiles(WINE_CSV);
  await expect(page.getByRole('list', { name: 'Uploads' }).getByText('Uploaded')).toBeVisible();
});

test('a job is opened from the list of jobs, and a model from that of models', async ({ seat }) => {
  const page = await atHome(seat('engineer'));
  await goTo(page, 'j', 'Jobs');
  await openRow(page, WORLD.slowRun);
  await expect(page.getByRole('heading', { level: 1, name: WORLD.slowRun })).toBeVisible();
  await goTo(page, 'm', 'Models');
  await openRow(page, WORLD.model);
  await expect(page.getByRole('heading', { level: 1, name: `${WORLD.model} v1` })).toBeVisible();
});

test('alerts are opened, and the inbox is narrowed', async ({ seat }) => {
  const page = await atHome(seat('engineer'));
  await goTo(page, 'a', 'Alerts');
  await goTo(page, 'i', 'Inbox');
  const filters = page.getByRole('search').getByRole('button');
  await expect(filters.first()).toBeVisible();
  await press(page, '/');
  await expect(filters.first()).toBeFocused();
  await press(page, 'Tab');
  await expect(filters.first()).not.toBeFocused();
});

test('cost is followed to its ledger lines', async ({ seat }) => {
  const page = await atHome(seat('engineer'));
  await goTo(page, 'c', 'Cost');
  await openRow(page, WORLD.project);
  // The newest ones come first: those of replicas may have pushed the job's out of sight by now.
  await expect(page.getByRole('region', { name: 'Ledger lines, table' })).toContainText(
    /(job|replica)\.cpu_seconds/,
  );
});

test('a key is made, and the roles of a member are looked at', async ({ seat }) => {
  const page = await atHome(seat('owner'));
  await goTo(page, 'k', 'API keys');
  await choose(page, 'create api key', /^Create API key/);
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await page.keyboard.type('by keyboard');
  await press(page, 'Tab', 'Space', 'Enter');
  await expect(page.getByRole('dialog', { name: 'by keyboard is created' })).toBeVisible();
  await tabTo(page, 'I have kept it');
  await press(page, 'Enter');
  await expect(page.getByRole('row', { name: 'by keyboard' })).toBeVisible();

  await goTo(page, 'u', 'Members');
  await tabTo(page, /^Actions of /);
  await press(page, 'Enter');
  const roles = page.getByRole('menuitem', { name: 'Change roles and teams…' });
  await expect(roles).toBeVisible();
  await expect(async () => {
    await press(page, 'ArrowDown');
    await expect(roles).toBeFocused({ timeout: 500 });
  }).toPass();
  await press(page, 'Enter');
  await expect(page.getByRole('dialog', { name: /roles and teams/i })).toBeVisible();
  await press(page, 'Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('somebody is invited, and a role is named', async ({ seat }) => {
  const page = await atHome(seat('owner'));
  const mark = Date.now().toString(36);
  await goTo(page, 'u', 'Members');
  await tabTo(page, 'Invite people');
  await press(page, 'Enter');
  await expect(page.getByRole('dialog').getByLabel('E-mail addresses')).toBeFocused();
  await page.keyboard.type(`${mark}@demo.keelson.example`);
  await tabTo(page, 'Add role');
  await press(page, 'Enter');
  await tabTo(page, 'Send invitation');
  await press(page, 'Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await tabTo(page, 'New role');
  await press(page, 'Enter');
  const drawer = page.getByRole('region', { name: 'New role' });
  await expect(drawer.getByRole('heading', { name: 'New role' })).toBeFocused();
  await press(page, 'Tab', 'Tab');
  await page.keyboard.type(`Keys ${mark}`);
  await press(page, 'Tab', 'Tab', 'Space');
  await tabTo(page, 'Create role');
  await press(page, 'Enter');
  await expect(drawer).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'New role' })).toBeFocused();
});

test('a team and a service account are made', async ({ seat }) => {
  const page = await atHome(seat('owner'));
  const mark = Date.now().toString(36);
  await goTo(page, 'u', 'Members');
  await tabTo(page, 'New team');
  await press(page, 'Enter');
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await page.keyboard.type(`Team ${mark}`);
  await press(page, 'Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'New team' })).toBeFocused();

  await tabTo(page, /^Service accounts/, 'link');
  await press(page, 'Enter');
  await tabTo(page, 'New service account');
  await press(page, 'Enter');
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await page.keyboard.type(`account-${mark}`);
  await press(page, 'Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('row', { name: `account-${mark}` })).toBeVisible();
});

test('leaving is thought better of', async ({ seat }) => {
  const page = await atHome(seat('owner'));
  await goTo(page, 's', 'Settings');
  await tabTo(page, /^Leave /);
  await press(page, 'Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await press(page, 'Escape');
  await expect(page.getByRole('button', { name: /^Leave / })).toBeFocused();
});

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
