import { expect, test, type Browser, type Page } from '@playwright/test';
import { IdentityProvider } from './identity-provider';
import { look } from './inspection';
import { press } from './keys';
import { MailServer } from './mail-server';
import { PASSWORD } from './platform';
import { typeNameAndPassword } from './sign-in';
import { fillInSignUp } from './sign-up';
import { Watch } from './watch';
import { SIGN_IN } from './world';

/** The pages before the console, which the identity provider shows in the platform's theme. */
test.describe.configure({ mode: 'serial' });

const { domain, person, locked, stranger } = SIGN_IN;
const WRONG = /^Wrong username or password/;
const identityProvider = IdentityProvider.find();
test.skip(identityProvider === null, 'nothing here makes people, or locks them out');

let mails: MailServer;
let closeSignUp: (() => Promise<void>) | undefined;
let usedLink: string;

test.beforeAll(async () => {
  mails = await MailServer.open();
  closeSignUp = await identityProvider?.openSignUp(mails.port);
  await identityProvider?.addPerson(person);
  await identityProvider?.addPerson(locked);
});

test.afterAll(async () => {
  await closeSignUp?.();
  await identityProvider?.removePeople(domain);
  mails.close();
});

test('somebody signs in with the keyboard alone, after a wrong password', async ({ browser }) => {
  const { page, watch } = await signInPage(browser);
  await expect(page).toHaveTitle('Sign in to Keelson · Keelson');
  await expect(page.locator('#username')).toBeFocused();
  await isFine(page, 'Sign-in name');

  await page.keyboard.type(person.username);
  await press(page, 'Enter');
  await expect(page.locator('#kc-attempted-username')).toHaveText(person.username);
  await expect(page.locator('#password')).toBeFocused();
  await isFine(page, 'Sign-in password');

  await page.keyboard.type('not theirs');
  await press(page, 'Enter');
  const password = page.locator('#password');
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByRole('alert')).toHaveText(WRONG);
  await expect(password).toBeFocused();
  await expect(password).toHaveAttribute('aria-invalid', 'true');
  await expect(password).toHaveAccessibleDescription(WRONG);
  await isFine(page, 'Wrong password');

  await page.keyboard.type(PASSWORD);
  await press(page, 'Tab');
  await expect(page.getByRole('button', { name: 'Show password' })).toBeFocused();
  await press(page, 'Enter');
  await expect(password).toHaveAttribute('type', 'text');
  await press(page, 'Tab', 'Enter');
  await expect(page.getByRole('heading', { name: 'No organisation yet' })).toBeVisible();
  await endsWithout(page, watch);
});

test('who is locked out is told so whatever they type, in the words of a wrong password', async ({
  browser,
}) => {
  const { page, watch } = await signInPage(browser);
  await identityProvider?.lockOut(locked);
  await typeNameAndPassword(page, locked.username);
  await expect(page.locator('#password')).toHaveAccessibleDescription(WRONG);
  await expect(page.locator('#password')).toHaveAccessibleDescription(/locked for a minute/);
  await isFine(page, 'Locked out');
  await endsWithout(page, watch);
});

test('who has forgotten their password chooses another by mail', async ({ browser }) => {
  const { page, watch } = await signInPage(browser);
  await page.locator('#username').fill(person.username);
  await page.locator('#kc-login').click();
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(page.getByRole('heading', { name: 'Forgotten password' })).toBeVisible();
  await isFine(page, 'Forgotten password');
  await page.locator('#username').fill(person.email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expect(page.getByRole('status')).toContainText('a link is on its way');
  await isFine(page, 'Link sent');

  usedLink = await mails.linkTo(person.email);
  await page.goto(usedLink);
  await page.locator('#password-new').fill(`new ${PASSWORD}`);
  await page.locator('#password-confirm').fill('another');
  await page.getByRole('button', { name: 'Save password' }).click();
  await expect(page.locator('#password-confirm')).toBeFocused();
  await expect(page.locator('#password-confirm')).toHaveAccessibleDescription('The two passwords differ.');
  await isFine(page, 'New password');
  for (const field of ['#password-new', '#password-confirm']) await page.locator(field).fill(PASSWORD);
  await page.getByRole('button', { name: 'Save password' }).click();
  await expect(page.getByRole('heading', { name: 'No organisation yet' })).toBeVisible();
  await endsWithout(page, watch);
});

test('a link that was used and a page that was sent before say so', async ({ browser }) => {
  const { page, watch } = await open(browser, usedLink);
  await expect(page.getByRole('alert')).toContainText('has expired');
  await expect(page.getByRole('link', { name: 'Open Keelson' })).toBeVisible();
  await isFine(page, 'Expired link');
  await endsWithout(page, watch);

  const { page: later, watch: laterWatch } = await signInPage(browser);
  const sent = new URL((await later.locator('#kc-form-login').getAttribute('action')) ?? '');
  await later.locator('#username').fill(person.username);
  await later.locator('#kc-login').click();
  await expect(later.locator('#password')).toBeVisible();
  // As the browser's own way back asks for it.
  sent.searchParams.delete('session_code');
  await later.goto(sent.href);
  await expect(later.getByRole('heading', { name: 'This page has expired' })).toBeVisible();
  await isFine(later, 'Expired page');
  await later.getByRole('link', { name: 'Continue' }).click();
  await expect(later.locator('#password')).toBeVisible();
  await endsWithout(later, laterWatch);
});

test('a stranger signs up, and is told what is wrong field by field', async ({ browser }) => {
  const { page, watch } = await signInPage(browser);
  await page.getByRole('link', { name: 'Sign up' }).click();
  await isFine(page, 'Sign-up');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByLabel('Username')).toBeFocused();
  await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(/./);
  await isFine(page, 'Sign-up with faults');
  await fillInSignUp(page, stranger);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByText(`We have sent a link to ${stranger.email}`)).toBeVisible();
  await isFine(page, 'Verify e-mail');

  await mails.linkTo(stranger.email);
  await page.setContent(mails.pageTo(stranger.email));
  await expect(page.getByRole('link', { name: 'Verify the address' })).toBeVisible();
  await isFine(page, 'Mail');
  await endsWithout(page, watch);
});

test('a device is signed in by its code, and the person signs out', async ({ browser }) => {
  const device = await identityProvider?.askForDevice();
  const { page, watch } = await open(browser, device?.page ?? '');
  await expect(page.getByLabel('Code that the device shows')).toBeFocused();
  await isFine(page, 'Device code');
  await page.keyboard.type('NONE-SUCH');
  await press(page, 'Enter');
  await expect(page.getByLabel('Code that the device shows')).toHaveAccessibleDescription(/No device waits/);
  await isFine(page, 'Wrong device code');
  await page.getByLabel('Code that the device shows').fill(device?.code ?? '');
  await press(page, 'Enter');
  await typeNameAndPassword(page, person.username);
  await expect(page.getByRole('heading', { name: 'Sign in Keelson command line?' })).toBeVisible();
  await isFine(page, 'Device approval');
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'The device is signed in' })).toBeVisible();
  await isFine(page, 'Device done');

  await page.goto(identityProvider?.signOutPage ?? '');
  await isFine(page, 'Sign-out');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
  await isFine(page, 'Signed out');
  await endsWithout(page, watch);
});

interface Visit {
  readonly page: Page;
  readonly watch: Watch;
}

/** Where the console has sent somebody who is not signed in. */
async function signInPage(browser: Browser): Promise<Visit> {
  const { page, watch } = await open(browser, '/');
  await page.getByRole('link', { name: 'Sign in' }).click();
  return { page, watch };
}

/** The console asks who is there before it shows its link, and what the provider refuses, such as a used link, has the status of an error. */
async function open(browser: Browser, address: string): Promise<Visit> {
  const page = await (await browser.newContext()).newPage();
  const watch = new Watch(page);
  watch.excuse(/40[01]/);
  await page.goto(address);
  return { page, watch };
}

/** Holds a page to axe and its width; what it fetches is the platform's own. */
async function isFine(page: Page, title: string) {
  expect.soft(await look(page, title), `what is wrong with how ${title} looks`).toEqual([]);
}

async function endsWithout(page: Page, watch: Watch) {
  expect(watch.take(), 'errors of the pages').toEqual([]);
  await page.context().close();
}
