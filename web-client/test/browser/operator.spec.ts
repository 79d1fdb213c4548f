import { expect, type Browser, type Page } from '@playwright/test';
import { statusFor } from './api';
import { closeSeat, test, type Seat } from './console-test';
import { inspect } from './inspection';
import { press, tabTo } from './keys';
import { openSection, typeNameAndPassword } from './sign-in';
import { Watch } from './watch';

/** Who runs the installation, without a mouse: an organisation is stopped, let go on, and given another limit. */
test.describe.configure({ mode: 'serial' });

const { KEELSON_OTHER_TENANT: slug = '', KEELSON_OTHER_API_KEY: key = '' } = process.env;
const READ = '{ tenant { slug } }';
const MARK = Date.now().toString(36);
const WHY = `unpaid since ${MARK}`;
test.skip(slug === '' || key === '', 'the environment names no second organisation');

let operator: Seat;
let name = '';

test.beforeAll(async ({ browser }) => {
  operator = await openOperator(browser);
});

test.afterEach(() => {
  expect(operator.watch.take(), 'errors of the pages').toEqual([]);
});

/** Whatever went wrong, the organisation is not left as it must not be for others. */
test.afterAll(async () => {
  const { page } = operator;
  if (await page.getByRole('button', { name: /^Resume / }).isVisible()) {
    await page.getByRole('button', { name: /^Resume / }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('the test is over');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Resume / })
      .click();
    await expect(page.getByRole('button', { name: /^Suspend / })).toBeVisible();
  }
  await closeSeat(operator);
});

test('says what to do while no organisation is open', async () => {
  const view = await operator.watch.view(() => operator.page.reload());
  await expect(operator.page.getByRole('heading', { name: 'No organisation is open' })).toBeVisible();
  await inspect(operator, 'Operator without organisation', view);
});

test('says that there is none by a name', async () => {
  const { page, watch } = operator;
  await openOrganisation(page, `nobody-${MARK}`);
  await expect(page.getByRole('heading', { name: `No organisation is called nobody-${MARK}` })).toBeVisible();
  expect(watch.take()).toEqual([]);
});

test('an organisation is found by its slug', async () => {
  const { page, watch } = operator;
  const view = await watch.view(() => openOrganisation(page, slug));
  await expect(page.getByRole('button', { name: /^Suspend / })).toBeVisible();
  name = (await page.getByRole('region').first().getByRole('heading', { level: 2 }).textContent()) ?? '';
  expect(name).not.toBe('');
  await inspect(operator, 'Operator', view);
});

test('a limit is set and taken away again', async () => {
  const { page } = operator;
  const projects = page.getByRole('row', { name: /^Projects/ });
  const before = await projects.textContent();
  await tabTo(page, 'Set Projects');
  await press(page, 'Enter');
  await expect(page.getByRole('dialog', { name: 'Projects' }).getByLabel('Maximum')).toBeFocused();
  await page.keyboard.type('41');
  await press(page, 'Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(projects).toContainText('41operator');
  await expect(page.getByRole('button', { name: 'Set Projects' })).toBeFocused();

  await press(page, 'Enter');
  await expect(page.getByRole('dialog', { name: 'Projects' }).getByLabel('Maximum')).toBeFocused();
  await press(page, 'Control+a', 'Delete', 'Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(projects).toHaveText(before ?? '');
});

test('an event whose delivery failed is delivered once more', async () => {
  test.skip(process.env.KEELSON_BROWSER_DEAD_LETTER !== slug, 'no delivery failed');
  const { page } = operator;
  const letters = page.getByRole('table', { name: 'Dead letters' });
  await expect(letters).toContainText('JobFinished');
  await tabTo(page, /^Replay JobFinished to /);
  await press(page, 'Enter');
  const sent = letters.getByRole('cell', { name: /^Sent / });
  await expect(sent).toBeVisible();
  await expect(sent).toBeFocused();
});

test('stopping it is thought better of, and wants a reason', async () => {
  const { page } = operator;
  await tabTo(page, `Suspend ${name}…`);
  await press(page, 'Enter');
  const dialog = page.getByRole('dialog', { name: `Suspend ${name}?` });
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await tabTo(page, `Suspend ${name}`);
  await press(page, 'Enter');
  await expect(dialog.getByText('Say why')).toBeVisible();
  await press(page, 'Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: `Suspend ${name}…` })).toBeFocused();
  expect(await statusFor(key, READ)).toBe(200);
});

test('it is stopped: its keys are not let in any more', async () => {
  const { page, watch } = operator;
  await press(page, 'Enter');
  const dialog = page.getByRole('dialog', { name: `Suspend ${name}?` });
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await page.keyboard.type(WHY);
  await tabTo(page, `Suspend ${name}`);
  const view = await watch.view(async () => {
    await press(page, 'Enter');
    await expect(dialog).toHaveCount(0);
  });
  await expect(page.getByRole('button', { name: `Resume ${name}…` })).toBeFocused();
  await expect.poll(() => statusFor(key, READ), { timeout: 2_000, intervals: [50] }).toBe(401);
  await inspect(operator, 'Operator suspended', view);
});

test('and let go on: its owner reads both reasons in the audit log', async ({ seat }) => {
  const { page } = operator;
  await tabTo(page, `Resume ${name}…`);
  await press(page, 'Enter');
  const dialog = page.getByRole('dialog', { name: `Resume ${name}?` });
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await page.keyboard.type(`paid on ${MARK}`);
  await tabTo(page, `Resume ${name}`);
  await press(page, 'Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: `Suspend ${name}…` })).toBeVisible();
  await expect.poll(() => statusFor(key, READ), { timeout: 2_000, intervals: [50] }).toBe(200);

  const owner = await seat('other-owner', '/audit');
  await expect(owner.page.getByRole('row').filter({ hasText: WHY })).toBeVisible();
  await expect(owner.page.getByRole('row').filter({ hasText: `paid on ${MARK}` })).toBeVisible();
});

test('whoever is no operator gets no such page', async ({ seat }) => {
  const { page } = await seat('engineer', '/operator');
  await expect(page.getByRole('heading', { name: 'Organisations' })).toHaveCount(0);
  await openSection(page, 'Settings');
  await expect(page.getByRole('link', { name: 'Run the installation' })).toHaveCount(0);
});

async function openOperator(browser: Browser): Promise<Seat> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto('/operator');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await typeNameAndPassword(page, 'operator');
  await expect(page.getByRole('heading', { level: 1, name: 'Organisations' })).toBeVisible();
  return { page, watch: new Watch(page) };
}

async function openOrganisation(page: Page, of: string) {
  await tabTo(page, 'Slug', 'textbox');
  await press(page, 'Control+a');
  await page.keyboard.type(of);
  await press(page, 'Enter');
}
