import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { tableName } from '@/features/datasets/transform/transform-values';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { failChecks, GRANTED, waive } from './world/checks';
import { globalId } from './world/ids';
import { failNewest, makeBySql, makingNewest } from './world/transforms';
import { harbourWorld } from './world/world';

const datasetPage = (project: string, name: string, version?: number) =>
  paths.dataset(globalId('Project', project), globalId('Dataset', name), version);

const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld() } });

const routes = datasetPage('eta-model', 'evening-routes');

describe('a version that a transform makes', () => {
  it('is said to be in the making, with its job, and followed until it is made', async () => {
    const platform = harbour();
    const version = makingNewest(platform.world(), 'evening-routes');
    openConsole(platform, routes);

    const banner = await screen.findByText(/v31 is being made by a transform/);
    const [job] = platform.world().jobs;
    expect(within(banner).getByRole('link', { name: 'its job' }).getAttribute('href')).toBe(
      paths.job(job?.id ?? ''),
    );
    expect(screen.getAllByText('Making')).toHaveLength(2);
    expect(screen.getByText('They come when its transform has ended.')).toBeTruthy();
    await expectNoAxeViolation();

    version.status = 'VALIDATED';
    await waitFor(() => expect(screen.queryByText(/is being made/)).toBeNull(), { timeout: 4_000 });
  });

  it('shows its statement, what it read, its job and what asking again has saved in one request', async () => {
    const platform = harbour();
    makeBySql(platform.world(), 'evening-routes');
    openConsole(platform, routes);

    const panel = within(await screen.findByRole('region', { name: 'Made by SQL' }));
    expect(panel.getByRole('region', { name: 'Statement' }).textContent).toMatch(/^SELECT r\.\*,\n/);
    expect(panel.getByText('duckdb 1.3.2.0')).toBeTruthy();
    const [before, elsewhere] = within(panel.getByRole('list', { name: 'Reads' })).getAllByRole('listitem');
    if (before === undefined || elsewhere === undefined) throw new Error('not both inputs are shown');
    expect(before.textContent).toBe('evening-routes v30as evening_routes');
    expect(within(before).getByRole('link').getAttribute('href')).toBe(
      datasetPage('eta-model', 'evening-routes', 30),
    );
    expect(within(elsewhere).getByRole('link', { name: 'orders v46' }).getAttribute('href')).toBe(
      datasetPage('demand-forecast', 'orders', 46),
    );
    expect(panel.getByRole('link', { name: 'Succeeded' })).toBeTruthy();
    expect(panel.getByText('3 times, saved €0.54')).toBeTruthy();
    expect(platform.seen.filter(({ operation }) => operation?.startsWith('Dataset'))).toHaveLength(1);
    await expectNoAxeViolation();
  });

  it('keeps to itself what the person may not see', async () => {
    const platform = harbour();
    const world = platform.world();
    makeBySql(world, 'evening-routes');
    world.permissions = ['PROJECT_READ'];
    world.permissionsIn = { [globalId('Project', 'eta-model')]: ['DATASET_READ'] };
    openConsole(platform, routes);

    const panel = within(await screen.findByRole('region', { name: 'Made by SQL' }));
    expect(panel.getByRole('link', { name: 'evening-routes v30' })).toBeTruthy();
    expect(panel.getByText('A version you may not see')).toBeTruthy();
    expect(panel.queryByText('Job')).toBeNull();
    expect(panel.getByText('3 times')).toBeTruthy();
  });

  it('is named and not led to where its project may not be seen', async () => {
    const platform = harbour();
    makeBySql(platform.world(), 'evening-routes');
    platform.world().permissions = ['DATASET_READ'];
    openConsole(platform, routes);

    const panel = within(await screen.findByRole('region', { name: 'Made by SQL' }));
    expect(panel.getByText('orders v46')).toBeTruthy();
    expect(panel.queryByRole('link', { name: 'orders v46' })).toBeNull();
  });

  it('shows nothing of the kind where files were uploaded', async () => {
    openConsole(harbour(), routes);
    await screen.findByText('distance_km');
    expect(screen.queryByRole('region', { name: 'Made by SQL' })).toBeNull();
  });

  it('leads to the log of its job where it failed', async () => {
    const platform = harbour();
    failNewest(platform.world(), 'orders');
    openConsole(platform, datasetPage('demand-forecast', 'orders'));

    const banner = await screen.findByText(/v46 was rejected: its transform failed: Binder Error/);
    expect(banner.textContent).toContain('make a new version');
    const log = within(banner).getByRole('link', { name: 'The log of its job' });
    expect(log.getAttribute('href')).toBe(paths.job(platform.world().jobs[0]?.id ?? ''));
    expect(screen.getByText('Its transform left none.')).toBeTruthy();
    await expectNoAxeViolation();
  });
});

describe('New version by SQL', () => {
  async function openForm(platform: FakePlatform, address = routes) {
    const console = openConsole(platform, address);
    await console.user.click(await screen.findByRole('button', { name: 'New version by SQL' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'New version by SQL' }));
    await dialog.findByRole('option', { name: 'evening-routes v30' });
    return { ...console, dialog };
  }

  it('reads the newest version that may be read, under a name made of its data set', async () => {
    const platform = harbour();
    const [newest] = platform
      .world()
      .datasetVersions.filter(({ datasetId }) => datasetId === globalId('Dataset', 'evening-routes'));
    Object.assign(newest ?? {}, { status: 'REJECTED' });
    const { dialog } = await openForm(platform);

    const version = dialog.getByLabelText<HTMLSelectElement>(/^Data set version/);
    expect(version.selectedOptions[0]?.textContent).toBe('evening-routes v30');
    expect(dialog.queryByRole('option', { name: 'evening-routes v31' })).toBeNull();
    expect(dialog.getByLabelText(/^Name in the statement/)).toHaveProperty('value', 'evening_routes');
    expect(dialog.getByLabelText('CPU cores')).toHaveProperty('value', '1');
    expect(dialog.getByLabelText('Memory, MiB')).toHaveProperty('value', '1024');
    await expectNoAxeViolation();
  });

  it('makes a version at Ctrl Enter and shows it', async () => {
    const platform = harbour();
    const { user, dialog } = await openForm(platform);
    const statement = dialog.getByLabelText(/^Statement/);
    await user.click(statement);
    await user.keyboard('SELECT * FROM evening_routes');
    await user.tab();
    expect(document.activeElement).not.toBe(statement);
    await user.tab({ shift: true });
    expect(document.activeElement).toBe(statement);
    await user.keyboard('{Control>}{Enter}{/Control}');

    expect(await screen.findByText(/v32 is being made by a transform/)).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.queryByText(/nothing ran/)).toBeNull();
    const sent = platform.seen.filter(({ operation }) => operation === 'RunTransform');
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

  it('may need validated data, and says what would be refused', async () => {
    const platform = harbour();
    const { user, dialog } = await openForm(platform);
    expect(dialog.getByLabelText<HTMLSelectElement>('Needs data that is').value).toBe('SEALED');
    await user.selectOptions(dialog.getByLabelText('Needs data that is'), 'Validated');
    expect(dialog.queryByText(/would be refused/)).toBeNull();
    await user.selectOptions(dialog.getByLabelText(/^Data set version/), 'evening-routes v30');
    expect(dialog.getByText('evening-routes v30 is not validated: it would be refused')).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByLabelText(/^Statement/));
    await user.paste('SELECT 1');
    platform.day.faults = { RunTransform: 'CONFLICT' };
    await user.click(dialog.getByRole('button', { name: 'Make version' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('Could not make the version');
    const sent = platform.seen.find(({ operation }) => operation === 'RunTransform');
    expect(sent?.variables).toMatchObject({ input: { requires: 'VALIDATED' } });
  });

  it('offers a version that was rejected and is waived', async () => {
    const platform = harbour();
    const world = platform.world();
    const validation = failChecks(world, 'evening-routes');
    waive(world, validation, 4, GRANTED);
    waive(world, validation, 8, GRANTED);
    const { dialog } = await openForm(platform);
    expect(await dialog.findByRole('option', { name: 'evening-routes v31, waived' })).toBeTruthy();
  });

  it('shows the version that the same made before, and says that nothing ran', async () => {
    const platform = harbour();
    const world = platform.world();
    const address = datasetPage('parcel-vision', 'parcel-labels');
    makeBySql(world, 'parcel-labels');
    const [transform] = world.transforms;
    if (transform === undefined) throw new Error('no transform');
    Object.assign(transform, {
      digest: 'duckdb 1.3.2.0\nparcel_labels=' + globalId('DatasetVersion', 'parcel-labels-9') + '\nSELECT 1',
    });
    const { user } = openConsole(platform, address);
    await user.click(await screen.findByRole('button', { name: 'New version by SQL' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/^Statement/), 'SELECT 1');
    await user.click(dialog.getByRole('button', { name: 'Make version' }));

    expect(await screen.findByText(/The same statement made v9 of the same data before/)).toBeTruthy();
    expect(await screen.findByText(/^4 times/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(screen.getByRole('link', { name: 'v8' }));
    await waitFor(() => expect(screen.queryByText(/nothing ran/)).toBeNull());
  });

  it('says by which field what is missing or out of bounds, and asks for nothing', async () => {
    const platform = harbour();
    const { user, dialog } = await openForm(platform);
    await user.click(dialog.getByRole('button', { name: 'Add data' }));
    await user.selectOptions(
      dialog.getAllByLabelText(/^Data set version/)[1] ?? document.body,
      'evening-routes v30',
    );
    const [first, second] = dialog.getAllByLabelText(/^Name in the statement/);
    if (first === undefined || second === undefined) throw new Error('no second input');
    expect(second).toHaveProperty('value', 'evening_routes_2');
    await user.clear(second);
    await user.type(second, 'Evening_Routes');
    await user.clear(dialog.getByLabelText('Memory, MiB'));
    await user.type(dialog.getByLabelText('Memory, MiB'), '511');
    await user.click(dialog.getByRole('button', { name: 'Make version' }));

    expect(dialog.getByLabelText(/^Statement/).getAttribute('aria-invalid')).toBe('true');
    expect(dialog.getByText('Each name once, whatever its case')).toBeTruthy();
    expect(dialog.getByText('512 MiB at least')).toBeTruthy();
    await expectNoAxeViolation();
    expect(platform.seen.filter(({ operation }) => operation === 'RunTransform')).toEqual([]);
  });

  it('shows what the platform refused under its field', async () => {
    const platform = harbour();
    const { user, dialog } = await openForm(platform);
    const statement = dialog.getByLabelText(/^Statement/);
    await user.type(statement, 'DROP TABLE evening_routes');
    await user.click(dialog.getByRole('button', { name: 'Make version' }));
    expect(await dialog.findByText(/^input.sql: .*expected: one SELECT/)).toBeTruthy();
    expect(statement.getAttribute('aria-invalid')).toBe('true');

    await user.clear(statement);
    await user.type(statement, 'SELECT 1');
    expect(dialog.queryByText(/expected: one SELECT/)).toBeNull();
    const name = dialog.getByLabelText(/^Name in the statement/);
    await user.clear(name);
    await user.type(name, 'main');
    await user.click(dialog.getByRole('button', { name: 'Make version' }));
    expect(await dialog.findByText(/^input.inputs.name: "main"/)).toBeTruthy();
    expect(name.getAttribute('aria-invalid')).toBe('true');
  });

  it('says why nothing was made where no field is to blame', async () => {
    const platform = harbour();
    const { user, dialog } = await openForm(platform);
    platform.day.faults = { RunTransform: 'CONFLICT' };
    await user.type(dialog.getByLabelText(/^Statement/), 'SELECT 1');
    await user.click(dialog.getByRole('button', { name: 'Make version' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('Could not make the version');
  });

  it.each([['JOB_SUBMIT'], ['DATASET_WRITE']] as const)(
    'is not offered to who may not both write and submit: %s is wanting',
    async (wanting) => {
      const platform = harbour();
      const world = platform.world();
      world.permissions = world.permissions.filter((permission) => permission !== wanting);
      openConsole(platform, routes);
      await screen.findByText('distance_km');
      expect(screen.queryByRole('button', { name: 'New version by SQL' })).toBeNull();
    },
  );

  it('calls a data set by a name that SQL takes', () => {
    expect(tableName('evening-routes', [])).toBe('evening_routes');
    expect(tableName('Évènements 2026', [])).toBe('evenements_2026');
    expect(tableName('2026 orders', [])).toBe('data_2026_orders');
    expect(tableName('注文', [])).toBe('data');
    expect(tableName('orders', ['Orders', 'orders_2'])).toBe('orders_3');
    expect(tableName('x'.repeat(80), ['x'.repeat(63)])).toBe(`${'x'.repeat(61)}_2`);
  });
});
