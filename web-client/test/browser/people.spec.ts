import { closeSeat, expect, openSeat, test, type Seat } from './console-test';
import { openSection } from './sign-in';
import { WORLD } from './world';

/** A person of another organisation is asked in, sees what their team's role lets them see, and leaves. */
test.describe.configure({ mode: 'serial' });

const GUEST = 'other-owner@other.keelson.example';
const ROLE = `Cashiers ${WORLD.slug}`;
const TEAM = `Night shift ${WORLD.slug}`;

let owner: Seat;
let guest: Seat;

test.beforeAll(async ({ browser }) => {
  owner = await openSeat(browser, 'owner');
  guest = await openSeat(browser, 'other-owner');
});

test.afterEach(() => {
  for (const { watch } of [owner, guest]) expect(watch.take(), 'errors of the pages').toEqual([]);
});

test.afterAll(async () => {
  await closeSeat(owner);
  await closeSeat(guest);
});

test('an owner names a role of their own', async () => {
  const { page } = owner;
  await openSection(page, 'Members');
  await page.getByRole('button', { name: 'New role', exact: true }).click();
  await page.getByLabel('Name').fill(ROLE);
  await page.getByRole('checkbox', { name: 'See cost', exact: true }).check();
  await page.getByRole('checkbox', { name: 'See members', exact: true }).check();
  await page.getByRole('button', { name: 'Create role' }).click();
  await expect(page.getByRole('button', { name: 'Create role' })).toHaveCount(0);
});

test('and a team that holds it', async () => {
  const { page } = owner;
  await page.getByRole('button', { name: 'New team', exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(TEAM);
  await dialog.getByRole('button', { name: 'Add role' }).click();
  await dialog.getByLabel('Role 1', { exact: true }).selectOption(ROLE);
  await dialog.getByRole('button', { name: 'Create team' }).click();
  await expect(dialog).toHaveCount(0);
});

test('somebody is invited into the team by mail', async () => {
  const { page } = owner;
  await page.getByRole('button', { name: 'Invite people' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail addresses').fill(GUEST);
  await dialog.getByRole('checkbox', { name: TEAM }).check();
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog.getByText(`Sent to ${GUEST}`)).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
});

test('they find the mail, and join by its link, which works once', async () => {
  const { page, watch } = guest;
  await openSection(page, 'Settings');
  const mails = page.getByRole('region', { name: 'Mails to you' });
  await expect(async () => {
    await page.reload();
    await expect(mails.getByText(/^You are invited to/).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await mails
    .getByText(/^You are invited to/)
    .first()
    .click();
  const link = mails.getByRole('link').first();
  const href = (await link.getAttribute('href')) ?? '';
  await link.click();
  await page.getByRole('button', { name: /^Join / }).click();
  await expect(page.getByRole('heading', { name: /^You belong to / })).toBeVisible();
  expect(page.url(), 'the token is out of the address').not.toContain('#');

  await page.goto(href);
  await page.reload();
  await page.getByRole('button', { name: /^(Join|Accept)/ }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  watch.take();
});

test('they see what the role allows, and nothing else', async () => {
  const { page } = guest;
  await page.goto('/');
  await openSection(page, 'Members');
  await expect(page.getByText(GUEST).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Invite people' })).toHaveCount(0);
  await openSection(page, 'Cost');
  await expect(page.getByRole('heading', { level: 1, name: 'Cost' })).toBeVisible();
  await expect(page.getByText(WORLD.project)).toHaveCount(0);
});

test('they leave, and are out', async () => {
  const { page, watch } = guest;
  watch.excuse(/40[134]/);
  await openSection(page, 'Settings');
  const name = (await page.getByRole('button', { name: /^Leave / }).textContent()) ?? '';
  await page.getByRole('button', { name: /^Leave / }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave organisation' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await openSection(page, 'Settings');
  await expect(page.getByRole('button', { name: /^Leave / })).toBeVisible();
  await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);

  const { page: owners } = owner;
  await owners.reload();
  await expect(owners.getByRole('region', { name: 'At a glance' })).toBeVisible();
  await expect(owners.getByText(GUEST)).toHaveCount(0);
});
