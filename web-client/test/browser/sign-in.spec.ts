import { expect, test } from './console-test';
import { openSection, passIdentityProvider } from './sign-in';

test('an engineer signs in through the identity provider and sees the organisation', async ({ seat }) => {
  const { page } = await seat('engineer');
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
  await openSection(page, 'Projects');
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
});

test('sign-in leads to the page that was asked for', async ({ seat }) => {
  const { page } = await seat('engineer', '/cost?period=week');
  await expect(page.getByRole('heading', { level: 1, name: 'Cost' })).toBeVisible();
  await expect(page).toHaveURL('/cost?period=week');
});

test('who signs in again after the session has ended is back where they were', async ({ seat }) => {
  const { page, watch } = await seat('engineer', '/projects');
  watch.excuse(/401/);
  await openSection(page, 'Jobs');
  await expect(page.getByRole('heading', { level: 1, name: 'Jobs' })).toBeVisible();

  await page.context().clearCookies();
  // The navigation may be gone before it has named the page.
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Endpoints', exact: true })
    .click();
  await expect(page.getByText('Your session has ended')).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await passIdentityProvider(page, 'engineer');

  await expect(page.getByRole('heading', { level: 1, name: 'Endpoints' })).toBeVisible();
  await expect(page).toHaveURL('/endpoints');
});

test('signing out ends the session here and at the identity provider', async ({ seat }) => {
  const { page, watch } = await seat('engineer');
  watch.excuse(/401/);
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Keelson' })).toBeVisible();

  await page.goto('/projects');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page.locator('#username')).toBeVisible();
});

test('the session cookie is out of reach of scripts, and no token is', async ({ seat }) => {
  const { page } = await seat('engineer');
  const cookies = (await page.context().cookies()).filter(({ name }) => name.startsWith('q_session'));
  expect(cookies).not.toHaveLength(0);
  for (const { httpOnly, sameSite } of cookies)
    expect({ httpOnly, sameSite }).toEqual({ httpOnly: true, sameSite: 'Lax' });
  const readable = await page.evaluate(
    () => `${document.cookie} ${JSON.stringify(localStorage)} ${JSON.stringify(sessionStorage)}`,
  );
  expect(readable).not.toMatch(/eyJ[\w-]+\.eyJ/);
});
