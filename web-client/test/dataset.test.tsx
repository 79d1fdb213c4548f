import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { abandon, errNewest, rejectNewest } from './world/datasets';
import { globalId } from './world/ids';
import { harbourWorld } from './world/world';

const datasetPage = (project: string, name: string, version?: number) =>
  paths.dataset(globalId('Project', project), globalId('Dataset', name), version);

const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld() } });

describe('a data set', () => {
  it('keeps its place while it is on its way', async () => {
    openConsole(
      new FakePlatform({ faults: { Dataset: 'hang' } }),
      datasetPage('eta-model', 'evening-routes'),
    );
    expect(await screen.findByRole('group', { name: 'Loading the data set' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('shows profile, files and use of its newest version in one request', async () => {
    const platform = harbour();
    openConsole(platform, datasetPage('eta-model', 'evening-routes'));

    expect(await screen.findByText('distance_km')).toBeTruthy();
    expect(screen.getByRole('img', { name: /^rain_mm: most often/ })).toBeTruthy();
    const download = screen.getByRole('link', { name: 'Download evening-routes.csv' });
    expect(download.getAttribute('href')).toMatch(/^\/data\/objects\//);
    expect(screen.getByText('No run or job has read it yet.')).toBeTruthy();
    expect(platform.seen.filter(({ operation }) => operation?.startsWith('Dataset'))).toHaveLength(1);
    await expectNoAxeViolation();
  });

  it('draws what is missing apart from the values, and says of how many rows', async () => {
    const platform = harbour();
    openConsole(platform, datasetPage('eta-model', 'evening-routes'));
    const rain = await screen.findByRole('img', {
      name: /^rain_mm: most often .* times; missing in [\d,]+ rows$/,
    });
    const bars = [...rain.querySelectorAll('rect')];
    const [apart] = rain.querySelectorAll('[data-missing]');
    expect(bars.at(-1)).toBe(apart);
    const values = bars
      .slice(0, -1)
      .map((bar) => Number(bar.getAttribute('x')) + Number(bar.getAttribute('width')));
    expect(Number(apart?.getAttribute('x'))).toBeGreaterThan(Math.max(...values) + 4);
    expect(screen.getByRole('img', { name: /^stops:/ }).querySelector('[data-missing]')).toBeNull();
  });

  it('shows where it stands between what it was made of and what read it', async () => {
    openConsole(harbour(), datasetPage('parcel-vision', 'parcel-images', 14));
    const lineage = within(await screen.findByRole('region', { name: 'Lineage' }));
    expect(within(lineage.getByRole('list', { name: 'Made from' })).getByText(/^by /)).toBeTruthy();
    const own = within(lineage.getByRole('list', { name: 'This version' })).getByRole('listitem');
    expect(own.querySelector('[aria-current]')?.textContent).toContain('parcel-images v14');
    const [use] = within(lineage.getByRole('list', { name: 'Read by' })).getAllByRole('link');
    expect(use?.getAttribute('href')).toMatch(/^\/(runs|jobs)\//);
    expect(use?.textContent).toContain('from Data set parcel-images v14');
    await expectNoAxeViolation();
  });

  it('sorts its profile by a column, under a parameter of its own', async () => {
    const { user, router } = openConsole(harbour(), datasetPage('eta-model', 'evening-routes'));
    await screen.findByText('distance_km');
    const profile = within(screen.getByRole('table', { name: 'Columns of evening-routes.csv' }));
    await user.click(profile.getByRole('button', { name: 'Mean' }));
    expect(router.state.location.search).toBe('?psort=-mean');
    const means = profile.getAllByRole('row').slice(1);
    expect(means[0]?.textContent).toContain('minutes');
  });

  it('shows an older version by its number, and who read it', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, datasetPage('parcel-vision', 'parcel-images', 13));

    expect(await screen.findByText('shards/0003.tar')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'v13' }).getAttribute('aria-current')).toBe('true');
    expect(screen.getByText('No run or job has read it yet.')).toBeTruthy();

    await user.click(screen.getByRole('link', { name: 'v14' }));
    const users = within(await screen.findByRole('list', { name: 'Used by' }));
    // Its job has read it too, and is no reader of its own.
    expect(users.getAllByRole('link', { name: 'damage-vit-l #418' })).toHaveLength(1);
  });

  it('lists its newest versions first, and all on request', async () => {
    const { user } = openConsole(harbour(), datasetPage('demand-forecast', 'orders', 3));
    const versions = within(await screen.findByRole('list', { name: 'Versions' }));
    await waitFor(() => expect(versions.getAllByRole('listitem')).toHaveLength(11));
    expect(versions.getByRole('link', { name: 'v3' }).getAttribute('aria-current')).toBe('true');
    await user.click(screen.getByRole('button', { name: 'Show all 46' }));
    expect(versions.getAllByRole('listitem')).toHaveLength(46);
  });

  it('fails alone where an older version did not come', async () => {
    const platform = harbour();
    platform.day.faults = { DatasetVersion: 'UNAVAILABLE' };
    const { user } = openConsole(platform, datasetPage('parcel-vision', 'parcel-images', 13));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not load the version.*req_\d{4}/s);
    expect(screen.getByRole('link', { name: 'v14' })).toBeTruthy();

    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('shards/0003.tar')).toBeTruthy();
  });

  it('says why a version was rejected', async () => {
    const platform = harbour();
    rejectNewest(platform.world(), 'orders', 'orders.csv: row 7 has 13 cells (expected: 12)');
    openConsole(platform, datasetPage('demand-forecast', 'orders'));

    expect(await screen.findByText(/row 7 has 13 cells/)).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says what it could not validate and why, and tries again at a word', async () => {
    const platform = harbour();
    errNewest(platform.world(), 'orders');
    const { user } = openConsole(platform, datasetPage('demand-forecast', 'orders'));

    expect(await screen.findByText(/could not validate v46: 2 of 4 tables/)).toBeTruthy();
    expect(screen.getByText(/Tried again/)).toBeTruthy();
    await expectNoAxeViolation();

    await user.click(screen.getByRole('button', { name: 'Try again now' }));
    expect(await screen.findByText(/v46 is being validated: 2 of 4 tables looked at/)).toBeTruthy();
    expect(screen.getByText(/Last time: 2 of 4 tables/)).toBeTruthy();
  });

  it('shows any of its tables, also beyond the first hundred', async () => {
    const platform = harbour();
    const world = platform.world();
    const newest = world.datasetVersions.find(({ tables }) => tables[0]?.name === 'evening-routes.csv');
    const [table] = newest?.tables ?? [];
    if (newest === undefined || table === undefined) throw new Error('no table');
    newest.tables = Array.from({ length: 130 }, (_, index) => ({ ...table, name: `day-${index}.csv` }));
    const address = datasetPage('eta-model', 'evening-routes');
    const { user, unmount } = openConsole(platform, address);
    const tables = within(await screen.findByRole('combobox', { name: 'Table' }));
    expect(screen.getByText('The first 100 tables')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show more tables' }));
    expect(await tables.findByRole('option', { name: 'day-129.csv' })).toBeTruthy();
    expect(screen.queryByText('The first 100 tables')).toBeNull();
    await expectNoAxeViolation();
    unmount();

    openConsole(platform, `${address}?table=day-120.csv`);
    await screen.findByRole('option', { name: 'day-120.csv' });
    const chosen = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Table' });
    expect(chosen.value).toBe('day-120.csv');
  });

  it('offers no retry to who may only read', async () => {
    const platform = harbour();
    errNewest(platform.world(), 'orders');
    platform.world().permissions = ['PROJECT_READ', 'DATASET_READ'];
    openConsole(platform, datasetPage('demand-forecast', 'orders'));

    expect(await screen.findByText(/could not validate v46/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try again now' })).toBeNull();
  });

  it('shows one of its tables, which the address names', async () => {
    const platform = harbour();
    errNewest(platform.world(), 'orders');
    const { user, router } = openConsole(platform, datasetPage('demand-forecast', 'orders'));
    expect(await screen.findByText(/notes.csv: is not UTF-8 text/, { selector: 'section p' })).toBeTruthy();

    const tables = screen.getByRole('combobox', { name: 'Table' });
    await user.selectOptions(tables, 'train/part-*.parquet');
    expect(await screen.findByText('distance_km')).toBeTruthy();
    expect(new URLSearchParams(router.state.location.search).get('table')).toBe('train/part-*.parquet');
    await expectNoAxeViolation();

    await user.selectOptions(tables, 'wide.parquet');
    expect(await screen.findByText('wide.parquet: took longer than 300 s.')).toBeTruthy();
  });

  it('fails alone where the columns of a table did not come', async () => {
    const platform = harbour();
    errNewest(platform.world(), 'orders');
    platform.world().datasetVersions.forEach((version) => (version.tables = version.tables.slice(0, 2)));
    platform.day.faults = { DatasetTable: 'UNAVAILABLE' };
    const { user } = openConsole(platform, datasetPage('demand-forecast', 'orders'));
    await user.click(await screen.findByRole('link', { name: 'test.csv' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not load the columns/);

    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('departed_at')).toBeTruthy();
  });

  it('takes a file, is sealed, and looks for its profile', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, datasetPage('dock-ocr', 'gate-frames'));
    await user.click(await screen.findByRole('button', { name: 'Open new version' }));
    const seal = await screen.findByRole('button', { name: 'Seal v7' });
    expect(seal.hasAttribute('disabled')).toBe(true);
    expect(screen.getByRole('heading', { name: 'No files yet' })).toBeTruthy();

    await user.upload(screen.getByLabelText('Choose files to upload'), [
      new File([], '_SUCCESS'),
      new File(['x'], '.hidden'),
    ]);
    const uploads = within(await screen.findByRole('list', { name: 'Uploads' }));
    expect(await uploads.findByText('Uploaded')).toBeTruthy();
    expect(await uploads.findByText(/expected: no name that begins with a dot/)).toBeTruthy();
    await waitFor(() => expect(seal.hasAttribute('disabled')).toBe(false));
    await expectNoAxeViolation();

    await user.click(seal);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/^1 file become/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Seal v7' }));
    expect(await screen.findByText(/waits to be validated/)).toBeTruthy();
    expect(screen.queryByRole('heading', { name: 'Upload to v7' })).toBeNull();

    Object.assign(platform.world().datasetVersions[0] ?? {}, { status: 'VALIDATED' });
    await waitFor(() => expect(screen.queryByText(/waits to be validated/)).toBeNull());
  });

  it('lists what somebody has begun to upload, and ends it', async () => {
    const platform = harbour();
    abandon(platform.world(), 'gate-frames', 'a.csv', 'b.csv');
    const { user } = openConsole(platform, datasetPage('dock-ocr', 'gate-frames'));
    const uploads = within(await screen.findByRole('list', { name: 'Unfinished uploads' }));
    expect(uploads.getAllByText(/Unfinished, .* of 4/)).toHaveLength(2);
    await expectNoAxeViolation();

    await user.click(uploads.getByRole('button', { name: /^End upload ?a\.csv$/ }));
    await waitFor(() => expect(uploads.getAllByRole('listitem')).toHaveLength(1));
    expect(uploads.getByRole('button', { name: /b\.csv$/ })).toBeTruthy();
  });

  it('says what a seal gives up, and gives it up', async () => {
    const platform = harbour();
    abandon(platform.world(), 'gate-frames', 'a.csv', 'b.csv');
    const { user } = openConsole(platform, datasetPage('dock-ocr', 'gate-frames'));
    await user.click(await screen.findByRole('button', { name: 'Seal v6' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/2 unfinished uploads is given up: a.csv, b.csv/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'End 2 uploads and seal v6' }));

    expect(await screen.findByText(/waits to be validated/)).toBeTruthy();
    expect(platform.world().datasetVersions.flatMap(({ uploads: left }) => left)).toEqual([]);
  });

  it('tells when someone else has sealed the version meanwhile', async () => {
    const platform = harbour();
    const [newest] = platform
      .world()
      .datasetVersions.filter(({ datasetId }) => datasetId === globalId('Dataset', 'gate-frames'));
    if (newest === undefined) throw new Error('no version');
    newest.status = 'OPEN';
    const { user } = openConsole(platform, datasetPage('dock-ocr', 'gate-frames'));
    await user.click(await screen.findByRole('button', { name: 'Seal v6' }));
    newest.status = 'SEALED';
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Seal v6' }));
    const alert = await dialog.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not seal v6.*changed/s);
  });

  it('offers nothing to write to who may only read', async () => {
    const platform = harbour();
    platform.world().permissions = ['PROJECT_READ', 'DATASET_READ'];
    openConsole(platform, datasetPage('eta-model', 'evening-routes'));

    await screen.findByText('distance_km');
    expect(screen.queryByRole('button', { name: 'Open new version' })).toBeNull();
  });

  it('is shown to whoever may read it and not its project, and written by whoever may in the project', async () => {
    const platform = harbour();
    const world = platform.world();
    world.permissions = ['DATASET_READ'];
    world.permissionsIn = { [globalId('Project', 'eta-model')]: ['DATASET_WRITE'] };
    openConsole(platform, datasetPage('eta-model', 'evening-routes'));
    expect(await screen.findByText('distance_km')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Open new version' })).toBeTruthy();
    const trail = within(screen.getByRole('navigation', { name: 'Breadcrumb' }));
    expect(trail.queryByText('eta-model')).toBeNull();
    expect(screen.getByRole('link', { name: 'v30' }).getAttribute('href')).toContain('version=30');
    expect(platform.seen.filter(({ operation }) => operation === 'Dataset')).toHaveLength(1);
    await expectNoAxeViolation();
  });

  it('is asked for without its project by whoever may read only others', async () => {
    const platform = harbour();
    const world = platform.world();
    world.permissions = ['DATASET_READ'];
    world.permissionsIn = { [globalId('Project', 'dock-ocr')]: ['PROJECT_READ'] };
    openConsole(platform, datasetPage('eta-model', 'evening-routes'));
    expect(await screen.findByText('distance_km')).toBeTruthy();
    expect(platform.seen.filter(({ operation }) => operation === 'Dataset')).toHaveLength(2);
  });

  it('does not tell missing from forbidden', async () => {
    const { unmount } = openConsole(harbour(), datasetPage('eta-model', 'none'));
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    unmount();

    const closed = new FakePlatform({ faults: { Dataset: 'FORBIDDEN' } });
    openConsole(closed, datasetPage('eta-model', 'evening-routes'));
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
  });

  it('fails with the request id, and tries again', async () => {
    const platform = harbour();
    platform.day.faults = { Dataset: 'INTERNAL' };
    const { user } = openConsole(platform, datasetPage('eta-model', 'evening-routes'));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not load the data set.*req_\d{4}/s);

    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('distance_km')).toBeTruthy();
  });
});
