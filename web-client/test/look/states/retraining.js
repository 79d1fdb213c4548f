import { Buffer } from 'node:buffer';
const model = Buffer.from('RegisteredModel:parcel-damage').toString('base64');
const RETRAINING = `/models/${encodeURIComponent(model)}?tab=retraining`;
const HISTORY = 'text=newest first';

/** What has a model trained anew. @type {import('../state').State[]} */
export const states = [
  { name: 'retraining', day: 'retraining', path: RETRAINING, ready: 'text=Where they differ', act: whole },
  { name: 'retraining-cost', day: 'retrained', path: RETRAINING, ready: 'text=What it cost', act: whole },
  { name: 'retraining-none', day: 'good', path: RETRAINING, ready: 'text=No retraining yet' },
  { name: 'retraining-tripped', day: 'tripped', path: RETRAINING, ready: 'text=The breaker is open' },
  { name: 'retraining-declined', day: 'tripped', path: RETRAINING, ready: HISTORY, act: older },
  {
    name: 'retraining-set',
    day: 'good',
    path: RETRAINING,
    ready: 'text=No retraining yet',
    act: open('Set a policy'),
  },
  { name: 'retraining-edit', day: 'retraining', path: RETRAINING, ready: HISTORY, act: open('Edit policy') },
  { name: 'retraining-now', day: 'retraining', path: RETRAINING, ready: HISTORY, act: open('Retrain now') },
  {
    name: 'retraining-back',
    day: 'retrained',
    path: RETRAINING,
    ready: HISTORY,
    act: open('Roll back to v8'),
  },
  { name: 'retraining-viewer', day: 'viewer', path: RETRAINING, ready: 'text=No retraining yet' },
  { name: 'retraining-loading', day: 'loading', path: RETRAINING, ready: '[aria-busy=true] svg' },
  { name: 'retraining-failed', day: 'failed', path: RETRAINING, ready: 'text=Could not load the retraining' },
  { name: 'retraining-forbidden', day: 'forbidden', path: RETRAINING, ready: 'text=Nothing here' },
];

/** All of the page in one picture. */
async function whole(page, size) {
  await page.setViewportSize({ width: size === 'wide' ? 1440 : 390, height: size === 'wide' ? 1700 : 4200 });
}

/** A run that ended because nothing was shown. */
async function older(page) {
  await page.getByRole('button', { name: 'By hand' }).click();
  await page.getByText('Not shown to be better').waitFor();
}

function open(name) {
  return async (page) => {
    await page.getByRole('button', { name }).click();
    await page.getByRole('dialog').waitFor();
  };
}
