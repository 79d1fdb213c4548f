import type { Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Cable } from './cable';
import { expect, openSeat, test } from './console-test';
import { ADDRESS, launchOptions } from './platform';
import { pick } from './pick';
import { WORLD } from './world';

const FILE_BYTES = 40 * 2 ** 20;
const BYTES_PER_SECOND = 12 * 2 ** 20;

test('an upload goes on where a lost connection broke it off', async ({ playwright }, info) => {
  const cable = await Cable.lay(ADDRESS, BYTES_PER_SECOND);
  const browser = await playwright.chromium.launch(launchOptions(cable.address));
  const { page, watch } = await openSeat(browser, 'engineer', '/datasets');
  // What a browser says about a cable that is out.
  watch.excuse(/net::ERR_|WebSocket/);
  const file = info.outputPath('archive.bin');
  await writeFile(file, randomBytes(FILE_BYTES));
  const offsets = offsetsOf(page);
  await createDataset(page, `archive-${Date.now().toString(36)}`);

  await page.getByLabel('Choose files to upload').setInputFiles(file);
  const upload = page.getByRole('list', { name: 'Uploads' }).getByRole('listitem');
  await expect(upload).toContainText(/[2-7]\d\s%/);
  cable.pull();
  await expect(upload).toContainText('Connection lost');
  cable.plugIn();
  await expect(upload).toContainText('Uploaded', { timeout: 60_000 });

  expect(offsets[0]).toBe(0);
  // The page counts what it has sent, the platform what has arrived: of that nothing is sent again.
  expect(offsets.at(-1), `where each part began: ${offsets.join(', ')}`).toBeGreaterThan(0);
  await expect(page.getByRole('region', { name: 'Files', exact: true })).toContainText('archive.bin');
  expect(watch.take(), 'errors of the page').toEqual([]);
  await browser.close();
  cable.remove();
});

test('a file is dropped on the page', async ({ seat }) => {
  const { page } = await seat('engineer', '/datasets');
  await createDataset(page, `dropped-${Date.now().toString(36)}`);
  const zone = page.getByRole('button', { name: 'Choose files', exact: true });
  await expect(zone).toBeVisible();
  const dataTransfer = await page.evaluateHandle(() => {
    const dragged = new DataTransfer();
    dragged.items.add(new File(['a,b\n1,2\n'], 'dropped.csv', { type: 'text/csv' }));
    return dragged;
  });
  for (const type of ['dragenter', 'dragover', 'drop']) await zone.dispatchEvent(type, { dataTransfer });
  await expect(page.getByRole('list', { name: 'Uploads' }).getByText('Uploaded')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Files', exact: true })).toContainText('dropped.csv');
});

async function createDataset(page: Page, name: string) {
  await page.getByRole('button', { name: 'Create data set' }).click();
  const dialog = page.getByRole('dialog');
  await pick(dialog.getByLabel('Project'), WORLD.project);
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create data set' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Where each part that is sent begins, as the upload protocol says it. */
function offsetsOf(page: Page): number[] {
  const offsets: number[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  return offsets;
}
