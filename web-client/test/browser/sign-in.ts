import { expect, type Page } from '@playwright/test';
import { PASSWORD, type PersonName } from './platform';

/** Opens a page of the console as somebody who is not signed in yet, and goes through the identity provider to it. */
export async function signIn(page: Page, person: PersonName, path = '/') {
  await page.goto(path);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await passIdentityProvider(page, person);
}

/** The provider asks for the name first: it may belong to an organisation with a provider of its own. */
export async function passIdentityProvider(page: Page, person: PersonName) {
  await typeNameAndPassword(page, person);
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

/** As anybody who has the password of all, wherever that leads. */
export async function typeNameAndPassword(page: Page, username: string) {
  await page.locator('#username').fill(username);
  await page.locator('#kc-login').click();
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#kc-login').click();
}

/** By the side bar: pages may link to a section by the same name. */
export async function openSection(page: Page, name: string) {
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true });
  await link.click();
  await expect(link, 'the page before it is gone').toHaveAttribute('aria-current', 'page');
}
