const id = (type, name) => encodeURIComponent(globalThis.Buffer.from(`${type}:${name}`).toString('base64'));
const dataset = (project, name) => `/projects/${id('Project', project)}/datasets/${id('Dataset', name)}`;

/** @type {import('../look.js').State[]} */
export const states = [
  { name: 'datasets', day: 'good', path: '/datasets', ready: 'text=evening-routes' },
  { name: 'datasets-empty', day: 'empty', path: '/datasets', ready: 'text=No data sets yet' },
  { name: 'datasets-loading', day: 'loading', path: '/datasets', ready: '[aria-busy=true] svg' },
  { name: 'datasets-failed', day: 'failed', path: '/datasets', ready: 'text=Could not load data sets' },
  { name: 'datasets-forbidden', day: 'forbidden', path: '/datasets', ready: 'text=Nothing here' },
  { name: 'datasets-create', day: 'good', path: '/datasets', ready: 'text=evening-routes', act: create },
  {
    name: 'dataset',
    day: 'good',
    path: dataset('eta-model', 'evening-routes'),
    ready: 'text=distance_km',
  },
  {
    name: 'dataset-files',
    day: 'good',
    path: `${dataset('parcel-vision', 'parcel-images')}?version=13`,
    ready: 'text=shards/0003.tar',
  },
  {
    name: 'dataset-upload',
    day: 'good',
    path: dataset('dock-ocr', 'gate-frames'),
    ready: 'text=v6',
    act: upload,
  },
  {
    name: 'dataset-rejected',
    day: 'rejected',
    path: dataset('demand-forecast', 'orders'),
    ready: 'text=was rejected',
  },
  {
    name: 'dataset-errored',
    day: 'errored',
    path: dataset('demand-forecast', 'orders'),
    ready: 'text=could not validate',
  },
  {
    name: 'dataset-tables',
    day: 'errored',
    path: `${dataset('demand-forecast', 'orders')}?table=train%2Fpart-*.parquet`,
    ready: 'text=distance_km',
  },
  {
    name: 'dataset-abandoned',
    day: 'errored',
    path: dataset('dock-ocr', 'gate-frames'),
    ready: 'text=frames-2026-10.csv',
    act: seal,
  },
  {
    name: 'dataset-transformed',
    day: 'transformed',
    path: dataset('eta-model', 'evening-routes'),
    ready: 'text=Made by SQL',
  },
  {
    name: 'dataset-making',
    day: 'transformed',
    path: dataset('dock-ocr', 'gate-frames'),
    ready: 'text=is being made',
  },
  {
    name: 'dataset-unmade',
    day: 'transformed',
    path: dataset('demand-forecast', 'orders'),
    ready: 'text=was rejected',
  },
  {
    name: 'dataset-sql',
    day: 'transformed',
    path: dataset('eta-model', 'evening-routes'),
    ready: 'text=Made by SQL',
    act: write,
  },
  {
    name: 'dataset-sql-refused',
    day: 'transformed',
    path: dataset('eta-model', 'evening-routes'),
    ready: 'text=Made by SQL',
    act: refuse,
  },
  {
    name: 'dataset-viewer',
    day: 'viewer',
    path: dataset('eta-model', 'evening-routes'),
    ready: 'text=distance_km',
  },
  {
    name: 'dataset-failed',
    day: 'failed',
    path: dataset('eta-model', 'evening-routes'),
    ready: 'text=Could not load the data set',
  },
  { name: 'dataset-missing', day: 'good', path: dataset('eta-model', 'none'), ready: 'text=Nothing here' },
];

async function create(page) {
  await page.getByRole('button', { name: 'Create data set' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('gate-frames');
  await dialog.getByLabel('Project').selectOption('dock-ocr');
  await dialog.getByRole('button', { name: 'Create data set' }).click();
  await dialog.getByText('is taken').waitFor();
}

async function write(page) {
  await page.getByRole('button', { name: 'New version by SQL' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('textbox', { name: /^Statement/ })
    .fill('SELECT route_id, avg(minutes) AS minutes\nFROM evening_routes\nGROUP BY route_id');
  await dialog.getByRole('button', { name: 'Add data' }).click();
  return dialog;
}

async function refuse(page) {
  const dialog = await write(page);
  await dialog.getByRole('textbox', { name: /^Statement/ }).fill('DROP TABLE evening_routes');
  await dialog.getByLabel('Name in the statement').last().fill('2 tables');
  await dialog.getByRole('button', { name: 'Make version' }).click();
  await dialog.getByText('no digit first').first().waitFor();
}

/** What made the version that is open, asked for again. */
async function seal(page) {
  await page.getByRole('button', { name: 'Seal v6' }).click();
  await page.getByRole('dialog').getByText('given up').waitFor();
}

/** Real bytes by tus to the stand-in's door, one of them refused. */
async function upload(page) {
  // The stand-in keeps what an earlier look opened.
  const newest = await page.getByRole('list', { name: 'Versions' }).getByRole('listitem').count();
  await page.getByRole('button', { name: 'Open new version' }).click();
  await page.getByRole('heading', { name: `Upload to v${newest + 1}` }).waitFor();
  await page.getByLabel('Choose files to upload').setInputFiles([
    { name: 'frames-2026-11.csv', mimeType: 'text/csv', buffer: globalThis.Buffer.alloc(220_000, 'a') },
    { name: '.hidden', mimeType: 'text/plain', buffer: globalThis.Buffer.from('x') },
    { name: '_SUCCESS', mimeType: 'text/plain', buffer: globalThis.Buffer.alloc(0) },
  ]);
  await page.getByText('Uploaded').nth(1).waitFor();
  await page.getByText('Refused').waitFor();
}
