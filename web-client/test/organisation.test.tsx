import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

function harbour() {
  return new FakePlatform({ worlds: { harbour: harbourWorld() } });
}

describe('members', () => {
  it('shows who may do what where', async () => {
    openConsole(harbour(), '/members');
    const row = (await screen.findByText('second.engineer@harbour.example')).closest('tr');
    expect(row?.textContent).toContain('Engineer in parcel-vision');
    await expectNoAxeViolation();
  });

  it('shows what another person granted meanwhile, and lets one decide', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/members');
    await user.click(await screen.findByRole('button', { name: 'Change roles of Guest' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Roles of Guest' }));
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Set roles' }).disabled).toBe(true);
    await user.click(dialog.getByRole('button', { name: 'Add role' }));
    await user.selectOptions(dialog.getByRole('combobox', { name: 'Role 2' }), 'BILLING');
    const world = platform.world();
    world.members = world.members.map((row) =>
      row.person.name === 'Guest' ? { ...row, version: 9, grants: [{ role: 'ADMIN' }] } : row,
    );
    await user.click(dialog.getByRole('button', { name: 'Set roles' }));

    expect((await dialog.findByRole('alert')).textContent).toContain('They are nowAdmin');
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Set mine' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(world.members.at(-1)).toMatchObject({
      version: 10,
      grants: [{ role: 'VIEWER' }, { role: 'BILLING', projectId: null }],
    });
  });
});

describe('API keys', () => {
  it('creates one, shows its secret once and lists it', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/keys');
    await user.click(await screen.findByRole('button', { name: 'Create key' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Create API key' }));
    await user.click(dialog.getByRole('button', { name: 'Create key' }));
    expect(await dialog.findByText('A key needs a permission')).toBeTruthy();
    await user.type(dialog.getByRole('textbox', { name: /Name/ }), 'nightly');
    await user.click(dialog.getByRole('checkbox', { name: 'Run: write' }));
    await user.click(dialog.getByRole('checkbox', { name: 'dock-ocr' }));
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Create key' }));

    const secret = await screen.findByText(/^ksn_Nw3kQ0x7/);
    expect(screen.getByRole('button', { name: 'Copy secret' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'I have kept it' }));
    await waitFor(() => expect(secret.isConnected).toBe(false));
    expect(await screen.findByText('nightly')).toBeTruthy();
    expect(platform.seen.find(({ operation }) => operation === 'CreateApiKey')?.variables).toEqual({
      input: {
        name: 'nightly',
        permissions: ['RUN_WRITE'],
        projectIds: [btoa('Project:dock-ocr')],
        expiresAt: '2027-02-17T14:32:00.000Z',
      },
    });
  });

  it('revokes after saying what that means', async () => {
    const { user } = openConsole(harbour(), '/keys');
    await user.click(await screen.findByRole('button', { name: 'Revoke ci-train' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Revoke ci-train?' }));
    expect(dialog.getByText(/It was last used/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Revoke key' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Revoke ci-train' })).toBeNull());
    expect(await screen.findAllByText('Revoked')).toHaveLength(2);
  });
});

describe('audit log and settings', () => {
  it('lists what was done and what was refused', async () => {
    openConsole(harbour(), '/audit');
    expect(await screen.findByText('member.set-grants')).toBeTruthy();
    expect(screen.getByText('Denied')).toBeTruthy();
    await expectNoAxeViolation();
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
