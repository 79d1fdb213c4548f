import { expect, test } from './console-test';
import { openSection } from './sign-in';
import { WORLD } from './world';

test('a viewer reads, and is offered nothing that they may not do', async ({ seat }) => {
  const { page } = await seat('viewer', '/projects');
  await expect(page.getByRole('link', { name: WORLD.project, exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create project' })).toHaveCount(0);

  await openSection(page, 'Models');
  await page.getByRole('link', { name: WORLD.model, exact: true }).click();
  await expect(page.getByText('Approved', { exact: true }).first()).toBeVisible();
  for (const name of ['Archive', 'Set alias', 'Deploy v1'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);

  await openSection(page, 'Settings');
  const main = page.getByRole('navigation', { name: 'Main' });
  await expect(main.getByRole('link', { name: 'Members', exact: true })).toBeVisible();
  await expect(main.getByRole('link', { name: 'API keys', exact: true })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Audit log', exact: true })).toHaveCount(0);
});

test('a member of another organisation sees nothing of this one', async ({ seat }) => {
  const { page: insider } = await seat('engineer', '/projects');
  await insider.getByRole('link', { name: WORLD.project, exact: true }).click();
  await expect(insider.getByRole('heading', { level: 1, name: WORLD.project })).toBeVisible();
  const { pathname } = new URL(insider.url());

  const { page } = await seat('other-owner', '/projects');
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
  await expect(page.getByText('No projects yet')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(WORLD.slug);
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText(/^No/);
  await page.goto(pathname);
  await expect(page.getByText('Nothing here')).toBeVisible();
  await expect(page.getByText(WORLD.project)).toHaveCount(0);
});
