import { Buffer } from 'node:buffer';
const id = (type, name) => encodeURIComponent(Buffer.from(`${type}:${name}`).toString('base64'));
const MODEL = `/models/${id('RegisteredModel', 'parcel-damage')}`;
const ENDPOINT = `/endpoints/${id('Endpoint', 'parcel-damage')}`;
const ROLLED_BACK = id('Rollout', 'parcel-damage-20');
const job = (name) => `/jobs/${id('Job', name)}`;

/** Models, endpoints and jobs. @type {import('../state').State[]} */
export const states = [
  { name: 'models', day: 'good', path: '/models', ready: 'text=parcel-damage' },
  {
    name: 'models-filter',
    day: 'good',
    path: '/models',
    ready: 'text=parcel-damage',
    act: async (page) => {
      await page.getByRole('button', { name: 'State all' }).click();
      await page.getByRole('menuitemcheckbox', { name: 'Registered' }).click();
      await page.getByRole('menuitem', { name: 'Clear filter' }).waitFor();
    },
  },
  { name: 'models-empty', day: 'empty', path: '/models', ready: 'text=No models yet' },
  { name: 'models-loading', day: 'loading', path: '/models', ready: '[aria-busy=true] svg' },
  { name: 'models-failed', day: 'failed', path: '/models', ready: 'text=Could not load models' },
  { name: 'models-forbidden', day: 'forbidden', path: '/models', ready: 'text=Nothing here' },
  { name: 'models-no-match', day: 'good', path: '/models?q=nothing', ready: 'text=Clear' },
  { name: 'model', day: 'good', path: `${MODEL}?version=8`, ready: 'text=Passport' },
  { name: 'model-waits', day: 'good', path: MODEL, ready: 'text=Approve v9' },
  { name: 'model-approve', day: 'good', path: MODEL, ready: 'text=Approve v9', act: open('Approve v9') },
  {
    name: 'model-deploy',
    day: 'good',
    path: `${MODEL}?version=8`,
    ready: 'text=Passport',
    act: open('Deploy v8'),
  },
  { name: 'model-alias', day: 'good', path: MODEL, ready: 'text=Approve v9', act: open('Set alias') },
  { name: 'model-loading', day: 'loading', path: MODEL, ready: '[aria-busy=true] svg' },
  { name: 'model-forbidden', day: 'forbidden', path: MODEL, ready: 'text=Nothing here' },
  { name: 'endpoints', day: 'good', path: '/endpoints', ready: 'text=parcel-damage' },
  { name: 'endpoints-empty', day: 'empty', path: '/endpoints', ready: 'text=No endpoints yet' },
  { name: 'endpoints-failed', day: 'failed', path: '/endpoints', ready: 'text=Could not load' },
  { name: 'endpoint', day: 'observed', path: ENDPOINT, ready: 'canvas' },
  { name: 'endpoint-week', day: 'good', path: `${ENDPOINT}?period=7d&call=python`, ready: 'canvas' },
  { name: 'endpoint-answered', day: 'good', path: ENDPOINT, ready: 'canvas', act: send },
  { name: 'endpoint-json', day: 'good', path: `${ENDPOINT}?try=json`, ready: 'canvas' },
  { name: 'endpoint-shift', day: 'good', path: ENDPOINT, ready: 'canvas', act: open('Shift traffic') },
  { name: 'endpoint-back', day: 'good', path: ENDPOINT, ready: 'canvas', act: open('Roll back') },
  { name: 'endpoint-stop', day: 'good', path: ENDPOINT, ready: 'canvas', act: open('Stop') },
  { name: 'endpoint-loading', day: 'loading', path: ENDPOINT, ready: '[aria-busy=true] svg' },
  { name: 'health', day: 'observed', path: `${ENDPOINT}?tab=health`, ready: 'canvas', act: whole },
  {
    name: 'health-rows',
    day: 'observed',
    path: `${ENDPOINT}?tab=health`,
    ready: 'canvas',
    act: rows,
  },
  { name: 'health-none', day: 'good', path: `${ENDPOINT}?tab=health`, ready: 'text=Nothing is captured' },
  {
    name: 'health-quality',
    day: 'observed',
    path: `${ENDPOINT}?tab=health`,
    ready: 'canvas',
    act: open('Edit quality'),
  },
  {
    name: 'health-drift',
    day: 'drifted',
    path: `${ENDPOINT}?tab=health`,
    ready: 'text=Drift by feature',
    act: open('Edit drift'),
  },
  { name: 'health-drifted', day: 'drifted', path: `${ENDPOINT}?tab=health`, ready: 'canvas', act: whole },
  { name: 'health-firing', day: 'firing', path: `${ENDPOINT}?tab=health`, ready: 'text=Firing' },
  {
    name: 'health-silence',
    day: 'firing',
    path: `${ENDPOINT}?tab=health`,
    ready: 'text=Firing',
    act: open('Silence Errors of parcel-damage…'),
  },
  { name: 'health-held', day: 'held', path: `${ENDPOINT}?tab=health`, ready: 'text=Silenced until' },
  {
    name: 'health-loading',
    day: 'healthLoading',
    path: `${ENDPOINT}?tab=health`,
    ready: 'text=Label delay',
  },
  {
    name: 'health-failed',
    day: 'healthFailed',
    path: `${ENDPOINT}?tab=health`,
    ready: 'text=Could not load the health',
  },
  {
    name: 'health-forbidden',
    day: 'healthForbidden',
    path: `${ENDPOINT}?tab=health`,
    ready: 'text=Nothing here',
  },
  {
    name: 'rollout-refusals',
    day: 'rolloutRefusing',
    path: `${ENDPOINT}?tab=rollout`,
    ready: 'canvas',
  },
  { name: 'rollout', day: 'awaiting', path: `${ENDPOINT}?tab=rollout`, ready: 'canvas' },
  { name: 'rollout-full', day: 'awaiting', path: `${ENDPOINT}?tab=rollout`, ready: 'canvas', act: whole },
  { name: 'rollout-stepping', day: 'rolling', path: `${ENDPOINT}?tab=rollout`, ready: 'canvas' },
  {
    name: 'rollout-back',
    day: 'rolledOut',
    path: `${ENDPOINT}?tab=rollout&rollout=${ROLLED_BACK}`,
    ready: 'canvas',
  },
  {
    name: 'health-no-labels',
    day: 'unlabelled',
    path: `${ENDPOINT}?tab=health`,
    ready: 'text=no labels yet',
  },
  {
    name: 'rollout-loading',
    day: 'rolloutLoading',
    path: `${ENDPOINT}?tab=rollout`,
    ready: '[aria-busy=true] svg',
  },
  {
    name: 'rollout-failed',
    day: 'rolloutFailed',
    path: `${ENDPOINT}?tab=rollout`,
    ready: 'text=Could not load the rollouts',
  },
  {
    name: 'rollout-forbidden',
    day: 'rolloutForbidden',
    path: `${ENDPOINT}?tab=rollout`,
    ready: 'text=Nothing here',
  },
  { name: 'rollout-none', day: 'good', path: `${ENDPOINT}?tab=rollout`, ready: 'text=No rollouts yet' },
  {
    name: 'rollout-start',
    day: 'rolledOut',
    path: `${ENDPOINT}?tab=rollout`,
    ready: 'canvas',
    act: open('Start rollout'),
  },
  {
    name: 'rollout-abort',
    day: 'awaiting',
    path: `${ENDPOINT}?tab=rollout`,
    ready: 'canvas',
    act: open('Abort'),
  },
  { name: 'jobs', day: 'good', path: '/jobs', ready: 'text=embed-refresh' },
  { name: 'jobs-many', day: 'many', path: '/jobs', ready: 'text=Show more' },
  { name: 'jobs-none-like-that', day: 'good', path: '/jobs?status=CANCELLED', ready: 'text=No jobs match' },
  { name: 'jobs-empty', day: 'empty', path: '/jobs', ready: 'text=No jobs yet' },
  { name: 'jobs-loading', day: 'loading', path: '/jobs', ready: '[aria-busy=true] svg' },
  { name: 'jobs-failed', day: 'failed', path: '/jobs', ready: 'text=Could not load' },
  { name: 'job', day: 'good', path: job('damage-vit-l-418'), ready: 'text=What happened' },
  {
    name: 'job-again',
    day: 'good',
    path: job('damage-sweep-07'),
    ready: 'text=Attempt 2',
  },
  { name: 'job-queued', day: 'good', path: job('embed-refresh'), ready: 'text=Not started yet' },
  { name: 'job-failed', day: 'good', path: job('damage-vit-l-409'), ready: 'text=It was killed' },
  {
    name: 'job-cancel',
    day: 'good',
    path: job('damage-vit-l-418'),
    ready: 'text=What happened',
    act: open('Cancel job'),
  },
];

function open(button) {
  return async (page) => {
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.getByRole('dialog').waitFor();
  };
}

async function send(page) {
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Answered in').waitFor();
}

/** With the rows that are kept. */
async function rows(page, size) {
  await page.getByRole('button', { name: 'Show the first rows' }).click();
  await page.getByRole('table', { name: 'Captured rows' }).waitFor();
  await whole(page, size);
}

/** The whole page in one picture. */
async function whole(page, size) {
  const height = await page.evaluate(() => globalThis.document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size === 'wide' ? 1440 : 390, height });
}
