import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { chooseInRow, expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

function harbour() {
  return new FakePlatform({ worlds: { harbour: harbourWorld() } });
}

describe('rotation, service accounts and the policy of keys', () => {
  it('says whose a key is, and what one of a service account may, as of a person’s', async () => {
    openConsole(harbour(), '/keys');
    const row = (await screen.findByRole('button', { name: 'Actions of ci-train' })).closest('tr');
    if (row === null) throw new Error('no row');
    // The account is an engineer of one project.
    const may = await within(row).findByText('Read versions and passports, register versions and 17 more');
    expect(may.title).toContain('Deploy and shift traffic');
    expect(may.title).not.toContain('Make API keys');
    expect(await within(row).findByText('parcel-vision')).toBeTruthy();
    expect((await screen.findByText('dashboards')).closest('tr')?.textContent).toContain('engineer');
    await expectNoAxeViolation();
  });

  it('tells apart what an account may everywhere and in some projects only', async () => {
    const platform = harbour();
    const account = platform.world().accounts.find(({ name }) => name === 'ci');
    if (account === undefined) throw new Error('no account');
    account.grants = [{ role: 'BILLING' }, ...account.grants];
    openConsole(platform, '/keys');
    expect(await screen.findByText('all projects, some in parcel-vision only')).toBeTruthy();
    expect(screen.getByTitle(/^all projects: Read the project.*; parcel-vision: /)).toBeTruthy();
  });

  it('names none where the account has no role, and asks nobody for accounts where no key is of one', async () => {
    const platform = harbour();
    const world = platform.world();
    for (const account of world.accounts) account.grants = [];
    const page = openConsole(platform, '/keys');
    expect(await screen.findByText('nothing: the account has no role')).toBeTruthy();
    page.unmount();
    for (const key of world.apiKeys) key.serviceAccountId = null;
    platform.seen.length = 0;
    openConsole(platform, '/keys');
    await screen.findByRole('button', { name: 'Actions of ci-train' });
    await platform.quiet();
    expect(platform.seen.filter(({ operation }) => operation === 'KeyAccounts')).toEqual([]);
  });

  it('says that it may what the account may to whoever may not see accounts, and where it did not come', async () => {
    const platform = harbour();
    platform.day.faults = { KeyAccounts: 'UNAVAILABLE' };
    const page = openConsole(platform, '/keys');
    expect(await screen.findByText('what the account may')).toBeTruthy();
    page.unmount();
    platform.day.faults = {};
    const world = platform.world();
    world.permissions = world.permissions.filter((permission) => permission !== 'MEMBER_READ');
    openConsole(platform, '/keys');
    expect(await screen.findByText('what the account may')).toBeTruthy();
  });

  it('calls no project by its id while names are on their way', async () => {
    const platform = harbour();
    platform.day.faults = { ProjectNames: 'hang' };
    openConsole(platform, '/keys');
    const row = (await screen.findByRole('button', { name: 'Actions of ci-train' })).closest('tr');
    if (row === null) throw new Error('no row');
    await within(row).findByText('Read versions and passports, register versions and 17 more');
    expect(screen.queryByText(/project …/)).toBeNull();
  });

  it('rotates with an overlap, and shows the new secret once', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/keys');
    await chooseInRow(user, 'ci-train', 'Rotate…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Rotate ci-train?' }));
    expect(dialog.getByText(/ends on 2026-11-20 14:32/)).toBeTruthy();
    await user.selectOptions(dialog.getByRole('combobox', { name: /Both keys/ }), 'an hour');
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Rotate key' }));
    expect(await screen.findByText('ksn_Rt8w4example0secret0of0a0rotation')).toBeTruthy();
    expect(screen.getByText('The key before it is good until 2026-11-19 15:32 UTC.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'I have kept it' }));
    await waitFor(() => expect(screen.getAllByText('ci-train').length).toBeGreaterThan(1));
    expect(platform.seen.find(({ operation }) => operation === 'RotateApiKey')?.variables).toEqual({
      input: { id: btoa('ApiKey:ci-train'), overlap: 'PT1H' },
    });
  });

  it('rotates the key that the address names, and asks once', async () => {
    const { user } = openConsole(harbour(), `/keys?rotate=${encodeURIComponent(btoa('ApiKey:ci-train'))}`);
    const dialog = await screen.findByRole('dialog', { name: 'Rotate ci-train?' });
    await user.click(within(dialog).getByRole('button', { name: 'Rotate key' }));
    expect(await screen.findByText('ksn_Rt8w4example0secret0of0a0rotation')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'I have kept it' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getAllByText('ci-train').length).toBeGreaterThan(1);
  });

  it('says why it does not rotate a key that may more than oneself', async () => {
    const platform = harbour();
    const world = platform.world();
    world.permissions = world.permissions.filter((one) => one !== 'COST_READ');
    openConsole(platform, `/keys?rotate=${encodeURIComponent(btoa('ApiKey:dashboards'))}`);
    expect(await screen.findByText(/^You cannot rotate dashboards: it may do what you may not/)).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
    await expectNoAxeViolation();
  });

  it('rotates no key that has ended', async () => {
    openConsole(harbour(), `/keys?rotate=${encodeURIComponent(btoa('ApiKey:old-notebook'))}`);
    await screen.findAllByText('old-notebook');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('makes a key of a service account, whose rights it has', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/keys?create');
    const dialog = within(await screen.findByRole('dialog', { name: 'Create API key' }));
    await user.type(dialog.getByRole('textbox', { name: /Name/ }), 'shop');
    await user.selectOptions(
      await dialog.findByRole('combobox', { name: 'Belongs to' }),
      'Service account storefront',
    );
    expect(dialog.queryByRole('checkbox')).toBeNull();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Create key' }));
    await screen.findByText(/^ksn_Nw3kQ0x7/);
    expect(platform.seen.find(({ operation }) => operation === 'CreateApiKey')?.variables).toEqual({
      input: {
        name: 'shop',
        serviceAccountId: btoa('ServiceAccount:storefront'),
        expiresAt: '2027-02-17T14:32:00.000Z',
      },
    });
  });

  it('offers service accounts beyond the first hundred, and asks again for those that did not come', async () => {
    const platform = harbour();
    const world = platform.world();
    const [account] = world.accounts;
    if (account === undefined) throw new Error('no account');
    for (let number = 1; number <= 120; number += 1)
      world.accounts.push({
        ...account,
        id: btoa(`ServiceAccount:robot-${number}`),
        name: `robot-${number}`,
      });
    const { user } = openConsole(platform, '/keys?create');
    const dialog = within(await screen.findByRole('dialog', { name: 'Create API key' }));
    expect(await dialog.findByText('The first 100 service accounts')).toBeTruthy();
    expect(dialog.queryByRole('option', { name: 'Service account robot-120' })).toBeNull();
    await expectNoAxeViolation();

    platform.day.faults = { KeyAccounts: 'UNAVAILABLE' };
    await user.click(dialog.getByRole('button', { name: 'Show more service accounts' }));
    expect((await dialog.findByRole('alert')).textContent).toMatch(/^Could not load service accounts/);
    platform.day.faults = {};
    await user.click(dialog.getByRole('button', { name: 'Show more service accounts' }));
    expect(await dialog.findByRole('option', { name: 'Service account robot-120' })).toBeTruthy();
    expect(dialog.queryByText(/^The first/)).toBeNull();
    expect(dialog.queryByRole('alert')).toBeNull();
  });

  it('sets the policy, and offers no longer life than it allows', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/keys');
    await user.click(await screen.findByRole('button', { name: 'Key policy' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Key policy' }));
    await user.selectOptions(dialog.getByRole('combobox', { name: /Maximum life/ }), '90 days');
    await expectNoAxeViolation();
    platform.world().tenant.version = 7;
    await user.click(dialog.getByRole('button', { name: 'Set policy' }));
    expect(await dialog.findByText(/keys may live without an end/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Save mine' }));
    expect(await screen.findByText(/keys live 90 days at most/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Create key' }));
    const create = within(await screen.findByRole('dialog', { name: 'Create API key' }));
    const lives = within(create.getByRole('combobox', { name: 'Expires after' }));
    expect(lives.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
      '7 days',
      '30 days',
      '90 days',
    ]);
  });
});
