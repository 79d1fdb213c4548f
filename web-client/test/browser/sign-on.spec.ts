import type { Browser, Page } from '@playwright/test';
import { closeSeat, expect, test, type Seat } from './console-test';
import { IdentityProvider } from './identity-provider';
import { inspect } from './inspection';
import { NameServer } from './name-server';
import { DNS_PORT, PASSWORD } from './platform';
import { openSection, typeNameAndPassword } from './sign-in';
import { foundOrganisation } from './sign-up';
import { Watch } from './watch';
import { SIGN_ON } from './world';

/** A customer's people sign in at a second realm, which stands for an identity provider of the customer's own. */
test.describe.configure({ mode: 'serial' });

const CLIENT = 'keelson';
const SECRET = 'a secret of the customer’s';
const { domain, organisation, realm, founder, employee } = SIGN_ON;
const identityProvider = IdentityProvider.find();
test.skip(identityProvider === null || DNS_PORT === 0, 'nothing here makes a realm, or proves a domain');

let names: NameServer;
let removeRealm: (() => Promise<void>) | undefined;
let owner: Seat;

test.beforeAll(async ({ browser }) => {
  names = await NameServer.open(DNS_PORT);
  removeRealm = await identityProvider?.addRealm(realm);
  await identityProvider?.addPerson(founder);
  await identityProvider?.addPerson(employee, realm);
  const page = await signInPage(browser);
  await typeNameAndPassword(page, founder.username);
  await foundOrganisation(page, organisation);
  owner = { page, watch: new Watch(page) };
});

test.afterAll(async () => {
  await removeRealm?.();
  await identityProvider?.removePeople(domain);
  names.close();
  await closeSeat(owner);
});

test('an owner names the provider, and proves the domain by its DNS', async () => {
  test.setTimeout(150_000);
  const { page, watch } = owner;
  await watch.view(() => openSection(page, 'Settings'));
  const view = await watch.view(async () => {
    await page.getByRole('main').getByRole('link', { name: 'Single sign-on' }).click();
    await expect(page.getByRole('heading', { name: 'No identity provider yet' })).toBeVisible();
  });
  await inspect(owner, 'Single sign-on without a provider', view);

  await page.getByRole('button', { name: 'Set identity provider' }).click();
  const provider = page.getByRole('dialog', { name: 'Set identity provider' });
  await provider.getByLabel('Issuer').fill(identityProvider?.issuerOf(realm) ?? '');
  await provider.getByLabel('Client id').fill(CLIENT);
  await provider.getByRole('textbox', { name: 'Client secret' }).fill(SECRET);
  await provider.getByLabel('Role', { exact: true }).selectOption({ label: 'Engineer' });
  await provider.getByRole('button', { name: 'Save identity provider' }).click();
  await expect(provider).toHaveCount(0);
  await identityProvider?.addClient(realm, CLIENT, SECRET, await fact(page, 'Redirect address'));

  await page.getByRole('button', { name: 'Add domain' }).click();
  const named = page.getByRole('dialog', { name: 'Add domain' });
  await named.getByLabel('Domain').fill(domain);
  await named.getByRole('button', { name: 'Add domain' }).click();
  await expect(named).toHaveCount(0);
  names.show(await fact(page, 'TXT record'), await fact(page, 'Its text'));
  await page.getByRole('button', { name: `Verify ${domain}` }).click();
  await expect(page.getByRole('button', { name: `Verify ${domain}` })).toHaveCount(0);
  await expect(page.getByText('In effect', { exact: true })).toBeVisible({ timeout: 60_000 });
  await inspect(owner, 'Single sign-on', { operations: [], waterfall: 0 });
});

test('whoever types an address of the domain signs in there, and has the role that it gives', async ({
  browser,
}) => {
  const page = await signInPage(browser);
  await page.locator('#username').fill(employee.email);
  await page.locator('#kc-login').click();
  await expect(page).toHaveURL(new RegExp(`/realms/${realm}/`));
  await page.locator('#username').fill(employee.username);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#kc-login').click();

  const watch = new Watch(page);
  await expect(page.getByRole('button', { name: `Organisation: ${organisation}` })).toBeVisible();
  await openSection(page, 'Projects');
  await expect(page.getByRole('button', { name: 'Create project' })).toBeVisible();
  await openSection(page, 'Members');
  await expect(page.getByRole('row', { name: founder.email })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Invite people' })).toHaveCount(0);
  expect(watch.take(), 'errors of the page').toEqual([]);
  await page.context().close();
});

test('the owner finds them among the members', async () => {
  const { page, watch } = owner;
  await openSection(page, 'Members');
  await expect(page.getByRole('row', { name: employee.email })).toContainText('Engineer');
  expect(watch.take(), 'errors of the page').toEqual([]);
});

/** A fact of the page that is there to be copied. */
async function fact(page: Page, label: string): Promise<string> {
  const term = page.getByRole('term').filter({ hasText: new RegExp(`^${label}$`) });
  const value = await term.locator('xpath=following-sibling::dd[1]').locator('span').nth(1).textContent();
  return value ?? '';
}

/** Where the console has sent somebody who is not signed in. */
async function signInPage(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto('/');
  await page.getByRole('link', { name: 'Sign in' }).click();
  return page;
}
