/** @type {import('../state').State[]} */
export const states = [
  { name: 'cost', day: 'good', path: '/cost', ready: 'text=€25,690.43' },
  { name: 'cost-drivers', day: 'good', path: '/cost', ready: 'text=€25,690.43', act: openDriver },
  { name: 'cost-open', day: 'good', path: '/cost', ready: 'text=€25,690.43', act: openProjects },
  {
    name: 'cost-week-resource',
    day: 'good',
    path: '/cost?period=week&view=resource&stack=resource',
    ready: 'text=€6,288.33',
  },
  {
    name: 'cost-ledger',
    day: 'good',
    path: '/cost?view=ledger&resource=h100',
    ready: 'text=job.cpu_seconds',
  },
  { name: 'cost-budget', day: 'good', path: '/cost', ready: 'text=€25,690.43', act: setBudget },
  {
    name: 'cost-custom',
    day: 'good',
    path: '/cost?period=custom&from=2026-11-02&to=2026-11-09&view=day',
    ready: 'text=Ledger',
    act: openCustom,
  },
  { name: 'cost-empty', day: 'empty', path: '/cost', ready: 'text=Nothing was spent' },
  { name: 'cost-loading', day: 'loading', path: '/cost', ready: '[aria-busy=true] svg' },
  { name: 'cost-failed', day: 'failed', path: '/cost', ready: 'text=Could not load cost' },
  { name: 'cost-forbidden', day: 'forbidden', path: '/cost', ready: 'text=Nothing here' },
];

async function openProjects(page) {
  await page.getByRole('button', { name: 'parcel-vision: what its cost is made of' }).click();
  await page.getByRole('button', { name: 'catalog-search: what its cost is made of' }).click();
  await page.getByText('catalog-rank').first().waitFor();
  await page.getByText(/^job …/).waitFor();
}

async function setBudget(page) {
  await page.getByRole('button', { name: 'Set budget' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Amount').fill('0');
  await dialog.getByRole('button', { name: 'Set budget' }).click();
  await dialog.getByText('expected').waitFor();
}

async function openDriver(page) {
  await page.getByRole('button', { name: 'h100 of parcel-vision: what made the difference' }).click();
  await page.getByRole('link', { name: 'damage-sweep-07' }).waitFor();
}

async function openCustom(page) {
  await page.getByRole('button', { name: '2 Nov to 9 Nov' }).first().click();
  await page.getByLabel('First day').waitFor();
}
