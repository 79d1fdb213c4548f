import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';
import { harbourWorld, type World } from './world/world';

async function openPalette(
  address = '/settings',
  heading = 'Settings',
  change: (world: World) => void = () => undefined,
) {
  const platform = new FakePlatform({ worlds: { harbour: harbourWorld() } });
  change(platform.world());
  const opened = openConsole(platform, address);
  await screen.findByRole('heading', { name: heading, level: 1 });
  await opened.user.keyboard('{Control>}k{/Control}');
  const field = await screen.findByRole('combobox', { name: 'Search or jump to' });
  return { ...opened, platform, field };
}

describe('the palette', () => {
  it('finds objects by name and opens one by keyboard alone', async () => {
    const { user, router, platform, field } = await openPalette();
    await user.type(field, 'parcel-dam');
    const found = within(await screen.findByRole('group', { name: 'Found' }));
    expect(found.getAllByRole('option').map((option) => option.textContent)).toEqual([
      'parcel-damageModel in parcel-vision',
      'parcel-damageEndpoint in parcel-vision',
    ]);
    await expectNoAxeViolation();
    await user.keyboard('{ArrowDown}{Enter}');

    await waitFor(() =>
      expect(router.state.location.pathname).toBe(
        `/endpoints/${encodeURIComponent(btoa('Endpoint:parcel-damage'))}`,
      ),
    );
    expect(screen.queryByRole('combobox')).toBeNull();
    const searches = platform.seen.filter(({ operation }) => operation === 'Search');
    expect(searches.map(({ variables }) => variables.text)).toContain('parcel-dam');
    expect(searches.length).toBeLessThan(5);
  });

  it('offers once what the page that is open does itself', async () => {
    const { user, field } = await openPalette('/projects', 'Projects');
    await screen.findByRole('group', { name: 'On this page' });
    await user.type(field, 'create project');
    expect(screen.getAllByRole('option', { name: /^Create project/ })).toHaveLength(1);
  });

  it('goes to pages and does things', async () => {
    const { user, router, field } = await openPalette();
    await user.type(field, 'create pro');
    await user.keyboard('{Enter}');

    expect(await screen.findByRole('dialog', { name: 'Create project' })).toBeTruthy();
    expect(router.state.location.pathname).toBe('/projects');
  });

  it('starts a run in the project that is open, and in the experiment', async () => {
    const project = globalId('Project', 'parcel-vision');
    const { user, router, field, unmount } = await openPalette(paths.project(project), 'parcel-vision');
    await user.type(field, 'start a run here');
    await user.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Start a run' }));
    expect(router.state.location.pathname).toBe('/runs');
    // It is the project's: none is asked for, and its experiments are there.
    expect(dialog.queryByLabelText(/^Project/)).toBeNull();
    await waitFor(() =>
      expect(dialog.getByRole<HTMLInputElement>('combobox', { name: /^Experiment/ }).value).toBe(
        'damage-classifier',
      ),
    );
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(router.state.location.search).toBe(''));
    unmount();

    const experiment = paths.experiment(project, globalId('Experiment', 'damage-classifier'));
    const again = await openPalette(experiment, 'damage-classifier');
    await again.user.type(again.field, 'start a run here');
    await again.user.keyboard('{Enter}');
    expect(await screen.findByRole('dialog', { name: 'Start a run' })).toBeTruthy();
    expect(again.router.state.location.pathname).toBe(experiment);
  });

  it('offers no run to be started to who may not', async () => {
    const { user, field } = await openPalette(
      paths.project(globalId('Project', 'parcel-vision')),
      'parcel-vision',
      (world) => (world.permissions = ['PROJECT_READ', 'RUN_READ', 'RUN_WRITE']),
    );
    await user.type(field, 'start a run here');
    expect(screen.queryByRole('option', { name: /^Start a run here/ })).toBeNull();
  });

  it('says that nothing is called so', async () => {
    const { user, field } = await openPalette();
    await user.type(field, 'zebra');
    expect(await screen.findByText(/Nothing is called “zebra”/)).toBeTruthy();
  });
});
