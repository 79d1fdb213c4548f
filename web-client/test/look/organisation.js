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

async function revoke(page) {
  await page.getByRole('button', { name: 'Revoke ci-train' }).click();
  await page.getByRole('dialog').getByText('refused from now on').waitFor();
}
