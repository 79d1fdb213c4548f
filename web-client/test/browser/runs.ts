import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { pick } from './pick';
import { WINE, WORLD } from './world';

interface Hyperparameters {
  readonly name: string;
  readonly learningRate: string;
  readonly epochs: string;
}

/** Fills in the open dialog for the shipped trainer and the walk's data set, and waits for the run's page. */
export async function startRun(page: Page, { name, learningRate, epochs }: Hyperparameters) {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the run').fill(name);
  await pick(dialog.getByLabel('Data set version', { exact: true }), `${WORLD.dataset} v1`);
  await dialog.getByLabel('Target column').selectOption(WINE.target);
  await dialog.getByLabel('Learning rate').fill(learningRate);
  await dialog.getByLabel('Epochs').fill(epochs);
  await dialog.getByRole('button', { name: 'Start run' }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** The step of the last point of a chart of the page, by the table it gives away. */
export async function lastStepOf(page: Page, metric: string): Promise<number> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: `CSV of ${metric}`, exact: true }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  return Number(csv.trim().split('\n').at(-1)?.split(',')[0]);
}

/** The epoch that the last line of the log names. */
export async function lastEpochIn(page: Page): Promise<number> {
  const text = await page.getByRole('log').innerText();
  return Number([...text.matchAll(/epoch (\d+)\//g)].at(-1)?.[1] ?? 0);
}
