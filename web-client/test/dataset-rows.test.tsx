import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { newestOf, sample } from './world/datasets';
import { globalId } from './world/ids';
import { harbourWorld, type World } from './world/world';

const ROUTES = paths.dataset(globalId('Project', 'eta-model'), globalId('Dataset', 'evening-routes'));
const LONG = 'C-014, by way of the old harbour, the fish market and the ferry terminal';

function platformWith(change: (world: World) => void = () => undefined) {
  const world = harbourWorld();
  sample(world, 'evening-routes');
  change(world);
  return new FakePlatform({ worlds: { harbour: world } });
}

async function panel() {
  return within(await screen.findByRole('region', { name: 'Sample rows' }));
}

describe('sample rows of a version', () => {
  it('stand under the types of their columns, with what is missing, and what is cut whole in a title', async () => {
    openConsole(platformWith(), ROUTES);
    const rowsPanel = await panel();
    const rows = await rowsPanel.findAllByRole('row');
    expect(rows).toHaveLength(6);
    expect(rows[0]?.textContent).toContain('rain_mmDOUBLE');
    expect(rows[2]?.textContent).toContain('44.9missing118.25');
    expect(rowsPanel.getByText(LONG).title).toBe(LONG);
    expect(rowsPanel.getByText(/the first 5 of 182,431/)).toBeTruthy();
    expect(rowsPanel.getByRole('link', { name: 'Query in SQL' }).getAttribute('href')).toContain('tab=sql');
    await expectNoAxeViolation();
  });

  it('offer no SQL to who may not run any', async () => {
    openConsole(
      platformWith((world) => (world.permissions = ['PROJECT_READ', 'DATASET_READ'])),
      ROUTES,
    );
    const rowsPanel = await panel();
    expect(await rowsPanel.findByText('44.9')).toBeTruthy();
    expect(rowsPanel.queryByRole('link')).toBeNull();
  });

  it('keep their place while they are read', async () => {
    const platform = platformWith();
    platform.day.faults = { SampleRows: 'hang' };
    openConsole(platform, ROUTES);
    expect(await (await panel()).findByRole('group', { name: 'Reading the rows' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('fail alone with the request id, and are read again', async () => {
    const platform = platformWith();
    platform.day.faults = { SampleRows: 'UNAVAILABLE' };
    const { user } = openConsole(platform, ROUTES);
    const rowsPanel = await panel();
    const alert = await rowsPanel.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not read the rows.*req_\d{4}/s);
    const profile = within(screen.getByRole('table', { name: 'Columns of evening-routes.csv' }));
    expect(profile.getByText('distance_km')).toBeTruthy();
    platform.day.faults = {};
    await user.click(rowsPanel.getByRole('button', { name: 'Retry' }));
    expect(await rowsPanel.findByText('44.9')).toBeTruthy();
  });

  it.each(['NOT_FOUND', 'FORBIDDEN'] as const)('are hidden where they are %s', async (code) => {
    const platform = platformWith();
    platform.day.faults = { SampleRows: code };
    openConsole(platform, ROUTES);
    expect(await (await panel()).findByText('Nothing here that you can see')).toBeTruthy();
  });

  it('are none of what is no text, and are not asked for', async () => {
    const platform = platformWith();
    openConsole(
      platform,
      paths.dataset(globalId('Project', 'parcel-vision'), globalId('Dataset', 'parcel-images')),
    );
    const rowsPanel = await panel();
    expect(rowsPanel.getByText(/This version has none/)).toBeTruthy();
    expect(platform.seen.some(({ operation }) => operation === 'SampleRows')).toBe(false);
    await expectNoAxeViolation();
  });

  it('are none where the text has no row', async () => {
    openConsole(
      platformWith((world) => (newestOf(world, 'evening-routes').firstRows = [])),
      ROUTES,
    );
    expect(await (await panel()).findByText(/has no row, or cannot be read/)).toBeTruthy();
  });

  it('went with the files', async () => {
    const platform = platformWith((world) =>
      Object.assign(newestOf(world, 'evening-routes'), {
        removedAt: '2026-11-18T10:00:00Z',
        files: [],
        tables: [],
      }),
    );
    openConsole(platform, ROUTES);
    const rowsPanel = await panel();
    expect(rowsPanel.getByText(/They went with the files/)).toBeTruthy();
    expect(platform.seen.some(({ operation }) => operation === 'SampleRows')).toBe(false);
  });

  it('say how many lines are too long', async () => {
    openConsole(
      platformWith((world) => {
        newestOf(world, 'evening-routes').firstRows = ['{"a":1,"b":""}', '{"a":null}', '{"a":"cut'];
      }),
      ROUTES,
    );
    const rowsPanel = await panel();
    expect(await rowsPanel.findByText(/1 more line is too long to be shown here, or no row/)).toBeTruthy();
    expect(rowsPanel.getByText('empty')).toBeTruthy();
    expect(rowsPanel.getAllByText('missing')).toHaveLength(2);
  });

  it('show markup as text', async () => {
    openConsole(
      platformWith((world) => (newestOf(world, 'evening-routes').firstRows = ['a', '<img src=x>'])),
      ROUTES,
    );
    expect(await (await panel()).findByText('<img src=x>')).toBeTruthy();
  });
});
