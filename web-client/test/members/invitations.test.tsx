import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { chooseInRow, expectNoAxeViolation, openConsole } from '../open-console';
import { FakePlatform } from '../platform';
import { globalId } from '../world/ids';
import { harbour, keysOf } from './harbour';

describe('invitations', () => {
  it('counts the pending ones, and says when each ends', async () => {
    const { platform } = harbour();
    openConsole(platform, '/members?tab=invitations');
    const table = within(await screen.findByRole('table', { name: 'Invitations' }));
    const row = (await table.findByText('scientist2@harbour.example')).closest('tr');
    expect(row?.textContent).toContain('Engineer, team Forecasting');
    expect(row?.textContent).toContain('in 6 days');
    expect(table.getByText('in 18 h')).toBeTruthy();
    expect(table.getByText(/^Expired/)).toBeTruthy();
    const glance = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(await glance.findByText('one ends in 18 h')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('invites several alike, and keeps in the form whom the platform refused, with why', async () => {
    const { world, platform } = harbour();
    const { user } = openConsole(platform, '/members');
    await user.click(await screen.findByRole('button', { name: 'Invite people' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Invite people' }));
    const addresses = dialog.getByRole<HTMLTextAreaElement>('textbox', { name: /^E-mail/ });
    await user.type(addresses, 'new@harbour.example guest@harbour.example nobody');
    expect(dialog.getByText('nobody (expected: name@domain)')).toBeTruthy();
    await user.type(addresses, '{Backspace>6/}');
    await user.click(dialog.getByRole('checkbox', { name: 'Vision' }));
    expect(dialog.getByText(/9 of 25 seats with these 2: 5 members, 2 pending/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Send 2 invitations' }));

    expect((await dialog.findByRole('alert')).textContent).toContain(
      'Could not invite guest@harbour.example',
    );
    expect(dialog.getByText('Sent to new@harbour.example')).toBeTruthy();
    expect(addresses.value).toBe('guest@harbour.example');
    expect(world.invitations[0]).toMatchObject({
      email: 'new@harbour.example',
      teamIds: [globalId('Team', 'vision')],
      grants: [],
    });
    await user.click(dialog.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('invites once, though the answer was lost', async () => {
    const { platform } = harbour();
    const { user } = openConsole(platform, '/members');
    await user.click(await screen.findByRole('button', { name: 'Invite people' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Invite people' }));
    await user.type(dialog.getByRole('textbox', { name: /^E-mail/ }), 'new@harbour.example');
    await user.click(dialog.getByRole('checkbox', { name: 'Vision' }));
    platform.day.faults = { InviteMember: 'UNAVAILABLE' };
    await user.click(dialog.getByRole('button', { name: 'Send invitation' }));
    await dialog.findByRole('alert');
    platform.day.faults = {};
    await user.click(dialog.getByRole('button', { name: 'Send invitation' }));
    await waitFor(() => expect(keysOf(platform, 'InviteMember')).toHaveLength(2));
    expect(new Set(keysOf(platform, 'InviteMember')).size).toBe(1);
  });

  it('shows the pending ones alone, of all that were ever made', async () => {
    const { world, platform } = harbour();
    const [pending] = world.invitations;
    if (pending === undefined) throw new Error('no invitation');
    const over = Array.from({ length: 120 }, (_, index) => ({
      ...pending,
      id: globalId('Invitation', `over${index}`),
      email: `over${index}@harbour.example`,
      status: 'EXPIRED' as const,
    }));
    world.invitations = [...over, ...world.invitations];
    openConsole(platform, '/members?tab=invitations&invited=PENDING');
    expect(await screen.findByText('scientist2@harbour.example')).toBeTruthy();
    expect(screen.queryByText('over1@harbour.example')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it('sends again, revokes, and invites again', async () => {
    const { world, platform } = harbour();
    const { user } = openConsole(platform, '/members?tab=invitations');
    await chooseInRow(user, 'the invitation of dock@ocrworks.example', 'Send again…');
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Send again' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(screen.queryByText('in 18 h')).toBeNull());

    await chooseInRow(user, 'the invitation of scientist2@harbour.example', 'Revoke…');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/1 seat is free again/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Revoke invitation' }));
    expect(await screen.findByText('Revoked')).toBeTruthy();
    expect(world.invitations.map(({ status }) => status)).toEqual(['REVOKED', 'PENDING', 'EXPIRED']);

    await chooseInRow(user, 'the invitation of finance2@harbour.example', 'Invite again…');
    const again = within(await screen.findByRole('dialog', { name: 'Invite people' }));
    expect(again.getByRole<HTMLSelectElement>('combobox', { name: 'Role 1' }).value).toBe('BILLING');
  });

  it('is calm without any, and hides nothing that failed', async () => {
    const { unmount } = openConsole(new FakePlatform(), '/members?tab=invitations');
    expect(await screen.findByRole('heading', { name: 'Nobody was invited yet' })).toBeTruthy();
    unmount();
    const { platform } = harbour();
    platform.day.faults.Invitations = 'UNAVAILABLE';
    openConsole(platform, '/members?tab=invitations');
    expect((await screen.findByRole('alert')).textContent).toContain('Could not load invitations');
  });
});
