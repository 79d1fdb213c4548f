import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { tableName } from '@/features/datasets/transform/transform-values';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
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
    await waitFor(() => expect(screen.queryByText(/is being made/)).toBeNull());
  });

  it('shows its statement, what it read, its job and what asking again has saved in one request', async () => {
    const platform = harbour();
    makeBySql(platform.world(), 'evening-routes');
    openConsole(platform, routes);

    const panel = within(await screen.findByRole('region', { name: 'Made by SQL' }));
    expect(panel.getByRole('region', { name: 'Statement' }).textContent).toMatch(/^SELECT r\.\*,\n/);
    expect(panel.getByText('duckdb 1.3.2.0, Parquet')).toBeTruthy();
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

  it('shows among its figures what it cost to make, and what it was made of and by', async () => {
    const platform = harbour();
    makeBySql(platform.world(), 'evening-routes');
    openConsole(platform, routes);
    const strip = within(await screen.findByRole('region', { name: 'Version 31' }));
    expect(strip.getByText('Cost').closest('div')?.textContent).toMatch(
      /€\d+\.\d\dto make; reused 3 times, saved €0\.54/,
    );
    const lineage = within(screen.getByRole('region', { name: 'Lineage' }));
    const from = within(lineage.getByRole('list', { name: 'Made from' }));
    expect(from.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
      datasetPage('eta-model', 'evening-routes', 30),
      datasetPage('demand-forecast', 'orders', 46),
    ]);
    const [job] = platform.world().jobs;
    const by = within(lineage.getByRole('list', { name: 'Made by' })).getByRole('link');
    expect(by.getAttribute('href')).toBe(paths.job(job?.id ?? ''));
    expect(by.textContent).toContain('from Data set evening-routes v30 and Data set orders v46');
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

describe('a name in a statement', () => {
  it('is one that SQL takes', () => {
    expect(tableName('evening-routes', [])).toBe('evening_routes');
    expect(tableName('Évènements 2026', [])).toBe('evenements_2026');
    expect(tableName('2026 orders', [])).toBe('data_2026_orders');
    expect(tableName('注文', [])).toBe('data');
    expect(tableName('orders', ['Orders', 'orders_2'])).toBe('orders_3');
    expect(tableName('x'.repeat(80), ['x'.repeat(63)])).toBe(`${'x'.repeat(61)}_2`);
  });
});
