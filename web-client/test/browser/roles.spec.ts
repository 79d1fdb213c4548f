import { expect, test } from './console-test';
import { openSection } from './sign-in';
import { WORLD } from './world';

test('a viewer reads, and is told clearly what they may not change', async ({ seat }) => {
  const { page } = await seat('viewer', '/projects');
  await expect(page.getByRole('link', { name: WORLD.project, exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create project' })).toHaveCount(0);

  await openSection(page, 'Models');
  await page.getByRole('link', { name: WORLD.model, exact: true }).click();
  await page.getByRole('button', { name: 'Archive' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Archive/ }).click();
  const refusal = dialog.getByRole('alert');
  await expect(refusal).toContainText('Could not archive');
  await expect(refusal).toContainText('needs the permission MODEL_APPROVE');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Approved', { exact: true }).first()).toBeVisible();
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
