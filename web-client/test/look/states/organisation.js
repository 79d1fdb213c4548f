/** As in test/world/ids.ts. */
function globalId(type, name) {
  return globalThis.btoa(`${type}:${name}`);
}

/** @type {import('../state').State[]} */
export const states = [
  { name: 'members', day: 'good', path: '/members', ready: 'text=Finance lead' },
  { name: 'members-roles', day: 'good', path: '/members', ready: 'text=Finance lead', act: changeRoles },
  {
    name: 'members-role',
    day: 'good',
    path: `/members?role=${encodeURIComponent(globalId('CustomRole', 'model-approver'))}`,
    ready: 'text=In words',
    act: (page) => page.getByRole('checkbox', { name: 'Send requests' }).check(),
  },
  {
    name: 'members-role-built-in',
    day: 'viewer',
    path: '/members?tab=roles&role=ENGINEER',
    ready: 'p:text-is("In words")',
  },
  {
    name: 'members-role-new',
    day: 'good',
    path: '/members?tab=roles&role=new',
    ready: 'text=Does nothing yet',
  },
  { name: 'members-roles-tab', day: 'good', path: '/members?tab=roles', ready: 'text=Label editor' },
  { name: 'members-teams', day: 'good', path: '/members?tab=teams', ready: 'text=Vision' },
  { name: 'members-team', day: 'good', path: '/members?tab=teams', ready: 'text=Vision', act: changeTeam },
  { name: 'members-teams-empty', day: 'empty', path: '/members?tab=teams', ready: 'text=No teams yet' },
  { name: 'members-invitations', day: 'good', path: '/members?tab=invitations', ready: 'text=dock@ocrworks' },
  { name: 'members-accounts', day: 'good', path: '/members?tab=accounts', ready: 'text=storefront' },
  {
    name: 'members-invite',
    day: 'good',
    path: '/members?invite',
    ready: 'text=E-mail addresses',
    act: invite,
  },
  { name: 'members-leave', day: 'good', path: '/members', ready: 'text=Finance lead', act: leave },
  { name: 'members-transfer', day: 'good', path: '/members', ready: 'text=Finance lead', act: transfer },
  { name: 'api-keys-rotate', day: 'good', path: '/keys', ready: 'text=ci-train', act: rotate },
  { name: 'api-keys-policy', day: 'good', path: '/keys', ready: 'text=ci-train', act: policy },
  { name: 'members-none', day: 'good', path: '/members?q=zebra', ready: 'text=No members match' },
  { name: 'members-remove', day: 'good', path: '/members', ready: 'text=Finance lead', act: removeMember },
  { name: 'members-viewer', day: 'viewer', path: '/members', ready: 'text=Finance lead' },
  { name: 'members-loading', day: 'loading', path: '/members', ready: '[aria-busy=true] svg' },
  { name: 'members-failed', day: 'failed', path: '/members', ready: 'text=Could not load members' },
  { name: 'api-keys', day: 'good', path: '/keys', ready: 'text=ci-train' },
  { name: 'api-keys-create', day: 'good', path: '/keys?create', ready: 'text=Projects; all of them' },
  {
    name: 'api-keys-menu',
    day: 'good',
    path: '/keys',
    ready: 'text=ci-train',
    act: async (page) => {
      await page.getByRole('button', { name: 'Actions of ci-train', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Revoke…' }).waitFor();
    },
  },
  { name: 'api-keys-revoke', day: 'good', path: '/keys', ready: 'text=ci-train', act: revoke },
  { name: 'api-keys-empty', day: 'empty', path: '/keys', ready: 'text=No API keys yet' },
  { name: 'api-keys-forbidden', day: 'forbidden', path: '/keys', ready: 'text=Nothing here' },
  { name: 'audit', day: 'good', path: '/audit', ready: 'text=tried to change the roles' },
  { name: 'api-keys-unused', day: 'good', path: '/keys?show=unused', ready: 'text=mlflow-old' },
  { name: 'api-keys-none-ended', day: 'good', path: '/keys?q=zebra', ready: 'text=No keys match' },
  { name: 'api-keys-loading', day: 'loading', path: '/keys', ready: '[aria-busy=true] svg' },
  {
    name: 'graphiql',
    day: 'good',
    path: '/settings/graphiql',
    ready: 'text=its lists may hold and its fields read',
    act: runQuery,
  },
  {
    name: 'graphiql-docs',
    day: 'good',
    path: '/settings/graphiql',
    ready: 'text=its lists may hold and its fields read',
    act: async (page) => {
      await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
      await page.getByText('Root Types').waitFor();
      await page.mouse.move(0, 0);
      await page.getByRole('tooltip').waitFor({ state: 'detached' });
    },
  },
  { name: 'graphiql-trusted-only', day: 'trusting', path: '/settings/graphiql', ready: 'text=are off' },
  {
    name: 'settings-operations',
    day: 'good',
    path: '/settings',
    ready: 'text=API operations',
    act: (page) => page.getByRole('button', { name: 'Allow only the console’s…' }).click(),
  },
  {
    name: 'settings-last-owner',
    day: 'good',
    path: '/settings',
    ready: 'text=Leave Example Harbour',
    act: leaveAsLastOwner,
  },
  { name: 'dead-letters', day: 'good', path: '/dead-letters', ready: 'text=JobFinished' },
  { name: 'dead-letters-replay', day: 'good', path: '/dead-letters', ready: 'text=JobFinished', act: replay },
  { name: 'dead-letters-empty', day: 'empty', path: '/dead-letters', ready: 'text=No dead letters' },
  { name: 'dead-letters-failed', day: 'failed', path: '/dead-letters', ready: 'text=Could not load' },
  { name: 'limits', day: 'good', path: '/settings/limits', ready: 'text=key:bi-export' },
  {
    name: 'limits-refused',
    day: 'good',
    path: '/settings/limits',
    ready: 'text=key:bi-export',
    act: toRefusals,
  },
  {
    name: 'limits-keys',
    day: 'good',
    path: '/settings/limits?points=week&rate=day',
    ready: 'text=points in all',
    act: (page) => page.getByText('mlflow-old').scrollIntoViewIfNeeded(),
  },
  {
    name: 'limits-rate',
    day: 'good',
    path: '/settings/limits',
    ready: 'text=points in all',
    act: async (page) => {
      await page.getByRole('region', { name: 'Rate over time' }).scrollIntoViewIfNeeded();
      await page.locator('.uplot').waitFor();
    },
  },
  { name: 'limits-empty', day: 'empty', path: '/settings/limits', ready: 'text=Nothing was refused' },
  { name: 'limits-viewer', day: 'viewer', path: '/settings/limits', ready: 'text=Metric points a minute' },
  { name: 'limits-loading', day: 'loading', path: '/settings/limits', ready: '[aria-busy=true] svg' },
  { name: 'limits-failed', day: 'failed', path: '/settings/limits', ready: 'text=Could not load the limits' },
  { name: 'operator-none', day: 'installation', path: '/operator', ready: 'text=No organisation is open' },
  {
    name: 'operator',
    day: 'installation',
    path: '/operator?organisation=harbour',
    ready: 'text=Dead letters',
  },
  {
    name: 'operator-suspend',
    day: 'installation',
    path: '/operator?organisation=harbour',
    ready: 'text=Dead letters',
    act: (page) => page.getByRole('button', { name: /^Suspend / }).click(),
  },
  {
    name: 'operator-unknown',
    day: 'installation',
    path: '/operator?organisation=zebra',
    ready: 'text=No organisation is called zebra',
  },
  { name: 'settings-viewer', day: 'viewer', path: '/settings', ready: 'text=2026-01-12' },
  { name: 'audit-refused', day: 'good', path: '/audit?refused', ready: 'text=tried to change the roles' },
  { name: 'audit-empty', day: 'empty', path: '/audit', ready: 'text=Nothing happened' },
  { name: 'settings', day: 'good', path: '/settings', ready: 'text=2026-01-12' },
  { name: 'sign-on', day: 'good', path: '/settings/sign-on', ready: 'text=https://login.harbour.example' },
  { name: 'sign-on-empty', day: 'empty', path: '/settings/sign-on', ready: 'text=No identity provider yet' },
  { name: 'sign-on-failed', day: 'failed', path: '/settings/sign-on', ready: 'text=Could not load single' },
  { name: 'sign-on-forbidden', day: 'forbidden', path: '/settings/sign-on', ready: 'text=Nothing here' },
  {
    name: 'settings-failed',
    day: 'failed',
    path: '/settings',
    ready: 'text=Could not load the organisation',
  },
];

async function chooseInRow(page, of, action) {
  await page.getByRole('button', { name: `Actions of ${of}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

async function changeRoles(page) {
  await chooseInRow(page, 'Second engineer', 'Change roles and teams…');
  await page.getByRole('dialog').getByRole('button', { name: 'Add role' }).click();
}

async function changeTeam(page) {
  await chooseInRow(page, 'team Vision', 'Change…');
  await page.getByRole('dialog').getByLabel('Description').waitFor();
}

async function removeMember(page) {
  await chooseInRow(page, 'Second engineer', 'Remove…');
  await page.getByRole('dialog').getByText('2 roles end').waitFor();
}

async function invite(page) {
  await page.getByLabel('E-mail addresses').fill('vision3@harbour.example, audit@keelreview.example');
  await page.getByRole('checkbox', { name: 'Vision' }).check();
}

async function leave(page) {
  await chooseInRow(page, 'Engineer', 'Leave…');
}

async function transfer(page) {
  await chooseInRow(page, 'Engineer', 'Transfer…');
  await page.getByLabel('To', { exact: true }).click();
  await page.getByRole('option').nth(0).click();
}

async function rotate(page) {
  await chooseInRow(page, 'ci-train', 'Rotate…');
  await page.getByRole('dialog').getByText('A new key takes its place').waitFor();
}

async function policy(page) {
  await page.getByRole('button', { name: 'Key policy' }).click();
}

async function toRefusals(page) {
  await page.getByText('All limits').scrollIntoViewIfNeeded();
}

async function replay(page) {
  await chooseInRow(page, 'JobFinished for run-status', 'Replay…');
  await page.getByRole('dialog').getByText('gets the event once more').waitFor();
}

async function revoke(page) {
  await chooseInRow(page, 'ci-train', 'Revoke…');
  await page.getByRole('dialog').getByText('refused from now on').waitFor();
}

/** @param {import('@playwright/test').Page} page */
async function runQuery(page) {
  await page.getByRole('button', { name: /Execute query/ }).click();
  await page.locator('.result-window >> text=data').first().waitFor();
  await page.mouse.move(0, 0); // off the button, whose tip would go away meanwhile
  await page.getByRole('tooltip').waitFor({ state: 'detached' });
}

/** The platform refuses it, and the dialog says what to do first. */
async function leaveAsLastOwner(page) {
  await page.getByRole('button', { name: 'Leave Example Harbour…' }).click();
  await page.getByRole('button', { name: 'Leave organisation' }).click();
  await page.getByText('You are the last owner').waitFor();
}
