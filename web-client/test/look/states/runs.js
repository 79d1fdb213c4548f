const id = (type, name) => encodeURIComponent(globalThis.Buffer.from(`${type}:${name}`).toString('base64'));
const run = (name) => `/runs/${id('Run', name)}`;
const experiment = `/projects/${id('Project', 'parcel-vision')}/experiments/${id('Experiment', 'damage-classifier')}`;
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
  { name: 'run-start', day: 'good', path: experiment, ready: 'text=baseline-r50', act: start },
  { name: 'run-live', day: 'good', path: run('damage-vit-l #418'), ready: 'canvas', act: settle },
  { name: 'run-finished', day: 'good', path: run('damage-vit-l #412'), ready: 'canvas', act: preview },
  { name: 'run-failed', day: 'good', path: run('damage-vit-l #409'), ready: 'canvas', act: settle },
  { name: 'run-stop', day: 'good', path: run('damage-vit-l #418'), ready: 'canvas', act: stop },
  { name: 'run-viewer', day: 'viewer', path: run('damage-vit-l #418'), ready: 'canvas', act: settle },
  { name: 'run-loading', day: 'loading', path: run('damage-vit-l #418'), ready: '[aria-busy=true] svg' },
  { name: 'run-unread', day: 'failed', path: run('damage-vit-l #418'), ready: 'text=Could not load the run' },
  { name: 'run-missing', day: 'good', path: run('none'), ready: 'text=Nothing here' },
  {
    name: 'compare',
    day: 'good',
    path: `/compare?ids=${encodeURIComponent(compared)}`,
    ready: 'canvas',
    act: settle,
  },
  { name: 'compare-none', day: 'good', path: '/compare', ready: 'text=Nothing to compare' },
];

/** Charts draw a frame after they are there. */
async function settle(page) {
  await page.waitForTimeout(400);
}

async function pick(page, size) {
  for (const name of ['damage-vit-l #418', 'damage-vit-l #412', 'damage-convnext #411']) {
    await page.getByLabel(`Select ${name}`).check();
  }
  if (size === 'wide') await page.getByRole('button', { name: 'Columns' }).click();
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
  await page.getByRole('button', { name: 'evaluation.json' }).click();
  await page.getByText('"accuracy"').waitFor();
  await settle(page);
}

async function stop(page) {
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('dialog').getByText('so far').waitFor();
}
