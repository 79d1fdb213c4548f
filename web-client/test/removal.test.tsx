import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';
import { endRemoval } from './world/removal';
import { harbourWorld } from './world/world';

const ID = globalId('Project', 'parcel-vision');

function open(path: string = paths.project(ID)) {
  const world = harbourWorld();
  const platform = new FakePlatform({ worlds: { harbour: world } });
  return { world, platform, ...openConsole(platform, path) };
}

describe('removing a project', () => {
  it('takes the typed slug, says what still has to end, and then that it has gone', async () => {
    const { world, user } = open();
    await user.click(await screen.findByRole('button', { name: 'Remove' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove parcel-vision?' }));
    expect(dialog.getByText(/2 running jobs, 1 endpoint\./)).toBeTruthy();
    expect(dialog.getByText(/stays in the ledger/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.type(dialog.getByRole('textbox', { name: /Type parcel-vision/ }), 'parcel');
    await user.click(dialog.getByRole('button', { name: 'Remove project' }));
    expect(await dialog.findByText('It is not parcel-vision')).toBeTruthy();
    expect(world.removals).toEqual([]);

    await user.type(dialog.getByRole('textbox', { name: /Type parcel-vision/ }), '-vision');
    await user.click(dialog.getByRole('button', { name: 'Remove project' }));
    const left = within(await screen.findByRole('list', { name: 'Still has to end' }));
    expect(left.getByText('jobs and replicas')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
    await expectNoAxeViolation();

    endRemoval(world, ID);
    expect(await screen.findByRole('heading', { name: 'parcel-vision is removed' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Ledger' }).getAttribute('href')).toBe('/cost?view=ledger');
  });

  it('is asked of nobody who may not', async () => {
    const world = harbourWorld();
    world.permissions = world.permissions.filter((permission) => permission !== 'PROJECT_WRITE');
    openConsole(new FakePlatform({ worlds: { harbour: world } }), paths.project(ID));
    expect(await screen.findByText('Spent this month')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Remove' })).toBeNull();
  });

  it('does not remove what somebody else has changed meanwhile', async () => {
    const { world, platform, user } = open();
    await user.click(await screen.findByRole('button', { name: 'Remove' }));
    const dialog = within(await screen.findByRole('dialog'));
    const project = world.projects.find(({ id }) => id === ID);
    if (project === undefined) throw new Error('there is no project');
    await platform.quiet();
    project.version += 1;
    await user.type(dialog.getByRole('textbox'), 'parcel-vision');
    await user.click(dialog.getByRole('button', { name: 'Remove project' }));
    await waitFor(() => expect(dialog.getAllByText(/changed/).length).toBeGreaterThan(0));
    expect(world.removals).toEqual([]);
  });

  it.each([
    ['/cost', 'Cost by project'],
    ['/cost?view=ledger', 'Ledger lines'],
  ])('leaves its name to the bill at %s', async (path, table) => {
    const world = harbourWorld();
    const { projects } = world;
    const [removed] = projects.filter(({ id }) => id === ID);
    world.removals = [
      {
        projectId: ID,
        slug: removed?.slug ?? '',
        name: 'Parcels',
        by: { id: 'P1', kind: 'PERSON', label: 'owner' },
        startedAt: '2026-11-19T10:00:00Z',
        removedAt: null,
        left: [],
      },
    ];
    endRemoval(world, ID);
    openConsole(new FakePlatform({ worlds: { harbour: world } }), path);
    await screen.findByRole('table', { name: table });
    expect((await screen.findAllByText('Parcels (removed)')).length).toBeGreaterThan(0);
  });
});
