import { expect, type Page } from '@playwright/test';
import type { MailServer } from './mail-server';
import { PASSWORD } from './platform';
import type { Newcomer } from './world';

/** Makes an account on the pages of the identity provider, and goes by the link of its mail to the console. */
export async function signUp(page: Page, person: Newcomer, mails: MailServer) {
  await page.goto('/');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Sign up' }).click();
  await fillInSignUp(page, person);
  await page.getByRole('button', { name: 'Sign up' }).click();
  // Whoever owns the address chooses the password, not whoever typed it.
  await page.goto(await mails.linkTo(person.email));
  await page.locator('#password-new').fill(PASSWORD);
  await page.locator('#password-confirm').fill(PASSWORD);
  await page.getByRole('button', { name: 'Save password' }).click();
}

export async function fillInSignUp(page: Page, person: Newcomer) {
  await page.getByLabel('Username').fill(person.username);
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('First name').fill(person.firstName);
  await page.getByLabel('Last name').fill(person.lastName);
}

/** As somebody who belongs nowhere yet: afterwards the console is open in it. */
export async function foundOrganisation(page: Page, name: string) {
  await expect(page.getByRole('heading', { name: 'No organisation yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Create organisation' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create organisation' }).click();
  await page.getByRole('link', { name: `Open ${name}` }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}
