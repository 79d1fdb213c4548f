import type { Browser, Locator, Page, WebSocket } from '@playwright/test';
import { statusFor } from './api';
import { closeSeat, expect, test, type Seat } from './console-test';
import { IdentityProvider } from './identity-provider';
import { figure, inspect } from './inspection';
import { MailServer } from './mail-server';
import { openSection, typeNameAndPassword } from './sign-in';
import { foundOrganisation, signUp } from './sign-up';
import { operationOf, Watch, type View } from './watch';
import { TEAMWORK, type Newcomer } from './world';

/** Two strangers: one founds an organisation, the other is invited, is given more by a team, and leaves. */
test.describe.configure({ mode: 'serial' });

const LEAVER_IS_OUT_MS = 2_000;
const { founder, joiner, organisation, project, role, team } = TEAMWORK;
const identityProvider = IdentityProvider.find();
test.skip(identityProvider === null, 'the identity provider is somebody else’s: nobody signs up there');

let mails: MailServer;
let closeSignUp: (() => Promise<void>) | undefined;
const seats: Seat[] = [];
let owner: Seat;
let member: Seat;
let invitation = '';
let key = '';

test.beforeAll(async () => {
  mails = await MailServer.open();
  closeSignUp = await identityProvider?.openSignUp(mails.port);
});

test.afterEach(() => {
  for (const { watch } of seats) expect(watch.take(), 'errors of the pages').toEqual([]);
});

test.afterAll(async () => {
  await Promise.all(seats.map(closeSeat));
  await closeSignUp?.();
  await identityProvider?.removePeople(TEAMWORK.domain);
  mails.close();
});

test('a stranger signs up with an address that is verified, and founds an organisation', async ({
  browser,
}) => {
  owner = await seatOf(browser, founder);
  const { page } = owner;
  await foundOrganisation(page, organisation);

  await openSection(page, 'Members');
  const own = page.getByRole('row', { name: founder.email });
  await expect(own).toContainText('Owner');
  await expect(own).toContainText('the only one, so cannot leave');
});

test('they make a project to share', async () => {
  const { page } = owner;
  await openSection(page, 'Projects');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(project);
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('link', { name: project, exact: true })).toBeVisible();
});

test('they name a role of their own', async () => {
  const { page } = owner;
  await openSection(page, 'Members');
  await page.getByRole('button', { name: 'New role' }).click();
  const drawer = page.getByRole('region', { name: 'New role' });
  await drawer.getByRole('textbox', { name: 'Name' }).fill(role);
  await drawer.getByRole('checkbox', { name: 'Make API keys' }).check();
  await drawer.getByRole('checkbox', { name: 'Read the audit log' }).check();
  await drawer.getByRole('button', { name: 'Create role' }).click();
  await expect(drawer).toHaveCount(0);

  await inspect(owner, 'Roles', await openTab(owner, 'Roles'));
  await expect(rowOf(page, 'Roles', role)).toContainText('nobody');
});

test('and a team that holds it', async () => {
  const { page } = owner;
  await page.getByRole('button', { name: 'New team' }).click();
  const dialog = page.getByRole('dialog', { name: 'New team' });
  await dialog.getByLabel('Name').fill(team);
  await dialog.getByRole('button', { name: 'Add role' }).click();
  await dialog.getByLabel('Role 1', { exact: true }).selectOption(role);
  await dialog.getByRole('button', { name: 'Create team' }).click();
  await expect(dialog).toHaveCount(0);

  await inspect(owner, 'Teams', await openTab(owner, 'Teams'));
  await expect(rowOf(page, 'Teams', team)).toContainText(role);
});

test('they invite somebody by mail, who may read', async () => {
  const { page } = owner;
  await page.getByRole('button', { name: 'Invite people' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite people' });
  await dialog.getByLabel('E-mail addresses').fill(joiner.email);
  await dialog.getByRole('button', { name: 'Add role' }).click();
  await dialog.getByLabel('Role 1', { exact: true }).selectOption('Viewer');
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog).toHaveCount(0);

  await inspect(owner, 'Invitations', await openTab(owner, 'Invitations'));
  await expect(rowOf(page, 'Invitations', joiner.email)).toContainText('Viewer');
});

test('who was invited signs up, and finds the mail in the console', async ({ browser }) => {
  member = await seatOf(browser, joiner);
  const { page } = member;
  const mail = page.getByRole('group').filter({ hasText: 'You are invited to an organisation on Keelson' });
  await expect(async () => {
    await page.reload();
    await expect(mail).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await inspect(
    member,
    'No organisation yet',
    await member.watch.view(() => mail.locator('summary').click()),
  );
  invitation = (await mail.getByRole('link').getAttribute('href')) ?? '';
  expect(invitation).toMatch(/^\/invitation#/);
});

test('its link leads through the sign-in into the organisation, once', async () => {
  const { page, watch } = member;
  watch.excuse(/40[14]/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Keelson' })).toBeVisible();

  await page.goto(invitation);
  await expect(page.getByText('You are invited to an organisation')).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  const join = page.getByRole('button', { name: `Join ${organisation}` });
  const view = await watch.view(async () => {
    await typeNameAndPassword(page, joiner.username);
    await expect(join).toBeVisible();
  });
  expect(page.url(), 'the token is out of the address').not.toContain('#');
  await inspect(member, 'Invitation', view);
  await join.click();
  await expect(page.getByRole('heading', { name: `You belong to ${organisation}` })).toBeVisible();

  await page.goto(invitation);
  await page.reload();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByRole('heading', { name: 'This invitation is over' })).toBeVisible();
  await page.getByRole('link', { name: 'Back to the console' }).click();
});

test('they see what their role allows, and are offered nothing else', async () => {
  const { page } = member;
  await openSection(page, 'Projects');
  await expect(page.getByRole('link', { name: project, exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create project' })).toHaveCount(0);
  await expect(sectionsOf(page)).not.toContainText(['API keys']);

  await openSection(page, 'Members');
  await expect(page.getByRole('row', { name: founder.email })).toBeVisible();
  for (const name of ['New role', 'New team', 'Invite people', `Change ${founder.name}`])
    await expect(page.getByRole('button', { name })).toHaveCount(0);

  await openSection(page, 'Settings');
  await expect(page.getByRole('button', { name: `Leave ${organisation}` })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Audit log' })).toHaveCount(0);
});

test('a team gives them more', async () => {
  const { page: owners } = owner;
  await owners.reload();
  await owners.getByRole('link', { name: /^People/ }).click();
  await owners.getByRole('button', { name: `Actions of ${joiner.name}` }).click();
  await owners.getByRole('menuitem', { name: 'Change roles and teams…' }).click();
  const dialog = owners.getByRole('dialog', { name: `Roles and teams of ${joiner.name}` });
  await dialog.getByRole('checkbox', { name: team }).check();
  await dialog.getByRole('button', { name: 'Save roles and teams' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(owners.getByRole('row', { name: joiner.email })).toContainText(team);

  const { page } = member;
  await page.reload();
  await expect(page.getByRole('link', { name: 'Audit log' })).toBeVisible();
  await openSection(page, 'API keys');
  await page.getByRole('button', { name: 'Create key' }).first().click();
  const form = page.getByRole('dialog', { name: 'Create API key' });
  await form.getByLabel('Name').fill('harvest');
  await form.getByRole('checkbox', { name: 'Read the project' }).check();
  await expect(form.getByRole('checkbox', { name: 'Change the project' })).toHaveCount(0);
  await form.getByRole('button', { name: 'Create key' }).click();
  key = await page.getByRole('dialog', { name: 'harvest is created' }).locator('code').innerText();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  expect(await statusWith(key)).toBe(200);
});

test('who leaves is out everywhere within two seconds', async ({ browser }) => {
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto('/');
  await elsewhere.getByRole('link', { name: 'Sign in' }).click();
  await typeNameAndPassword(elsewhere, joiner.username);
  await expect(sectionsOf(elsewhere)).toBeVisible();
  const other = { page: elsewhere, watch: new Watch(elsewhere) };
  const following = liveSocketOf(elsewhere);
  await elsewhere.goto('/jobs?project=apples');
  const socket = await following;

  const { page, watch } = member;
  watch.excuse(/40[134]/);
  await openSection(page, 'Settings');
  await page.getByRole('button', { name: `Leave ${organisation}` }).click();
  const socketEnds = socket.waitForEvent('close').then(() => performance.now());
  const answer = page.waitForResponse((response) => operationOf(response.request()) === 'Leave');
  await page.getByRole('dialog').getByRole('button', { name: 'Leave organisation' }).click();
  await answer;
  const leftMs = performance.now();
  const [socketEndedMs, keyMs] = await Promise.all([socketEnds, untilRefused(key, leftMs)]);
  // It may be closed before the answer has come all the way.
  const socketMs = Math.max(0, socketEndedMs - leftMs);
  figure(
    `a leaver's socket is closed after ${Math.round(socketMs)} ms, their key refused after ${Math.round(keyMs)} ms`,
  );
  expect(socketMs, 'the socket of their other browser').toBeLessThanOrEqual(LEAVER_IS_OUT_MS);
  expect(keyMs, 'their key').toBeLessThanOrEqual(LEAVER_IS_OUT_MS);

  await expect(page.getByRole('heading', { name: 'No organisation yet' })).toBeVisible();
  const told = elsewhere.getByRole('heading', { name: `You cannot get into ${organisation} at present` });
  await inspect(other, 'No member any more', await other.watch.view(() => expect(told).toBeVisible()));
  await elsewhere.getByRole('link', { name: 'Continue' }).click();
  await expect(elsewhere.getByRole('heading', { name: 'No organisation yet' })).toBeVisible();
  await elsewhere.context().close();
});

test('the last owner cannot leave, and is told what to do first', async () => {
  const { page, watch } = owner;
  await page.reload();
  await expect(page.getByRole('row', { name: founder.email })).toBeVisible();
  await expect(page.getByRole('row', { name: joiner.email })).toHaveCount(0);
  await page.getByRole('button', { name: `Actions of ${founder.name}` }).click();
  await page.getByRole('menuitem', { name: 'Leave…' }).click();
  const refusal = page.getByRole('dialog', { name: 'You are the last owner' });
  await expect(refusal).toContainText('invite somebody first');
  await refusal.getByRole('button', { name: 'Stay' }).click();

  await openSection(page, 'Settings');
  await page.getByRole('button', { name: `Leave ${organisation}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave organisation' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('owner');
  watch.take();
});

/** A browser of somebody who has just signed up. */
async function seatOf(browser: Browser, person: Newcomer): Promise<Seat> {
  const page = await (await browser.newContext()).newPage();
  await signUp(page, person, mails);
  await expect(page.getByText(`You are signed in as ${person.name}`)).toBeVisible();
  const seat = { page, watch: new Watch(page) };
  seats.push(seat);
  return seat;
}

function rowOf(page: Page, table: string, name: string): Locator {
  return page.getByRole('region', { name: `${table}, table` }).getByRole('row', { name });
}

function openTab({ page, watch }: Seat, name: string): Promise<View> {
  const tabs = page.getByRole('navigation', { name: 'Members' });
  return watch.view(() => tabs.getByRole('link', { name: new RegExp(`^${name}`) }).click());
}

function sectionsOf(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Main' });
}

/** The next socket of the page, once the platform has said something on it. */
function liveSocketOf(page: Page): Promise<WebSocket> {
  return new Promise((resolve) => {
    page.once('websocket', (socket) => socket.once('framereceived', () => resolve(socket)));
  });
}

function statusWith(apiKey: string): Promise<number> {
  return statusFor(apiKey, '{ projects(first: 1) { edges { node { id } } } }');
}

async function untilRefused(apiKey: string, beganMs: number): Promise<number> {
  await expect.poll(() => statusWith(apiKey), { intervals: [50], message: 'the key is refused' }).toBe(401);
  return performance.now() - beganMs;
}
