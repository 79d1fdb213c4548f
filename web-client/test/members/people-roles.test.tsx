import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { chooseInRow, expectNoAxeViolation, openConsole } from '../open-console';
import { pick, picked } from '../pick';
import { globalId } from '../world/ids';
import { harbour, member } from './harbour';

describe('the roles and teams of a person', () => {
  it('sets roles, also one of the organisation’s own, and teams', async () => {
    const { world, platform } = harbour();
    const { user } = openConsole(platform, '/members');
    await chooseInRow(user, 'Guest', 'Change roles and teams…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Roles and teams of Guest' }));
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Save roles and teams' }).disabled).toBe(
      true,
    );
    await user.click(dialog.getByRole('button', { name: 'Add role' }));
    await user.selectOptions(dialog.getByRole('combobox', { name: 'Role 2' }), 'Label editor');
    await pick(user, dialog.getByRole('combobox', { name: 'Where, role 2' }), 'dock-ocr');
    await user.click(dialog.getByRole('checkbox', { name: 'Forecasting' }));
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Save roles and teams' }));

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const guest = member(world, 'Guest');
    expect(guest.grants.at(-1)).toEqual({
      customRoleId: globalId('CustomRole', 'label-editor'),
      projectId: globalId('Project', 'dock-ocr'),
    });
    const team = world.teams.find(({ name }) => name === 'Forecasting');
    expect(team?.memberIds).toEqual([member(world, 'Second engineer').id, guest.id]);
    const row = screen.getByText('guest@harbour.example').closest('tr');
    await waitFor(() => expect(row?.textContent).toContain('Label editor on dock-ocr'));
    await waitFor(() => expect(row?.textContent).toContain('Forecasting'));
  });

  it('shows what another person granted meanwhile, and lets one decide', async () => {
    const { world, platform } = harbour();
    const { user } = openConsole(platform, '/members');
    await chooseInRow(user, 'Guest', 'Change roles and teams…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Roles and teams of Guest' }));
    await user.click(dialog.getByRole('button', { name: 'Add role' }));
    await user.selectOptions(dialog.getByRole('combobox', { name: 'Role 2' }), 'Billing');
    Object.assign(member(world, 'Guest'), { version: 9, grants: [{ role: 'ADMIN' }] });
    await user.click(dialog.getByRole('button', { name: 'Save roles and teams' }));

    expect((await dialog.findByRole('alert')).textContent).toContain('RolesAdmin');
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Save mine' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(member(world, 'Guest')).toMatchObject({
      version: 10,
      grants: [{ role: 'VIEWER' }, { role: 'BILLING', projectId: null }],
    });
  });

  it('gives nothing that one does not hold, and takes nothing of it', async () => {
    const { world, platform } = harbour();
    world.permissions = ['PROJECT_READ', 'MEMBER_READ', 'MEMBER_WRITE', 'KEY_WRITE'];
    const { user } = openConsole(platform, '/members');
    await chooseInRow(user, 'Finance lead', 'Change roles and teams…');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole<HTMLSelectElement>('combobox', { name: 'Role 1' }).disabled).toBe(true);
    expect(dialog.getByText('More than you hold: not yours to take')).toBeTruthy();
    expect(dialog.queryByRole('button', { name: 'Remove…' })).toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Add role' }));
    const roles = within(dialog.getByRole('combobox', { name: 'Role 2' }));
    expect(roles.getByRole<HTMLOptionElement>('option', { name: 'Admin, not yours to give' }).disabled).toBe(
      true,
    );
    expect(roles.getByRole<HTMLOptionElement>('option', { name: 'Member admin' }).disabled).toBe(false);
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Save roles and teams' }).disabled).toBe(
      true,
    );
  });

  it('removes after saying in figures what that ends, and keeps the last owner', async () => {
    const { world, platform } = harbour();
    const { user } = openConsole(platform, '/members');
    await chooseInRow(user, 'Second engineer', 'Change roles and teams…');
    await user.click(await screen.findByRole('button', { name: 'Remove…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove Second engineer?' }));
    expect(dialog.getByText('2 roles end')).toBeTruthy();
    expect(dialog.getByText('2 teams are left')).toBeTruthy();
    expect(dialog.getByText('4 members')).toBeTruthy();
    expect(dialog.getByText(/Keys of service accounts that they made go on/)).toBeTruthy();
    expect(dialog.getByRole('link', { name: 'Those left behind' }).getAttribute('href')).toBe(
      '/keys?show=left',
    );
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Remove Second engineer' }));
    await waitFor(() => expect(screen.queryByText('second.engineer@harbour.example')).toBeNull());
    expect(world.members).toHaveLength(4);

    await chooseInRow(user, 'Engineer', 'Change roles and teams…');
    const own = within(await screen.findByRole('dialog', { name: 'Your roles and teams' }));
    expect(own.getByText(/You are the only owner/)).toBeTruthy();
    expect(own.queryByRole('button', { name: 'Remove…' })).toBeNull();
    await user.click(own.getByRole('button', { name: 'Remove role 2' }));
    await user.click(own.getByRole('button', { name: 'Save roles and teams' }));
    expect((await own.findByRole('alert')).textContent).toContain('last owner');
  });

  it('waits for a project’s name, and calls it by the end of its id where none comes', async () => {
    const { platform } = harbour();
    const where = async (user: UserEvent) => {
      await chooseInRow(user, 'Second engineer', 'Change roles and teams…');
      const dialog = within(
        await screen.findByRole('dialog', { name: 'Roles and teams of Second engineer' }),
      );
      return dialog.getByRole<HTMLInputElement>('combobox', { name: 'Where, role 1' });
    };
    platform.day.faults = { ProjectNames: 'hang' };
    const first = openConsole(platform, '/members');
    const awaited = await where(first.user);
    expect(picked(awaited)).toBe('');
    expect(awaited.placeholder).toBe('Loading its name');
    await expectNoAxeViolation();
    first.unmount();

    platform.day.faults = { ProjectNames: 'UNAVAILABLE' };
    const second = openConsole(platform, '/members');
    const nameless = await where(second.user);
    await waitFor(() => expect(picked(nameless)).toBe(`project …${btoa('Project:parcel-vision').slice(-6)}`));
  });
});
