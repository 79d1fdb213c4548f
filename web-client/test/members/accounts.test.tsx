import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { chooseInRow, expectNoAxeViolation, openConsole } from '../open-console';
import { FakePlatform } from '../platform';
import { harbour } from './harbour';

describe('service accounts', () => {
  it('lists them with their roles, keys and last use', async () => {
    const { platform } = harbour();
    openConsole(platform, '/members?tab=accounts');
    const table = within(await screen.findByRole('table', { name: 'Service accounts' }));
    const row = (await table.findByText('ci')).closest('tr');
    expect(row?.textContent).toContain('Engineer on parcel-vision');
    expect(row?.textContent).toContain('1 key');
    expect(row?.textContent).toContain('4 min ago');
    await expectNoAxeViolation();
  });

  it('asks for no keys of those who may not see them', async () => {
    const { world, platform } = harbour();
    world.permissions = ['MEMBER_READ', 'PROJECT_READ'];
    openConsole(platform, '/members?tab=accounts');
    expect(await screen.findByText('storefront')).toBeTruthy();
    expect(screen.queryByText(/1 key/)).toBeNull();
  });

  it('makes one, sets its roles, and deletes it after saying which keys stop', async () => {
    const { world, platform } = harbour();
    const { user } = openConsole(platform, '/members?tab=accounts');
    await user.click(await screen.findByRole('button', { name: 'New service account' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'New service account' }));
    await user.type(dialog.getByRole('textbox', { name: /^Name/ }), 'retrain');
    await user.click(dialog.getByRole('button', { name: 'Add role' }));
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Create account' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(world.accounts.at(-1)).toMatchObject({
      name: 'retrain',
      grants: [{ role: 'VIEWER', projectId: null }],
    });

    await chooseInRow(user, 'service account ci', 'Change…');
    const change = within(await screen.findByRole('dialog', { name: 'Service account ci' }));
    expect(change.getByRole<HTMLButtonElement>('button', { name: 'Set roles' }).disabled).toBe(true);
    await user.click(change.getByRole('button', { name: 'Delete…' }));
    const confirm = within(await screen.findByRole('dialog', { name: 'Delete the service account ci?' }));
    expect(confirm.getByText(/1 key is revoked: ci-train/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(confirm.getByRole('button', { name: 'Delete ci' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(world.apiKeys.find(({ name }) => name === 'ci-train')?.revokedAt).not.toBeNull();
  });

  it('is calm without any', async () => {
    openConsole(new FakePlatform(), '/members?tab=accounts');
    expect(await screen.findByRole('heading', { name: 'No service accounts yet' })).toBeTruthy();
    await expectNoAxeViolation();
  });
});
