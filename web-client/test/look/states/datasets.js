const id = (type, name) => encodeURIComponent(globalThis.Buffer.from(`${type}:${name}`).toString('base64'));
const dataset = (project, name) => `/projects/${id('Project', project)}/datasets/${id('Dataset', name)}`;

/** @type {import('../state').State[]} */
export const states = [
  { name: 'datasets', day: 'good', path: '/datasets', ready: 'text=evening-routes' },
  { name: 'datasets-empty', day: 'empty', path: '/datasets', ready: 'text=No data sets yet' },
  { name: 'datasets-loading', day: 'loading', path: '/datasets', ready: '[aria-busy=true] svg' },
  { name: 'datasets-failed', day: 'failed', path: '/datasets', ready: 'text=Could not load data sets' },
  { name: 'datasets-forbidden', day: 'forbidden', path: '/datasets', ready: 'text=Nothing here' },
  { name: 'datasets-create', day: 'good', path: '/datasets', ready: 'text=evening-routes', act: create },
  {
    name: 'dataset',
    day: 'readByRuns',
    path: dataset('eta-model', 'evening-routes'),
    ready: 'text=distance_km',
  },
  {
    name: 'dataset-whole',
    day: 'readByRuns',
    path: dataset('eta-model', 'evening-routes'),
    ready: 'text=v31 against v30',
    act: whole,
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
    name: 'sql',
    day: 'transformed',
    path: `${dataset('eta-model', 'evening-routes')}?tab=sql`,
    ready: '.CodeMirror',
    act: write,
  },
  {
    name: 'sql-preview',
    day: 'transformed',
    path: `${dataset('eta-model', 'evening-routes')}?tab=sql`,
    ready: '.CodeMirror',
    act: tryIt,
  },
  {
    name: 'sql-failed',
    day: 'transformed',
    path: `${dataset('eta-model', 'evening-routes')}?tab=sql`,
    ready: '.CodeMirror',
    act: misspell,
  },
  {
    name: 'sql-refused',
    day: 'transformed',
    path: `${dataset('eta-model', 'evening-routes')}?tab=sql`,
    ready: '.CodeMirror',
    act: refuse,
  },
  {
    name: 'collection',
    day: 'collecting',
    path: `${dataset('dock-ocr', 'gate-frames')}?tab=collection`,
    ready: 'text=Send events',
  },
  {
    name: 'collection-none',
    day: 'collecting',
    path: `${dataset('eta-model', 'evening-routes')}?tab=collection`,
    ready: 'text=No events are collected',
  },
  {
    name: 'collection-edit',
    day: 'collecting',
    path: `${dataset('dock-ocr', 'gate-frames')}?tab=collection`,
    ready: 'text=Send events',
    act: edit,
  },
  {
    name: 'dataset-collected',
    day: 'collecting',
    path: dataset('dock-ocr', 'gate-frames'),
    ready: 'text=Collected from events',
  },
  {
    name: 'checks',
    day: 'checked',
    path: `${dataset('eta-model', 'evening-routes')}?tab=checks`,
    ready: 'text=Edit suite',
  },
  {
    name: 'checks-none',
    day: 'checked',
    path: `${dataset('parcel-vision', 'parcel-labels')}?tab=checks`,
    ready: 'text=Nothing is expected yet',
  },
  {
    name: 'checks-edit',
    day: 'checked',
    path: `${dataset('eta-model', 'evening-routes')}?tab=checks&edit`,
    ready: 'text=Add a check',
    act: openCheck,
  },
  {
    name: 'gate-rejected',
    day: 'checked',
    path: dataset('eta-model', 'evening-routes'),
    ready: 'text=Gate',
  },
  {
    name: 'gate-ask',
    day: 'checked',
    path: dataset('eta-model', 'evening-routes'),
    ready: 'text=Gate',
    act: ask,
  },
  ...partStates('checks', 'Could not load the checks', '[aria-busy=true] span'),
  ...partStates('collection', 'Could not load the collection', '[aria-busy=true] span'),
  ...partStates('sql', 'Could not load', '.CodeMirror'),
  {
    name: 'gate-validating',
    day: 'gateValidating',
    path: dataset('eta-model', 'evening-routes'),
    ready: 'text=Gate',
  },
  {
    name: 'gate-passed',
    day: 'gatePassed',
    path: dataset('eta-model', 'evening-routes'),
    ready: 'text=Gate',
  },
  {
    name: 'gate-waived',
    day: 'gateWaived',
    path: dataset('eta-model', 'evening-routes'),
    ready: 'text=Gate',
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
  await dialog.getByLabel('Project').fill('dock');
  await dialog.getByRole('option', { name: 'dock-ocr' }).click();
  await dialog.getByRole('button', { name: 'Create data set' }).click();
  await dialog.getByText('is taken').waitFor();
}

const STATEMENT = `SELECT route, avg(minutes) AS minutes -- how long it takes
FROM evening_routes
WHERE rain_mm > 0.5 AND route LIKE 'A-%'
GROUP BY route`;

async function write(page, _size, statement = STATEMENT) {
  await page.locator('.CodeMirror').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(statement);
  await page.getByRole('list', { name: 'Columns of evening_routes' }).waitFor();
}

async function tryIt(page) {
  await write(page);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('region', { name: 'Rows of the preview' }).waitFor();
  await page.getByRole('heading', { name: 'Preview' }).scrollIntoViewIfNeeded();
}

async function misspell(page) {
  await write(page, '', 'SELECT route,\n  cancelled_at\nFROM evening_routes');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'line 2' }).waitFor();
}

async function refuse(page) {
  await write(page, '', 'DROP TABLE evening_routes');
  await page.getByRole('button', { name: 'Add data' }).click();
  await page.getByLabel('Name in the statement').last().fill('2 tables');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('no digit first').first().waitFor();
}

async function edit(page) {
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('dialog').getByLabel('JSON Schema').waitFor();
}

async function openCheck(page) {
  await page.getByRole('list', { name: 'Checks' }).getByRole('button').first().click();
}

/** Of the first check that failed and has no waiver. */
async function ask(page) {
  const verb = page.getByRole('button', { name: 'Ask for a waiver' });
  const checks = page.locator('td button[aria-expanded]');
  await checks.first().waitFor();
  for (const check of await checks.all()) {
    await check.click();
    if ((await verb.count()) > 0) break;
  }
  await verb.click();
  await page.getByRole('dialog').waitFor();
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

/** The whole page in one picture. */
async function whole(page, size) {
  const height = await page.evaluate(() => globalThis.document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size === 'wide' ? 1440 : 390, height });
}

/** A part of the page while it is on its way, as it fails, and as it is forbidden. */
function partStates(part, failed, loading) {
  const path = `${dataset('eta-model', 'evening-routes')}?tab=${part}`;
  // Others of the SQL tab are called `sql-failed` already.
  const name = part === 'sql' ? 'sql-choices' : part;
  return [
    { name: `${name}-loading`, day: `${part}Loading`, path, ready: loading },
    { name: `${name}-failed`, day: `${part}Failed`, path, ready: `text=${failed}` },
    {
      name: `${name}-forbidden`,
      day: `${part}Forbidden`,
      path,
      ready: part === 'sql' ? '.CodeMirror' : 'text=Nothing here',
    },
  ];
}
