import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

function harbour() {
  return new FakePlatform({ worlds: { harbour: harbourWorld() } });
}

describe('settings', () => {
  it('lets those leave who see no list of members', async () => {
    const platform = harbour();
    const world = platform.world();
    world.permissions = ['PROJECT_READ'];
    for (const member of world.members)
      if (member.person.id === world.me.id) member.grants = [{ role: 'VIEWER' }];
    world.onLeave = () => {
      platform.day.tenants = [];
    };
    const { user } = openConsole(platform, '/settings');
    await user.click(await screen.findByRole('button', { name: 'Leave Example Harbour…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Leave Example Harbour?' }));
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Leave organisation' }));
    expect(await screen.findByRole('heading', { name: 'No organisation yet' })).toBeTruthy();
  });

  it('tells the last owner why they did not leave, and what to do first', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/settings');
    await user.click(await screen.findByRole('button', { name: 'Leave Example Harbour…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Leave Example Harbour?' }));
    await user.click(dialog.getByRole('button', { name: 'Leave organisation' }));
    const told = within(await screen.findByRole('dialog', { name: 'You are the last owner' }));
    expect(told.getByText(/so you did not leave/)).toBeTruthy();
    expect(told.getByRole('link', { name: 'Open members' }).getAttribute('href')).toBe('/members');
    await expectNoAxeViolation();
    await user.click(told.getByRole('button', { name: 'Stay' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('renames the organisation, also where somebody else was faster', async () => {
    const platform = harbour();
    const world = platform.world();
    world.onRename = (name) => {
      platform.day.tenants = platform.day.tenants.map((tenant) => ({ ...tenant, name }));
    };
    const { user } = openConsole(platform, '/settings');
    await user.click(await screen.findByRole('button', { name: 'Rename…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Rename Example Harbour' }));
    const name = dialog.getByRole('textbox', { name: /^Name/ });
    await user.clear(name);
    await user.click(dialog.getByRole('button', { name: 'Rename organisation' }));
    expect(await dialog.findByText('An organisation needs a name')).toBeTruthy();
    world.tenants.forEach((tenant) => Object.assign(tenant, { version: 9 }));
    await user.type(name, 'New Harbour');
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Rename organisation' }));
    expect(await dialog.findByText('Someone else changed it meanwhile')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Save mine' }));
    expect(await screen.findByRole('button', { name: 'Leave New Harbour…' })).toBeTruthy();
    expect(screen.queryByText('Example Harbour')).toBeNull();
  });

  it('offers no new name to who may not give it', async () => {
    const platform = harbour();
    platform.world().permissions = ['PROJECT_READ'];
    openConsole(platform, '/settings');
    await screen.findByRole('button', { name: 'Leave Example Harbour…' });
    expect(screen.queryByRole('button', { name: 'Rename…' })).toBeNull();
  });

  it('shows the organisation, and remembers theme and density', async () => {
    const { user } = openConsole(harbour(), '/settings');
    expect(await screen.findByText('2026-01-12 09:00:00 UTC')).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: 'Dark' }));
    expect(document.documentElement.dataset.mantineColorScheme).toBe('dark');
    await user.click(screen.getByRole('radio', { name: /^Compact/ }));
    expect(document.documentElement.dataset.density).toBe('compact');
    expect(localStorage.getItem('keelson-density')).toBe('compact');
    expect(screen.getByRole('radio', { name: 'Comfortable' })).toHaveProperty('checked', false);
    await expectNoAxeViolation();
  });
});
