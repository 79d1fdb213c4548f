import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { newestOf, sample, versionsOf } from './world/datasets';
import { globalId } from './world/ids';
import { harbourWorld, type World } from './world/world';

const ROUTES = paths.dataset(globalId('Project', 'eta-model'), globalId('Dataset', 'evening-routes'));

function platformWith(change: (world: World) => void = () => undefined) {
  const world = harbourWorld();
  sample(world, 'evening-routes');
  change(world);
  return new FakePlatform({ worlds: { harbour: world } });
}

async function panel() {
  return within(await screen.findByRole('region', { name: 'Difference' }));
}

const asked = (platform: FakePlatform) =>
  platform.seen
    .filter(({ operation }) => operation === 'VersionDifference')
    .map(({ variables }) => variables.from);

describe('the difference of a version', () => {
  it('is to the one before: rows, files and each column, the changed ones first', async () => {
    openConsole(platformWith(), ROUTES);
    const difference = await panel();
    const changes = within(await difference.findByRole('table', { name: 'Changes of evening-routes.csv' }));
    const rows = changes.getAllByRole('row').map((row) => row.textContent);
    expect(rows[1]).toMatch(/^stops.*0\.002$/);
    expect(rows[2]).toMatch(/^rain_mm– → 12\.0.%.*added$/);
    expect(rows[3]).toMatch(/^weather.*removed$/);
    expect(rows[4]).toMatch(/^minutes.*118\.2 → 126\.9.*shifted, 0\.231$/);
    const schema = within(difference.getByRole('list', { name: 'Columns that changed' }));
    expect(schema.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
      'stopsSMALLINT → INTEGER',
      expect.stringMatching(/^rain_mmAdded, [A-Z]+$/),
      expect.stringMatching(/^weatherRemoved, [A-Z]+$/),
      expect.stringMatching(/^\d+ columns? as before$/),
    ]);
    expect(rows[5]).toMatch(/^distance_km.*0\.3.% → 0\.5.%.*0\.034$/);
    expect(difference.getByText('v31 against v30')).toBeTruthy();
    expect(difference.getByText('182,431, 3,427 more')).toBeTruthy();
    expect(difference.getByText('1 changed')).toBeTruthy();
    expect(difference.getByText(/1 column is at 0.2 or more/)).toBeTruthy();
    expect(
      within(difference.getByRole('table', { name: 'Files that changed' })).getByText('Changed'),
    ).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('is to another version at a word, which the address names', async () => {
    const platform = platformWith();
    const { user, router } = openConsole(platform, ROUTES);
    const difference = await panel();
    const choice = await difference.findByRole('combobox', { name: 'Compare with' });
    await difference.findByText('v31 against v30');
    await user.selectOptions(choice, 'v28');
    expect(await difference.findByText('v31 against v28')).toBeTruthy();
    expect(router.state.location.search).toBe('?from=28');
    expect(difference.getByText(/v31 or v28 has no profile of this table/)).toBeTruthy();
    expect(asked(platform)).toEqual([null, 28]);
    await expectNoAxeViolation();
  });

  it('is to an address that names no version the last one before', async () => {
    const platform = platformWith();
    openConsole(platform, `${ROUTES}?from=999999999999`);
    expect(await (await panel()).findByText('v31 against v30')).toBeTruthy();
    expect(asked(platform)).toEqual([null]);
  });

  it('is none to a version that was never sealed', async () => {
    const platform = platformWith((world) => {
      const [, , third] = versionsOf(world, newestOf(world, 'evening-routes').datasetId);
      Object.assign(third ?? {}, { status: 'OPEN', digest: null });
    });
    openConsole(platform, `${ROUTES}?from=29`);
    const difference = await panel();
    expect(await difference.findByText(/v29 was not sealed, or its files are gone/)).toBeTruthy();
    expect(difference.getByRole('combobox', { name: 'Compare with' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says which table of another name it is of', async () => {
    const platform = platformWith((world) => {
      const [, before] = versionsOf(world, newestOf(world, 'evening-routes').datasetId);
      for (const table of before?.tables ?? []) table.name = 'routes-old.csv';
    });
    openConsole(platform, ROUTES);
    expect(
      await (
        await panel()
      ).findByText(/evening-routes.csv is held against routes-old.csv, the only table of v30/),
    ).toBeTruthy();
  });

  it('names the files that changed, a few at first', async () => {
    const { user } = openConsole(
      platformWith(),
      paths.dataset(globalId('Project', 'parcel-vision'), globalId('Dataset', 'parcel-images')),
    );
    const difference = await panel();
    const files = within(await difference.findByRole('table', { name: 'Files that changed' }));
    expect(files.getAllByRole('row')).toHaveLength(6);
    expect(difference.getByText(/7 more files changed/)).toBeTruthy();
    await user.click(difference.getByRole('button', { name: 'Show all 12' }));
    expect(files.getAllByRole('row')).toHaveLength(13);
    expect(difference.queryByText(/more files changed/)).toBeNull();
  });

  it('is not there for a first version, one that is open and one whose files are gone', async () => {
    const first = platformWith((world) => {
      const { datasetId, number } = newestOf(world, 'evening-routes');
      world.datasetVersions = world.datasetVersions.filter(
        (one) => one.datasetId !== datasetId || one.number === number,
      );
    });
    const { unmount } = openConsole(first, ROUTES);
    await screen.findByRole('region', { name: 'Files' });
    expect(screen.queryByRole('region', { name: 'Difference' })).toBeNull();
    unmount();
    const open = platformWith((world) =>
      Object.assign(newestOf(world, 'evening-routes'), { status: 'OPEN', digest: null, tables: [] }),
    );
    const opened = openConsole(open, ROUTES);
    await screen.findByRole('region', { name: 'Files' });
    expect(screen.queryByRole('region', { name: 'Difference' })).toBeNull();
    expect(screen.queryByRole('region', { name: 'Sample rows' })).toBeNull();
    opened.unmount();
    const gone = platformWith((world) =>
      Object.assign(newestOf(world, 'evening-routes'), { removedAt: '2026-11-18T10:00:00Z' }),
    );
    openConsole(gone, ROUTES);
    await screen.findByRole('region', { name: 'Files' });
    expect(screen.queryByRole('region', { name: 'Difference' })).toBeNull();
  });

  it('is computed anew, and rows get their types, once the version is validated', async () => {
    const platform = platformWith();
    const newest = newestOf(platform.world(), 'evening-routes');
    const { tables } = newest;
    Object.assign(newest, {
      status: 'VALIDATING',
      tables: tables.map((table) => ({ ...table, status: 'PENDING', rows: null, columns: [] })),
    });
    openConsole(platform, ROUTES);
    const difference = await panel();
    expect(await difference.findByText(/v31 or v30 has no profile of this table/)).toBeTruthy();
    const rows = within(await screen.findByRole('region', { name: 'Sample rows' }));
    expect(await rows.findByText('44.9')).toBeTruthy();
    expect(rows.queryByText('TIMESTAMP')).toBeNull();
    Object.assign(newest, { status: 'VALIDATED', tables });
    expect(await screen.findByText(/1 column is at 0.2 or more/)).toBeTruthy();
    expect(await rows.findByText('TIMESTAMP')).toBeTruthy();
  });

  it('keeps its place while it is computed', async () => {
    const platform = platformWith();
    platform.day.faults = { VersionDifference: 'hang' };
    openConsole(platform, ROUTES);
    expect(await (await panel()).findByRole('group', { name: 'Comparing the versions' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('fails alone with the request id, and is asked for again', async () => {
    const platform = platformWith();
    platform.day.faults = { VersionDifference: 'UNAVAILABLE' };
    const { user } = openConsole(platform, ROUTES);
    const difference = await panel();
    const alert = await difference.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not compare the versions.*req_\d{4}/s);
    platform.day.faults = {};
    await user.click(difference.getByRole('button', { name: 'Retry' }));
    expect(await difference.findByText('v31 against v30')).toBeTruthy();
  });
});
