import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { listOf, pick } from './pick';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';
import { someProjects } from './world/projects';
import { harbourWorld } from './world/world';

const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld() } });

/** Names in the order they stand in. */
async function names(): Promise<(string | null)[]> {
  const table = within(await screen.findByRole('table', { name: 'Data sets' }));
  return table
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('link')[0]?.textContent ?? null);
}

describe('the data sets', () => {
  it('stand as grey rows while they are on their way', async () => {
    openConsole(new FakePlatform({ faults: { Datasets: 'hang' } }), paths.datasets());

    const table = await screen.findByRole('table', { name: 'Loading data sets' });
    expect(table.getAttribute('aria-busy')).toBe('true');
    expect(screen.getByRole('heading', { level: 1, name: 'Data sets' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('are listed with what their newest version is', async () => {
    const platform = harbour();
    openConsole(platform, paths.datasets());

    const row = (await screen.findByRole('link', { name: 'evening-routes' })).closest('tr');
    if (row === null) throw new Error('no row');
    expect(within(row).getByText('v31')).toBeTruthy();
    expect(within(row).getByText('Validated')).toBeTruthy();
    expect(within(row).getByRole('link', { name: 'eta-model' })).toBeTruthy();
    expect(screen.getByText('6 data sets of Example Harbour')).toBeTruthy();
    expect(platform.seen.filter(({ operation }) => operation === 'Datasets')).toHaveLength(1);
    await expectNoAxeViolation();
  });

  it('say what reads each, and lead to the version that is read', async () => {
    openConsole(harbour(), paths.datasets());

    const used = await screen.findByRole('link', { name: /^\d+ runs, 1 model$/ });
    const [project, id] = [globalId('Project', 'parcel-vision'), globalId('Dataset', 'parcel-images')];
    expect(used.getAttribute('href')).toBe(paths.dataset(project, id, 14));
    const strip = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(strip.getByText('Used by runs or jobs').nextSibling?.textContent).toBe('1of 6 data sets');
    expect(strip.getByText('Validated').nextSibling?.textContent).toBe('6of 6 data sets');
    expect(strip.getByText('None rejected')).toBeTruthy();
  });

  it('do not say it to whoever may not read both runs and jobs', async () => {
    const platform = harbour();
    platform.world().permissions = ['PROJECT_READ', 'DATASET_READ', 'RUN_READ'];
    openConsole(platform, paths.datasets());

    await screen.findByRole('link', { name: 'evening-routes' });
    expect(screen.queryByRole('columnheader', { name: 'Used by' })).toBeNull();
    expect(screen.queryByText('Used by runs or jobs')).toBeNull();
  });

  it('are listed to whoever may read no project, and none is offered to create', async () => {
    const platform = harbour();
    platform.world().permissions = ['DATASET_READ', 'DATASET_WRITE'];
    openConsole(platform, paths.datasets());
    const row = (await screen.findByText('evening-routes')).closest('tr');
    expect(row?.textContent).toContain('v31');
    expect(row?.textContent).not.toContain('eta-model');
    expect(screen.queryByRole('button', { name: 'Create data set' })).toBeNull();
    expect(platform.seen.filter(({ operation }) => operation === 'Datasets')).toHaveLength(1);
  });

  it('keep filter and order in the address, and are opened with both', async () => {
    const { user, router, unmount } = openConsole(harbour(), paths.datasets());
    await screen.findByRole('link', { name: 'evening-routes' });
    await user.click(screen.getByRole('button', { name: 'Size' }));
    await user.type(screen.getByRole('searchbox', { name: 'Filter data sets' }), 'parcel');
    await waitFor(async () => expect(await names()).toEqual(['parcel-images', 'parcel-labels']));
    expect(router.state.location.search).toBe('?sort=-size&q=parcel');
    unmount();

    openConsole(harbour(), `${paths.datasets()}?sort=size&q=parcel`);
    await waitFor(async () => expect(await names()).toEqual(['parcel-labels', 'parcel-images']));
    const header = screen.getByRole('columnheader', { name: 'Size' });
    expect(header.getAttribute('aria-sort')).toBe('ascending');
  });

  it('say how many a filter leaves out', async () => {
    const { user } = openConsole(harbour(), `${paths.datasets()}?q=nothing-like-it`);
    expect(await screen.findByRole('heading', { name: 'No data sets match' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clear filter' }));
    expect(await screen.findByRole('link', { name: 'evening-routes' })).toBeTruthy();
  });

  it('are created with a first version to drop files on', async () => {
    const { user, router } = openConsole(harbour(), paths.datasets());
    await user.click(await screen.findByRole('button', { name: 'Create data set' }));
    const dialog = within(await screen.findByRole('dialog'));
    await pick(user, dialog.getByLabelText(/Project/), 'dock-ocr');
    await user.type(dialog.getByLabelText(/Name/), 'gate-frames');
    await user.click(dialog.getByRole('button', { name: 'Create data set' }));
    expect(await dialog.findByText('name: gate-frames is taken')).toBeTruthy();
    await expectNoAxeViolation();

    await user.type(dialog.getByLabelText(/Name/), '-night');
    await user.click(dialog.getByRole('button', { name: 'Create data set' }));
    expect(await screen.findByRole('heading', { name: 'Upload to v1' })).toBeTruthy();
    expect(router.state.location.pathname).toContain('/datasets/');
  });

  it('are created in any project, also beyond the first hundred', async () => {
    const platform = harbour();
    const world = platform.world();
    world.projects = [...someProjects(130), ...world.projects];
    const { user } = openConsole(platform, paths.datasets());
    await user.click(await screen.findByRole('button', { name: 'Create data set' }));
    const dialog = within(await screen.findByRole('dialog'));
    const project = dialog.getByLabelText(/Project/);
    const list = await listOf(user, project);
    expect(dialog.getByText('The first 100 projects')).toBeTruthy();
    expect(list.queryByRole('option', { name: 'dock-ocr' })).toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Show more projects' }));
    await waitFor(() => expect(dialog.queryByText('The first 100 projects')).toBeNull());
    await pick(user, project, 'dock-ocr');
    await user.type(dialog.getByLabelText(/Name/), 'gate-frames-night');
    await user.click(dialog.getByRole('button', { name: 'Create data set' }));
    expect(await screen.findByRole('heading', { name: 'Upload to v1' })).toBeTruthy();
    const sent = platform.seen.find(({ operation }) => operation === 'CreateDataset');
    expect(sent?.variables.input).toMatchObject({ projectId: globalId('Project', 'dock-ocr') });
  });

  it('come page after page, and the rest may fail alone', async () => {
    const platform = harbour();
    const world = platform.world();
    const [first] = world.datasets;
    if (first === undefined) throw new Error('no data set');
    for (let index = 0; index < 50; index += 1)
      world.datasets.push({ ...first, id: globalId('Dataset', `copy-${index}`), name: `copy-${index}` });
    const { user } = openConsole(platform, paths.datasets());
    expect(await screen.findByText('The newest 50 data sets of Example Harbour')).toBeTruthy();

    platform.day.faults = { Datasets: 'UNAVAILABLE' };
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Could not load more data sets');
    expect(screen.getByText('copy-0')).toBeTruthy();

    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('56 data sets of Example Harbour')).toBeTruthy();
  });

  it('say what one is when there is none', async () => {
    const { user } = openConsole(new FakePlatform(), paths.datasets());
    expect(await screen.findByRole('heading', { name: 'No data sets yet' })).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(screen.getByRole('button', { name: 'Create data set' }));
    expect(await screen.findByRole('dialog', { name: 'Create data set' })).toBeTruthy();
  });

  it('fail with the request id, and try again', async () => {
    const platform = harbour();
    platform.day.faults = { Datasets: 'UNAVAILABLE' };
    const { user } = openConsole(platform, paths.datasets());
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not load data sets.*req_\d{4}/s);
    await expectNoAxeViolation();

    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('link', { name: 'evening-routes' })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('do not tell forbidden from missing', async () => {
    openConsole(new FakePlatform({ faults: { Datasets: 'FORBIDDEN' } }), paths.datasets());
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Create data set' })).toBeNull();
    expect(document.body.textContent).not.toContain('is not granted');
  });
});
