import { expect, test } from './console-test';
import { pick } from './pick';
import { WORLD } from './world';

const NAME = `shaped-${Date.now().toString(36)}`;
const TABLE = NAME.replaceAll('-', '_');
const ROWS = 'route,minutes\nA,12\nB,17\nC,21\n';

/** As Great Expectations writes it. */
const SUITE = {
  name: 'three rows',
  expectations: [{ type: 'expect_table_row_count_to_equal', kwargs: { value: 3 } }],
};

test('data is tried and made by SQL, rejected at its gate, and collected', async ({ seat }) => {
  test.setTimeout(300_000);
  const { page } = await seat('engineer', '/datasets');
  await page.getByRole('button', { name: 'Create data set' }).click();
  const dialog = page.getByRole('dialog');
  await pick(dialog.getByLabel('Project'), WORLD.project);
  await dialog.getByLabel('Name').fill(NAME);
  await dialog.getByRole('button', { name: 'Create data set' }).click();
  await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
  await page
    .getByLabel('Choose files to upload')
    .setInputFiles({ name: 'routes.csv', mimeType: 'text/csv', buffer: Buffer.from(ROWS) });
  await expect(page.getByRole('list', { name: 'Uploads' }).getByText('Uploaded')).toBeVisible();
  await page.getByRole('button', { name: 'Seal v1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Seal v1' }).click();
  await expect(page.getByText('Validated').first()).toBeVisible({ timeout: 60_000 });

  const tabs = page.getByRole('navigation', { name: 'Data set' });
  await tabs.getByRole('link', { name: 'SQL' }).click();
  await expect(page.getByRole('list', { name: `Columns of ${TABLE}` })).toContainText('minutes');
  await page.locator('.CodeMirror').click();
  await page.keyboard.insertText(`SELECT route, minutes * 60 AS seconds FROM ${TABLE} LIMIT 2`);
  await page.keyboard.press('Control+Enter');
  const rows = page.getByRole('region', { name: 'Rows of the preview' });
  await expect(rows).toContainText('1020', { timeout: 90_000 });
  await expect(page.getByText('It saw all rows of what it reads.')).toBeVisible();

  await tabs.getByRole('link', { name: 'Checks' }).click();
  await page.getByRole('button', { name: 'Say what is expected' }).click();
  await page.getByRole('button', { name: 'Import' }).click();
  const importing = page.getByRole('dialog', { name: 'Import a suite' });
  await importing.getByLabel('Suite of Great Expectations').fill(JSON.stringify(SUITE));
  await importing.getByRole('button', { name: 'Put suite 1 in force' }).click();
  await expect(page.getByRole('list', { name: 'Checks of suite 1' })).toBeVisible();

  // What was written is still there; it makes two rows, where three are expected.
  await tabs.getByRole('link', { name: 'SQL' }).click();
  await expect(page.locator('.CodeMirror')).toContainText('LIMIT 2');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('v2 was rejected', { exact: false }).first()).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole('region', { name: 'Gate' })).toContainText('Rejected');

  await tabs.getByRole('link', { name: 'Collection' }).click();
  await page.getByRole('button', { name: 'Collect events' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create collector' }).click();
  await expect(page.getByRole('region', { name: 'Command' })).toContainText(
    /\/data\/collectors\/[^/]+\/events/,
  );
  await expect(page.getByText('the next event starts a version')).toBeVisible();
});
