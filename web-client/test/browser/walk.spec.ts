import { closeSeat, expect, openSeat, test, type Seat } from './console-test';
import { lastEpochIn, lastStepOf, startRun } from './runs';
import { openSection } from './sign-in';
import { pick } from './pick';
import { firstWine, manyWines, MANY_WINES, WINE, WORLD } from './world';

/** The demo's path, done by hand: nothing here but the browser talks to the platform. */
test.describe.configure({ mode: 'serial' });

/** The most that the trainer takes, and longer than anybody watches it: the run is stopped by hand. */
const LONG_EPOCHS = '10000';

let engineer: Seat;
let reviewer: Seat;

test.beforeAll(async ({ browser }) => {
  engineer = await openSeat(browser, 'engineer');
  reviewer = await openSeat(browser, 'reviewer');
});

test.afterEach(() => {
  for (const { watch } of [engineer, reviewer]) expect(watch.take(), 'errors of the pages').toEqual([]);
});

test.afterAll(async () => {
  await closeSeat(engineer);
  await closeSeat(reviewer);
});

test('a project is created', async () => {
  const { page } = engineer;
  await openSection(page, 'Projects');
  // The first project of an organisation is asked for by the page itself.
  const dialog = page.locator('form');
  await dialog.getByLabel('Name').fill(WORLD.project);
  await expect(dialog.getByLabel('Slug')).toHaveValue(WORLD.slug);
  await dialog.getByLabel('Description').fill('Which grower a wine is from');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await page.getByRole('link', { name: WORLD.project }).click();
  await expect(page.getByRole('heading', { level: 1, name: WORLD.project })).toBeVisible();
});

test('a table is uploaded, sealed and profiled with histograms', async () => {
  const { page } = engineer;
  await openSection(page, 'Data sets');
  await page.getByRole('button', { name: 'Create data set' }).click();
  const dialog = page.getByRole('dialog');
  await pick(dialog.getByLabel('Project'), WORLD.project);
  await dialog.getByLabel('Name').fill(WORLD.dataset);
  await dialog.getByRole('button', { name: 'Create data set' }).click();
  await expect(page.getByRole('heading', { level: 1, name: WORLD.dataset })).toBeVisible();

  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files', exact: true }).click();
  await (await chooser).setFiles(await manyWines());
  await expect(page.getByRole('list', { name: 'Uploads' }).getByText('Uploaded')).toBeVisible();

  await page.getByRole('button', { name: 'Seal v1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Seal v1' }).click();
  const profile = page.getByRole('region', { name: /^Columns of .*, table$/ });
  await expect(profile.getByRole('img', { name: /most often/ })).toHaveCount(WINE.columns, {
    timeout: 60_000,
  });
  await expect(page.getByText('Validated').first()).toBeVisible();
  await expect(page.getByRole('group', { name: 'Version 1' }).or(page.locator('dl')).first()).toContainText(
    MANY_WINES,
  );
});

test('a run trains while its chart moves and its log follows', async () => {
  test.setTimeout(180_000);
  const { page } = engineer;
  await openSection(page, 'Runs');
  await page.getByRole('button', { name: 'Start a run' }).first().click();
  const dialog = page.getByRole('dialog');
  await pick(dialog.getByLabel('Project'), WORLD.project);
  await dialog.getByLabel('Name of the experiment').fill(WORLD.experiment);
  await startRun(page, { name: WORLD.slowRun, learningRate: '0.02', epochs: LONG_EPOCHS });

  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const loss = page.getByRole('figure', { name: 'train.loss', exact: true });
  const newest = loss.getByRole('listitem').first();
  const shown = await newest.innerText({ timeout: 60_000 });
  const step = await lastStepOf(page, 'train.loss');
  const lines = await lastEpochIn(page);
  await expect(newest).not.toHaveText(shown);
  await expect.poll(() => lastStepOf(page, 'train.loss')).toBeGreaterThan(step);
  await expect.poll(() => lastEpochIn(page), { timeout: 60_000 }).toBeGreaterThan(lines);
  await expect(page.getByText('Running').first(), 'all that while it was running').toBeVisible();
});

test('it is stopped once enough was seen of it', async () => {
  const { page } = engineer;
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Stop ${WORLD.slowRun}?` });
  await dialog.getByRole('button', { name: 'Stop run' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('Killed').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0);
});

test('a second run is cloned from it with other hyperparameters', async () => {
  const { page } = engineer;
  await page.getByRole('button', { name: 'Clone' }).click();
  await startRun(page, { name: WORLD.bestRun, learningRate: '0.3', epochs: '60' });
  await expect(page.getByRole('heading', { level: 1, name: WORLD.bestRun })).toBeVisible();
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
});

test('the runs are compared', async () => {
  const { page } = engineer;
  await page
    .getByRole('navigation', { name: 'Breadcrumb' })
    .getByRole('link', { name: WORLD.experiment })
    .click();
  await expect(page.getByRole('row', { name: WORLD.slowRun })).toContainText('Killed');
  await expect(page.getByRole('row', { name: WORLD.bestRun })).toContainText('Finished');
  await page.getByRole('checkbox', { name: `Select ${WORLD.slowRun}` }).check();
  await page.getByRole('checkbox', { name: `Select ${WORLD.bestRun}` }).check();
  await page.getByRole('button', { name: 'Compare 2' }).click();
  const comparison = page.getByRole('region', { name: 'Comparison, table' });
  const differing = comparison
    .getByRole('rowgroup')
    .filter({ has: page.getByRole('rowheader', { name: 'Differing parameters' }) });
  await expect(differing.getByRole('rowheader')).toHaveText([
    'Differing parameters',
    'epochs',
    'learningRate',
  ]);
  // The one that was stopped has kept what it had logged.
  const accuracy = comparison
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: 'test.accuracy', exact: true }) });
  await expect(accuracy.getByRole('cell')).toHaveText([/\d/, /\d/, /better|worse|same/]);
});

test('the best run becomes a model version', async () => {
  const { page } = engineer;
  const comparison = page.getByRole('region', { name: 'Comparison, table' });
  await comparison.getByRole('link', { name: WORLD.bestRun }).click();
  await page.getByRole('link', { name: /^Files/ }).click();
  await page.getByRole('button', { name: 'model.onnx' }).click();
  await page.getByRole('button', { name: 'Register model' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Model').fill(WORLD.model);
  await dialog.getByRole('button', { name: 'Register version' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${WORLD.model} v1` })).toBeVisible();
  await expect(page.getByText('Registered', { exact: true }).first()).toBeVisible();
});

test('who registered it cannot approve it, a second person can', async () => {
  const author = engineer.page;
  await author.getByRole('button', { name: 'Approve v1' }).click();
  await expect(author.getByRole('dialog')).toContainText('You registered this version');
  await expect(author.getByRole('dialog').getByRole('button', { name: 'Approve v1' })).toBeDisabled();
  await author.keyboard.press('Escape');

  const { page } = reviewer;
  await openSection(page, 'Models');
  await page.getByRole('link', { name: WORLD.model, exact: true }).click();
  await page.getByRole('button', { name: 'Approve v1' }).click();
  await page.getByRole('dialog').getByLabel('Comment').fill('held-out accuracy is enough');
  await page.getByRole('dialog').getByRole('button', { name: 'Approve v1' }).click();
  await expect(page.getByText('Approved', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Decisions' })).toContainText('reviewer');
});

test('the version is deployed and answers in the form', async () => {
  const { page } = engineer;
  await page.reload();
  await page.getByRole('button', { name: 'Deploy v1' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Endpoint').fill(WORLD.endpoint);
  await dialog.getByLabel('Maximum replicas').fill('1');
  await dialog.getByRole('button', { name: 'Deploy v1' }).click();
  await expect(page.getByRole('heading', { level: 1, name: WORLD.endpoint })).toBeVisible();
  const send = page.getByRole('button', { name: 'Send' });
  await expect(send).toBeVisible({ timeout: 90_000 });

  const { features, grower } = await firstWine();
  const inputs = page.getByRole('group', { name: 'Inputs' });
  for (const [name, value] of features) await inputs.getByLabel(name, { exact: true }).fill(value);
  await send.click();
  await expect(page.getByRole('status').filter({ hasText: 'Answered in' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'label' })).toContainText(grower);
});

test('the endpoint shows its revision, its replica and the traffic', async () => {
  const { page } = engineer;
  await expect(page.getByRole('region', { name: 'Revisions', exact: true })).toContainText('100 %');
  await expect(page.getByRole('region', { name: 'Replicas', exact: true })).toContainText('Ready');
});

test('cost leads down to the line of the ledger', async () => {
  const { page } = engineer;
  await openSection(page, 'Cost');
  await expect(page.getByRole('heading', { level: 1, name: 'Cost' })).toBeVisible();
  const parts = page.getByRole('region', { name: 'Cost by project, table' });
  await expect(async () => {
    await page.reload();
    await expect(parts.getByRole('link', { name: WORLD.project, exact: true })).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: 60_000 });
  await parts.getByRole('link', { name: WORLD.project, exact: true }).click();
  const lines = page.getByRole('region', { name: 'Ledger lines, table' });
  await expect(lines).toContainText('job.cpu_seconds');
  await expect(lines.getByRole('row')).not.toHaveCount(0);
  await expect(lines).toContainText('In all');
});
