const id = (type, name) => encodeURIComponent(globalThis.Buffer.from(`${type}:${name}`).toString('base64'));
const run = (name) => `/runs/${id('Run', name)}`;
const experiment = `/projects/${id('Project', 'parcel-vision')}/experiments/${id('Experiment', 'damage-classifier')}`;
const sweep = `/projects/${id('Project', 'parcel-vision')}/experiments/${id('Experiment', 'damage-sweep-07')}`;
const best = id('Run', 'damage-vit-l #412');
const compared = ['damage-vit-l #418', 'damage-vit-l #412', 'damage-convnext #411']
  .map((name) => globalThis.Buffer.from(`Run:${name}`).toString('base64'))
  .join(',');

/** @type {import('../state').State[]} */
export const states = [
  { name: 'runs', day: 'good', path: '/runs', ready: 'text=damage-effnet #406' },
  { name: 'runs-empty', day: 'empty', path: '/runs', ready: 'text=No runs yet' },
  { name: 'runs-loading', day: 'loading', path: '/runs', ready: '[aria-busy=true] svg' },
  { name: 'runs-failed', day: 'failed', path: '/runs', ready: 'text=Could not load runs' },
  { name: 'runs-forbidden', day: 'forbidden', path: '/runs', ready: 'text=Nothing here' },
  { name: 'runs-no-state', day: 'good', path: '/runs?state=SCHEDULED', ready: 'text=No runs match' },
  { name: 'runs-no-match', day: 'good', path: '/runs?q=nothing-like-it', ready: 'text=Clear filter' },
  {
    name: 'experiment',
    day: 'good',
    path: `${experiment}?sort=-m.val%2Ff1`,
    ready: 'text=baseline-r50',
    act: pick,
  },
  {
    name: 'runs-compared',
    day: 'good',
    path: `${experiment}?sort=-m.val%2Ff1&baseline=${id('Run', 'baseline-r50 #404')}`,
    ready: 'text=baseline-r50',
    act: compareBelow,
  },
  {
    name: 'runs-filtered',
    day: 'good',
    path: `${experiment}?where=metric~val%2Ff1~ge~0.85&where=param~backbone~has~vit&where=started~30d`,
    ready: 'text=damage-vit-b',
    act: build,
  },
  {
    name: 'runs-grouped',
    day: 'manyRuns',
    path: `${sweep}?group=p.backbone`,
    ready: 'text=ViT-L/16',
  },
  {
    name: 'runs-charts',
    day: 'good',
    path: `${experiment}?view=charts&sort=-m.val%2Ff1&baseline=${best}`,
    ready: 'text=Parameters and outcome',
    act: draw,
  },
  { name: 'runs-charts-none', day: 'good', path: `${experiment}?view=charts`, ready: 'text=No run selected' },
  { name: 'run-edit', day: 'good', path: run('damage-vit-l #418'), ready: 'text=Best val/f1', act: edit },
  {
    name: 'run-charts',
    day: 'good',
    path: `${run('damage-vit-l #412')}?part=charts&smooth=0.6&pin=f1`,
    ready: 'canvas',
    act: settle,
  },
  { name: 'run-start', day: 'good', path: experiment, ready: 'text=baseline-r50', act: start },
  { name: 'run-live', day: 'good', path: run('damage-vit-l #418'), ready: 'text=Best val/f1', act: settle },
  {
    name: 'run-finished',
    day: 'good',
    path: run('damage-vit-l #412'),
    ready: 'text=Best val/f1',
    act: preview,
  },
  { name: 'run-failed', day: 'good', path: run('damage-vit-l #409'), ready: 'text=Best val/f1', act: settle },
  { name: 'run-stop', day: 'good', path: run('damage-vit-l #418'), ready: 'text=Best val/f1', act: stop },
  {
    name: 'run-viewer',
    day: 'viewer',
    path: run('damage-vit-l #418'),
    ready: 'text=Best val/f1',
    act: settle,
  },
  { name: 'run-loading', day: 'loading', path: run('damage-vit-l #418'), ready: '[aria-busy=true] svg' },
  { name: 'run-unread', day: 'failed', path: run('damage-vit-l #418'), ready: 'text=Could not load the run' },
  { name: 'run-missing', day: 'good', path: run('none'), ready: 'text=Nothing here' },
  {
    name: 'compare',
    day: 'good',
    path: `/compare?ids=${encodeURIComponent(compared)}`,
    ready: 'table',
    act: settle,
  },
  { name: 'compare-none', day: 'good', path: '/compare', ready: 'text=Nothing to compare' },
];

/** Charts draw a frame after they are there. */
async function settle(page) {
  // A narrow screen has them in a part that is closed.
  await page.locator('canvas').first().waitFor({ state: 'attached' });
  await page.waitForTimeout(400);
}

async function pick(page, size) {
  for (const name of ['damage-vit-l #418', 'damage-vit-l #412', 'damage-convnext #411']) {
    await page.getByLabel(`Select ${name}`).check();
  }
  if (size === 'wide') await page.getByRole('button', { name: 'Columns' }).click();
}

async function compareBelow(page) {
  for (const name of ['damage-vit-l #418', 'damage-vit-l #412', 'damage-convnext #411']) {
    await page.getByLabel(`Select ${name}`).check();
  }
  await page.getByRole('button', { name: 'See below' }).click();
  await page.locator('canvas').first().waitFor();
  await settle(page);
}

async function build(page) {
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('radio', { name: 'Metric' }).check();
  await page.getByRole('combobox', { name: 'Metric' }).fill('val/loss');
  await page.getByRole('textbox', { name: 'Value' }).fill('0.25');
  await page.getByText(/^keeps /).waitFor();
}

async function draw(page, size) {
  if (size === 'wide') {
    for (const name of ['damage-vit-l #418', 'damage-convnext #411'])
      await page.getByLabel(`Select ${name}`).check();
    await page.locator('canvas').first().waitFor();
  }
  await page.getByRole('figure', { name: 'Parameters and outcome' }).waitFor();
  await settle(page);
}

async function edit(page) {
  await page.getByRole('button', { name: 'Actions of damage-vit-l #418' }).click();
  await page.getByRole('menuitem', { name: 'Tags…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Add tag' }).click();
}

async function start(page) {
  await page.getByRole('button', { name: 'Start a run' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the run').fill('damage-vit-l #419');
  await dialog.getByLabel('Epochs').fill('0');
  await dialog.getByRole('button', { name: 'Start run' }).click();
  await dialog.getByText('expected: a whole number').first().waitFor();
}

async function preview(page) {
  await page.getByRole('link', { name: 'Files' }).click();
  await page.getByRole('button', { name: 'evaluation.json' }).click();
  await page.getByText('"accuracy"').waitFor();
  await settle(page);
}

async function stop(page) {
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('dialog').getByText('so far').waitFor();
}
