/** @type {import('../state').State[]} */
export const states = [
  { name: 'not-found', day: 'good', path: '/nowhere', ready: 'text=Nothing here' },
  { name: 'sign-in', day: 'signedOut', path: '/projects', ready: 'text=Sign in to Keelson' },
  { name: 'session-failed', day: 'broken', path: '/projects', ready: 'text=Could not find out' },
  { name: 'no-organisation', day: 'noTenant', path: '/projects', ready: 'text=No organisation yet' },
  { name: 'suspended', day: 'suspended', path: '/', ready: 'text=unpaid since August' },
  { name: 'tenants', day: 'good', path: '/projects', ready: 'text=dock-ocr', act: openTenants },
  {
    name: 'create-organisation',
    day: 'noTenant',
    path: '/',
    ready: 'text=No organisation yet',
    act: createTenant,
  },
  { name: 'invitation', day: 'invited', path: '/invitation#token-9', ready: 'text=Join Example Quay' },
  {
    name: 'invitation-over',
    day: 'invited',
    path: '/invitation#another',
    ready: 'text=Join Example Quay',
    act: async (page) => {
      await page.getByRole('button', { name: 'Join Example Quay' }).click();
      await page.getByText('This invitation is over').waitFor();
    },
  },
  { name: 'invitation-cut', day: 'good', path: '/invitation', ready: 'text=This link is not whole' },
  { name: 'account', day: 'good', path: '/projects', ready: 'text=dock-ocr', act: openAccount },
  {
    name: 'keys',
    day: 'good',
    path: '/projects',
    ready: 'text=dock-ocr',
    act: (page) => page.keyboard.press('?'),
  },
  {
    name: 'palette',
    day: 'good',
    path: '/settings',
    ready: 'text=2026-01-12',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('damage');
      await page.getByRole('group', { name: 'Found' }).waitFor();
    },
  },
  {
    name: 'palette-verbs',
    day: 'good',
    path: '/datasets',
    ready: 'text=parcel-images',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('group', { name: 'On this page' }).waitFor();
    },
  },
];

async function openTenants(page, size) {
  if (size === 'narrow') await page.getByRole('button', { name: 'More' }).click();
  else await page.getByRole('button', { name: 'Organisation: ' }).click();
  await page.getByRole('menuitemradio', { name: 'Example Orchard' }).waitFor();
}

async function createTenant(page) {
  await page.getByRole('button', { name: 'Create organisation' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Example Quay');
}

async function openAccount(page, size) {
  if (size === 'narrow') await page.getByRole('button', { name: 'More' }).click();
  else await page.getByRole('button', { name: 'Account: ' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
}
