import { screen, waitFor, within } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { linesOf } from '@/features/datasets/transform/lines';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { listOf, pick, picked } from './pick';
import { FakePlatform } from './platform';
import { findEditor, write } from './sql-editor';
import { failChecks, GRANTED, waive } from './world/checks';
import { errNewest } from './world/datasets';
import { globalId } from './world/ids';
import { makeBySql } from './world/transforms';
import { harbourWorld } from './world/world';

const page = (project: string, name: string) =>
  `${paths.dataset(globalId('Project', project), globalId('Dataset', name))}?tab=sql`;
const routes = page('eta-model', 'evening-routes');
const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld() } });
const sentTo = ({ seen }: FakePlatform, name: string) => seen.filter(({ operation }) => operation === name);

// Fetched by whoever opens the page, which takes its time on a busy machine.
beforeAll(async () => {
  await import('@/features/datasets/DatasetPage');
  await import('@/features/datasets/transform/SqlEditor');
}, 120_000);

async function open(
  platform: FakePlatform,
  address = routes,
  choice: string | RegExp = /^evening-routes v30/,
) {
  const console = openConsole(platform, address);
  const [version] = await screen.findAllByLabelText(/^Data set version/);
  if (version === undefined) throw new Error('no field');
  const list = await listOf(console.user, version);
  await list.findByRole('option', { name: choice });
  await console.user.keyboard('{Escape}');
  const { field, editor } = await findEditor();
  return { ...console, field, editor };
}

describe('the SQL of a data set', () => {
  it('begins with the newest version that may be read, its name and its columns, in two requests', async () => {
    const platform = harbour();
    const { field } = await open(platform);
    expect(picked(screen.getByLabelText(/^Data set version/))).toBe('evening-routes v31');
    expect(screen.getByLabelText(/^Name in the statement/)).toHaveProperty('value', 'evening_routes');
    const columns = within(await screen.findByRole('list', { name: 'Columns of evening_routes' }));
    expect(columns.getAllByRole('listitem').map((item) => item.textContent)).toContain('distance_kmDOUBLE');
    expect(screen.getByText('182,431 rows')).toBeTruthy();
    expect(screen.getByText(/the first 10,000 rows of each table/)).toBeTruthy();
    expect(field.getAttribute('aria-required')).toBe('true');
    expect(
      platform.seen.filter(({ operation }) => operation !== null && operation !== 'Viewer'),
    ).toHaveLength(2);
    await expectNoAxeViolation();
  });

  it('is reached from the page of the data set', async () => {
    const { user } = openConsole(harbour(), routes.replace('?tab=sql', ''));
    await user.click(await screen.findByRole('link', { name: 'New version by SQL' }));
    expect(await findEditor()).toBeTruthy();
  });

  it('shows columns of what is chosen besides, and why there are none', async () => {
    const platform = harbour();
    errNewest(platform.world(), 'orders');
    const { user } = await open(platform);
    await user.click(screen.getByRole('button', { name: 'Add data' }));
    const [, second] = screen.getAllByLabelText(/^Data set version/);
    if (second === undefined) throw new Error('no second input');
    platform.day.faults = { TransformInput: 'UNAVAILABLE' };
    await pick(user, second, 'evening-routes v30');
    const failed = await screen.findByText('Could not load its columns');
    platform.day.faults = {};
    const section = failed.closest<HTMLElement>('[role=alert]');
    await user.click(within(section ?? document.body).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText(/Not looked at yet/)).toBeTruthy();
  });

  it('reads each table of a version under its own name, and asks for its columns on request', async () => {
    const platform = harbour();
    errNewest(platform.world(), 'evening-routes');
    const { user } = await open(platform);
    expect(await screen.findByText('evening_routes."test.csv"')).toBeTruthy();
    await user.click(
      screen.getByRole('button', { name: 'Show columns of evening_routes."train/part-*.parquet"' }),
    );
    const list = await screen.findByRole('list', {
      name: 'Columns of evening_routes."train/part-*.parquet"',
    });
    expect(list.textContent).toContain('distance_km');
    await expectNoAxeViolation();
  });

  it('previews at Ctrl Enter: rows with types, what it took, and that it did not see all', async () => {
    const platform = harbour();
    const { user, field } = await open(platform);
    await write('SELECT * FROM evening_routes');
    field.focus();
    await user.keyboard('{Control>}{Enter}{/Control}');
    const region = within(await screen.findByRole('region', { name: 'Rows of the preview' }));
    expect(region.getAllByRole('row')).toHaveLength(101);
    expect(region.getByRole('columnheader', { name: /departed_at/ }).textContent).toBe(
      'departed_atTIMESTAMP',
    );
    expect(region.getAllByText('null').length).toBeGreaterThan(0);
    expect(screen.getByText('took 2.4 s · cost €0.00012')).toBeTruthy();
    expect(screen.getByText(/It saw the first 10,000 rows of each table only/).textContent).toContain(
      'The first 100 rows of what it makes.',
    );
    expect(screen.getByRole('link', { name: 'Its job' }).getAttribute('href')).toBe(
      paths.job(platform.world().jobs[0]?.id ?? ''),
    );
    expect(sentTo(platform, 'PreviewTransform')).toHaveLength(1);
    expect(sentTo(platform, 'PreviewTransform')[0]?.variables).toEqual({
      input: {
        projectId: globalId('Project', 'eta-model'),
        sql: 'SELECT * FROM evening_routes',
        inputs: [
          { name: 'evening_routes', datasetVersionId: globalId('DatasetVersion', 'evening-routes-31') },
        ],
      },
    });
    await expectNoAxeViolation();
    await write('SELECT 1 FROM evening_routes');
    expect(await screen.findByText('Of the statement as it was before it was changed.')).toBeTruthy();
  });

  it('says while it runs, and that it makes no rows', async () => {
    const platform = harbour();
    const { user } = await open(platform);
    await write('SELECT * FROM generate_series(1, 1000000000000)');
    await user.click(screen.getByRole('button', { name: 'Preview' }));
    expect(await screen.findByText('Running on the first 10,000 rows of each table')).toBeTruthy();
    await expectNoAxeViolation();
    const [preview] = platform.world().previews;
    Object.assign(preview ?? {}, { status: 'READY', columns: [{ name: 'a', type: 'INTEGER' }] });
    expect(await screen.findByText(/It saw all rows of what it reads. It makes no rows./)).toBeTruthy();
  });

  it('says what the engine said, and leads to the line', async () => {
    const platform = harbour();
    const { user, editor } = await open(platform);
    await write('SELECT route,\n  cancelled_at\nFROM evening_routes');
    await user.click(screen.getByRole('button', { name: 'Preview' }));
    const alert = await screen.findByText(/Referenced column "cancelled_at" not found/);
    await expectNoAxeViolation();
    await user.click(within(alert.parentElement ?? document.body).getByRole('button', { name: 'line 2' }));
    await waitFor(() => expect(editor.getCursor().line).toBe(1));
  });

  it('says that a preview is gone, or why it did not come', async () => {
    const platform = harbour();
    const { user } = await open(platform);
    await write('SELECT * FROM generate_series(1, 9)');
    platform.day.faults = { PreviewAsItIs: 'UNAVAILABLE' };
    await user.click(screen.getByRole('button', { name: 'Preview' }));
    expect(
      (await screen.findByText('Could not load the preview')).closest('[role=alert]')?.textContent,
    ).toMatch(/req_\d{4}/);
    platform.day.faults = {};
    platform.world().previews = [];
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText(/The preview is gone/)).toBeTruthy();
  });

  it('says why it was not started, under the field that is to blame', async () => {
    const platform = harbour();
    const { user, field } = await open(platform);
    await write('DROP TABLE evening_routes');
    await user.click(screen.getByRole('button', { name: 'Preview' }));
    expect(await screen.findByText(/^input.sql: .*expected: one SELECT/)).toBeTruthy();
    await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
    await expectNoAxeViolation();
    await write('SELECT 1');
    await waitFor(() => expect(screen.queryByText(/expected: one SELECT/)).toBeNull());
    platform.day.faults = { PreviewTransform: 'FORBIDDEN' };
    await user.click(screen.getByRole('button', { name: 'Preview' }));
    expect((await screen.findByText('Could not start the preview')).closest('[role=alert]')).toBeTruthy();
  });

  it('shows a wide result column by column on request', async () => {
    const { user } = await open(harbour());
    await write('SELECT * FROM (PIVOT evening_routes ON departed_at)');
    await user.click(screen.getByRole('button', { name: 'Preview' }));
    await user.click(await screen.findByRole('button', { name: 'Show all 120 columns' }));
    expect(screen.getAllByRole('columnheader')).toHaveLength(120);
  });

  it('makes a version and shows it', async () => {
    const platform = harbour();
    const { user } = await open(platform);
    await write('SELECT * FROM evening_routes');
    await user.click(screen.getByRole('button', { name: 'Run' }));
    expect(await screen.findByText(/v32 is being made by a transform/)).toBeTruthy();
    expect(screen.queryByText(/nothing ran/)).toBeNull();
    const sent = sentTo(platform, 'RunTransform');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.headers.get('Idempotency-Key')).toBeTruthy();
    expect(sent[0]?.variables).toEqual({
      input: {
        datasetId: globalId('Dataset', 'evening-routes'),
        sql: 'SELECT * FROM evening_routes',
        inputs: [
          { name: 'evening_routes', datasetVersionId: globalId('DatasetVersion', 'evening-routes-31') },
        ],
        resources: { cpus: 1, memoryBytes: 1_073_741_824 },
        maxDuration: 'PT3600S',
      },
    });
  });

  it('writes what trainers read where that is asked for, and says so of the version', async () => {
    const platform = harbour();
    const { user } = await open(platform);
    await write('SELECT * FROM evening_routes');
    const format = screen.getByLabelText<HTMLSelectElement>('Written as');
    expect(format.value).toBe('PARQUET');
    await user.selectOptions(format, 'CSV, which the trainers read');
    await user.click(screen.getByRole('button', { name: 'Run' }));
    const panel = within(await screen.findByRole('region', { name: 'Made by SQL' }));
    expect(panel.getByText('duckdb 1.3.2.0, CSV')).toBeTruthy();
    expect(sentTo(platform, 'RunTransform')[0]?.variables).toMatchObject({ input: { format: 'CSV' } });
  });

  it('tells that the same was made already, and what that saved', async () => {
    const platform = harbour();
    makeBySql(platform.world(), 'parcel-labels');
    Object.assign(platform.world().transforms[0] ?? {}, {
      digest: `duckdb 1.3.2.0\nparcel_labels=${globalId('DatasetVersion', 'parcel-labels-9')}\nSELECT 1`,
    });
    const { user } = await open(platform, page('parcel-vision', 'parcel-labels'), /^parcel-labels v8/);
    await write('SELECT 1');
    await user.click(screen.getByRole('button', { name: 'Run' }));
    const banner = await screen.findByText(/The same statement made v9 of the same data already/);
    expect(banner.textContent).toContain('It was asked for again 4 times, which saved €0.72.');
    await expectNoAxeViolation();
    await user.click(await screen.findByRole('link', { name: 'v8' }));
    await waitFor(() => expect(screen.queryByText(/nothing ran/)).toBeNull());
  });

  it('says by which field what is missing or out of bounds, and asks for nothing', async () => {
    const platform = harbour();
    const { user, field } = await open(platform);
    await user.click(screen.getByRole('button', { name: 'Add data' }));
    await pick(user, screen.getAllByLabelText(/^Data set version/)[1] ?? document.body, 'evening-routes v30');
    const [, second] = screen.getAllByLabelText(/^Name in the statement/);
    if (second === undefined) throw new Error('no second input');
    expect(second).toHaveProperty('value', 'evening_routes_2');
    await user.clear(second);
    await user.type(second, 'Evening_Routes');
    await user.clear(screen.getByLabelText('Memory, MiB'));
    await user.type(screen.getByLabelText('Memory, MiB'), '511');
    await user.click(screen.getByRole('button', { name: 'Run' }));
    await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
    expect(screen.getByText('Each name once, whatever its case')).toBeTruthy();
    expect(screen.getByText('512 MiB at least')).toBeTruthy();
    await expectNoAxeViolation();
    expect(sentTo(platform, 'RunTransform')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Preview' }));
    expect(screen.queryByText('512 MiB at least')).toBeNull();
    expect(sentTo(platform, 'PreviewTransform')).toEqual([]);
  });

  it('may need validated data, and says what would be refused', async () => {
    const platform = harbour();
    const { user } = await open(platform);
    await user.selectOptions(screen.getByLabelText('Needs data that is'), 'Validated');
    expect(screen.queryByText(/would be refused/)).toBeNull();
    await pick(user, screen.getByLabelText(/^Data set version/), 'evening-routes v30');
    expect(screen.getByText('evening-routes v30 is not validated: it would be refused')).toBeTruthy();
    await write('SELECT 1');
    platform.day.faults = { RunTransform: 'CONFLICT' };
    await user.click(screen.getByRole('button', { name: 'Run' }));
    expect(
      (await screen.findByText('Could not make the version')).closest('[role=alert]')?.textContent,
    ).toMatch(/req_/);
    expect(sentTo(platform, 'RunTransform')[0]?.variables).toMatchObject({
      input: { requires: 'VALIDATED' },
    });
  });

  it('offers a version that was rejected and is waived', async () => {
    const platform = harbour();
    const world = platform.world();
    const validation = failChecks(world, 'evening-routes');
    waive(world, validation, 4, GRANTED);
    waive(world, validation, 8, GRANTED);
    await open(platform, routes, 'evening-routes v31, waived');
    expect(picked(screen.getByLabelText(/^Data set version/))).toBe('evening-routes v31, waived');
  });

  it('keeps what was written while one looks elsewhere', async () => {
    const { user } = await open(harbour());
    await write('SELECT 42');
    await user.click(screen.getByRole('link', { name: 'Checks' }));
    await screen.findByText('Nothing is expected yet');
    await user.click(screen.getByRole('link', { name: 'SQL' }));
    expect((await findEditor()).editor.getValue()).toBe('SELECT 42');
  });

  it('is tried by who may submit jobs, and run by who may write as well', async () => {
    const platform = harbour();
    const world = platform.world();
    world.permissions = world.permissions.filter((one) => one !== 'DATASET_WRITE');
    await open(platform);
    expect(screen.getByRole('button', { name: 'Preview' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Run' })).toBeNull();
    expect(screen.queryByLabelText('Written as')).toBeNull();
    expect(screen.queryByLabelText('Memory, MiB')).toBeNull();
  });

  it('is not there for others', async () => {
    const platform = harbour();
    const world = platform.world();
    world.permissions = world.permissions.filter((one) => one !== 'JOB_SUBMIT');
    openConsole(platform, routes);
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'SQL' })).toBeNull();
  });
});

describe('the line that an error is about', () => {
  it('is the one that the engine names, or where what it quotes stands', () => {
    const sql = 'SELECT a,\n b\nFORM t\nWHERE b > 1';
    expect(linesOf('Parser Error: syntax error LINE 3: FORM t', sql)).toEqual([3]);
    expect(linesOf('Parser Error: syntax error at or near "FORM"', sql)).toEqual([3]);
    expect(linesOf('Binder Error: Referenced column "b" not found', sql)).toEqual([2, 4]);
    expect(linesOf('Catalog Error: Table with name t does not exist!', sql)).toEqual([3]);
    expect(linesOf('Out of Memory Error', sql)).toEqual([]);
    expect(linesOf('LINE 9: x', sql)).toEqual([]);
  });
});
