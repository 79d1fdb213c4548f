import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { chooseInRow, expectNoAxeViolation, openConsole } from '../open-console';
import { pick } from '../pick';
import { harbour, member } from './harbour';

describe('leaving and handing over', () => {
  it('tells the last owner why not, and hands over in figures', async () => {
    const { world, platform } = harbour();
    const { user } = openConsole(platform, '/members');
    await chooseInRow(user, 'Engineer', 'Change roles and teams…');
    await user.click(await screen.findByRole('button', { name: 'Leave…' }));
    const told = within(await screen.findByRole('dialog', { name: 'You are the last owner' }));
    expect(told.getByText(/Hand it over to one of the other 4 members/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(told.getByRole('button', { name: 'Transfer ownership…' }));

    const dialog = within(await screen.findByRole('dialog', { name: 'Transfer Example Harbour?' }));
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Transfer ownership' }).disabled).toBe(true);
    await pick(user, dialog.getByRole('combobox', { name: 'To' }), /^Approver/);
    expect(dialog.getByText('1 owner')).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Transfer to Approver' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(member(world, 'Approver').grants.at(-1)).toEqual({ role: 'OWNER', projectId: null });
    expect(member(world, 'Engineer').grants).toEqual([{ role: 'ENGINEER' }]);
  });

  it('leaves, and finds out anew where one belongs', async () => {
    const { world, platform } = harbour();
    member(world, 'Approver').grants.push({ role: 'OWNER' });
    world.onLeave = () => {
      platform.day.tenants = [];
    };
    const { user } = openConsole(platform, '/members');
    await chooseInRow(user, 'Engineer', 'Change roles and teams…');
    await user.click(await screen.findByRole('button', { name: 'Leave…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Leave Example Harbour?' }));
    expect(dialog.getByText('2 roles end')).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Leave organisation' }));
    expect(await screen.findByRole('heading', { name: 'No organisation yet' })).toBeTruthy();
  });
});
