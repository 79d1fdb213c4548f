/** @type {import('../look.js').State[]} */
export const states = [
  { name: 'members', day: 'good', path: '/members', ready: 'text=Finance lead' },
  { name: 'members-roles', day: 'good', path: '/members', ready: 'text=Finance lead', act: changeRoles },
  { name: 'members-viewer', day: 'viewer', path: '/members', ready: 'text=Finance lead' },
  { name: 'members-loading', day: 'loading', path: '/members', ready: '[aria-busy=true] svg' },
  { name: 'members-failed', day: 'failed', path: '/members', ready: 'text=Could not load members' },
  { name: 'api-keys', day: 'good', path: '/keys', ready: 'text=ci-train' },
  { name: 'api-keys-create', day: 'good', path: '/keys?create', ready: 'text=Projects; all of them' },
  { name: 'api-keys-revoke', day: 'good', path: '/keys', ready: 'text=ci-train', act: revoke },
  { name: 'api-keys-empty', day: 'empty', path: '/keys', ready: 'text=No API keys yet' },
  { name: 'api-keys-forbidden', day: 'forbidden', path: '/keys', ready: 'text=Nothing here' },
  { name: 'audit', day: 'good', path: '/audit', ready: 'text=member.set-grants' },
  { name: 'api-keys-unused', day: 'good', path: '/keys?show=unused', ready: 'text=mlflow-old' },
  { name: 'api-keys-none-ended', day: 'good', path: '/keys?q=zebra', ready: 'text=None of 4 keys' },
  { name: 'api-keys-loading', day: 'loading', path: '/keys', ready: '[aria-busy=true] svg' },
  { name: 'dead-letters', day: 'good', path: '/dead-letters', ready: 'text=JobFinished' },
  { name: 'dead-letters-replay', day: 'good', path: '/dead-letters', ready: 'text=JobFinished', act: replay },
  { name: 'dead-letters-empty', day: 'empty', path: '/dead-letters', ready: 'text=No dead letters' },
  { name: 'dead-letters-failed', day: 'failed', path: '/dead-letters', ready: 'text=Could not load' },
  { name: 'settings-viewer', day: 'viewer', path: '/settings', ready: 'text=2026-01-12' },
  { name: 'audit-refused', day: 'good', path: '/audit?refused', ready: 'text=member.set-grants' },
  { name: 'audit-empty', day: 'empty', path: '/audit', ready: 'text=Nothing happened' },
  { name: 'settings', day: 'good', path: '/settings', ready: 'text=2026-01-12' },
  {
    name: 'settings-failed',
    day: 'failed',
    path: '/settings',
    ready: 'text=Could not load the organisation',
  },
];

async function changeRoles(page) {
  await page.getByRole('button', { name: 'Change roles of Second engineer' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Add role' }).click();
}

async function replay(page) {
  await page.getByRole('button', { name: 'Replay JobFinished' }).click();
  await page.getByRole('dialog').getByText('gets the event once more').waitFor();
}

async function revoke(page) {
  await page.getByRole('button', { name: 'Revoke ci-train' }).click();
  await page.getByRole('dialog').getByText('refused from now on').waitFor();
}
