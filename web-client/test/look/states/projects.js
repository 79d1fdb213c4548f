/** @type {import('../state').State[]} */
export const states = [
  { name: 'projects', day: 'good', path: '/projects', ready: 'text=dock-ocr' },
  { name: 'projects-many', day: 'many', path: '/projects', ready: 'text=Show more', act: showMore },
  { name: 'projects-empty', day: 'empty', path: '/projects', ready: 'text=No projects yet' },
  { name: 'projects-loading', day: 'loading', path: '/projects', ready: '[aria-busy=true] svg' },
  { name: 'projects-failed', day: 'failed', path: '/projects', ready: 'text=Could not load projects' },
  { name: 'projects-forbidden', day: 'forbidden', path: '/projects', ready: 'text=Nothing here' },
  { name: 'create-refused', day: 'good', path: '/projects', ready: 'text=dock-ocr', act: refuseProject },
  { name: 'project', day: 'good', path: '/projects/UHJvamVjdDpwYXJjZWwtdmlzaW9u', ready: 'text=In all' },
  { name: 'sample', day: 'empty', path: '/projects/sample', ready: 'text=Load the sample project' },
  {
    name: 'project-remove',
    day: 'good',
    path: '/projects/UHJvamVjdDpwYXJjZWwtdmlzaW9u',
    ready: 'text=In all',
    act: askToRemove,
  },
  {
    name: 'project-removing',
    day: 'removing',
    path: '/projects/UHJvamVjdDpwYXJjZWwtdmlzaW9u',
    ready: 'text=Still has to end',
  },
  { name: 'project-gone', day: 'good', path: '/projects/nowhere', ready: 'text=Back to Projects' },
  {
    name: 'project-loading',
    day: 'loading',
    path: '/projects/UHJvamVjdDpwYXJjZWwtdmlzaW9u',
    ready: '[aria-busy=true] svg',
  },
];

async function showMore(page) {
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('76 projects of').waitFor();
  await page.mouse.wheel(0, 600);
}

async function askToRemove(page) {
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByText('Type parcel-vision to confirm').waitFor();
}

async function refuseProject(page) {
  await page.getByRole('button', { name: 'Create project' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('ETA model');
  await dialog.getByLabel('Slug').fill('eta-model');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await dialog.getByText('is taken').waitFor();
}
