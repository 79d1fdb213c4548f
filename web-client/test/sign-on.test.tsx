import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

const PAGE = '/settings/sign-on';

function harbour() {
  return new FakePlatform({ worlds: { harbour: harbourWorld() } });
}

function sent(platform: FakePlatform, operation: string) {
  return platform.seen.find((seen) => seen.operation === operation)?.variables;
}

describe('single sign-on', () => {
  it('answers whether it works, for whom, and how its people stand', async () => {
    openConsole(harbour(), PAGE);
    expect(await screen.findByText('https://login.harbour.example')).toBeTruthy();
    const glance = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(glance.getByText('On')).toBeTruthy();
    expect(glance.getByText('1 lapsed')).toBeTruthy();
    expect(glance.getByText('came by it')).toBeTruthy();
    const provider = within(screen.getByRole('region', { name: 'Identity provider' }));
    expect(provider.getByText('In effect')).toBeTruthy();
    expect(provider.getByText('Viewer')).toBeTruthy();
    expect(provider.getByText(/broker\/tenant-1\/endpoint/)).toBeTruthy();
    expect(screen.getByRole('listitem', { name: 'harbour.example' }).textContent).toMatch(
      /Verified.*keep the record/,
    );
    expect(screen.getByRole('listitem', { name: 'old-port.example' }).textContent).toContain('Lapsed');
    const waiting = screen.getByRole('listitem', { name: 'quay.example' });
    expect(waiting.textContent).toContain('Waiting');
    expect(waiting.textContent).toContain('_keelson.quay.example');
    expect(within(waiting).getByRole('button', { name: 'Copy text' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says what to do next where nothing is set, and sets the provider', async () => {
    const platform = new FakePlatform();
    const { user } = openConsole(platform, PAGE);
    expect(await screen.findByText('No identity provider yet')).toBeTruthy();
    expect(screen.getByText('No domain yet')).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(screen.getByRole('button', { name: 'Set identity provider' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Set identity provider' }));
    await user.click(dialog.getByRole('button', { name: 'Save identity provider' }));
    expect(await dialog.findByText('A provider has an issuer')).toBeTruthy();
    await user.type(dialog.getByRole('textbox', { name: /Issuer/ }), 'http://inside');
    await user.type(dialog.getByRole('textbox', { name: /Client id/ }), 'keelson');
    await user.type(dialog.getByLabelText(/Client secret/), 'a secret');
    await user.selectOptions(dialog.getByRole('combobox', { name: 'Role' }), 'Engineer');
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Save identity provider' }));
    expect(await dialog.findByText(/reachable from the internet/)).toBeTruthy();
    const issuer = dialog.getByRole('textbox', { name: /Issuer/ });
    await user.clear(issuer);
    await user.type(issuer, 'https://login.example.com');
    await user.click(dialog.getByRole('button', { name: 'Save identity provider' }));
    expect(await screen.findByText('Waits for a verified domain')).toBeTruthy();
    expect(platform.world().signOn.provider).toMatchObject({
      issuer: 'https://login.example.com',
      clientId: 'keelson',
      role: 'ENGINEER',
    });
  });

  it('keeps the secret that is there, and tells who was faster', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, PAGE);
    await user.click(await screen.findByRole('button', { name: 'Edit identity provider' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Edit identity provider' }));
    const client = dialog.getByRole('textbox', { name: /Client id/ });
    await user.clear(client);
    await user.type(client, 'keelson-2');
    const provider = platform.world().signOn.provider;
    if (provider !== null) provider.version = 9;
    await user.click(dialog.getByRole('button', { name: 'Save identity provider' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('Could not save the identity provider');
    expect(sent(platform, 'SetSignOnProvider')).toEqual({
      input: {
        issuer: 'https://login.harbour.example',
        clientId: 'keelson-2',
        clientSecret: null,
        role: 'VIEWER',
        expectedVersion: 3,
      },
    });
  });

  it('offers no role that the person does not hold, and never an owner', async () => {
    const platform = harbour();
    platform.world().permissions = platform
      .world()
      .permissions.filter((permission) => permission !== 'BUDGET_WRITE');
    const { user } = openConsole(platform, PAGE);
    await user.click(await screen.findByRole('button', { name: 'Edit identity provider' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Edit identity provider' }));
    const role = within(dialog.getByRole('combobox', { name: 'Role' }));
    expect(role.queryByRole('option', { name: 'Owner' })).toBeNull();
    const admin = role.getByRole<HTMLOptionElement>('option', { name: 'Admin, not yours to give' });
    expect(admin.disabled).toBe(true);
  });

  it('offers an admin neither an end of single sign-on nor another issuer', async () => {
    const platform = harbour();
    platform.world().permissions = platform
      .world()
      .permissions.filter((permission) => permission !== 'TENANT_WRITE');
    const { user } = openConsole(platform, PAGE);
    expect(await screen.findByRole('button', { name: 'Verify quay.example' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Remove/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Edit identity provider' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Edit identity provider' }));
    for (const name of [/Issuer/, /Client id/])
      expect(dialog.getByRole<HTMLInputElement>('textbox', { name }).readOnly).toBe(true);
  });

  it('removes the provider after saying for how many people it ends', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, PAGE);
    await user.click(await screen.findByRole('button', { name: /^Remove identity provider/ }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove the identity provider?' }));
    expect(dialog.getByText(/4 people came by it/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Remove identity provider' }));
    expect(await screen.findByText('No identity provider yet')).toBeTruthy();
  });

  it('says what is wrong with a provider', async () => {
    const platform = harbour();
    const provider = platform.world().signOn.provider;
    if (provider !== null)
      Object.assign(provider, { inEffect: false, problem: 'the metadata names another issuer' });
    openConsole(platform, PAGE);
    expect(await screen.findByText('the metadata names another issuer')).toBeTruthy();
    expect(screen.getByText('Not in effect')).toBeTruthy();
    expect(screen.getByText('the last change is not in effect')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('warns of answers that are not clear, and of a domain that is about to lapse', async () => {
    const platform = harbour();
    const { provider, domains } = platform.world().signOn;
    if (provider !== null) provider.unansweredPeople = 2;
    const domain = domains.find(({ state }) => state === 'VERIFIED');
    if (domain !== undefined) domain.failedChecks = 2;
    openConsole(platform, PAGE);
    expect(await screen.findByText('no clear answer for 2')).toBeTruthy();
    expect(screen.getByText(/was not there at the last 2 looks/)).toBeTruthy();
  });
});

describe('domains of single sign-on', () => {
  it('names one, and shows its record', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, PAGE);
    await user.click(await screen.findByRole('button', { name: 'Add domain' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Add domain' }));
    await user.type(dialog.getByRole('textbox', { name: /Domain/ }), 'quay.example');
    await user.click(dialog.getByRole('button', { name: 'Add domain' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('Could not add the domain');
    await user.clear(dialog.getByRole('textbox', { name: /Domain/ }));
    await user.type(dialog.getByRole('textbox', { name: /Domain/ }), 'dock.example');
    await user.click(dialog.getByRole('button', { name: 'Add domain' }));
    expect(await screen.findByText('_keelson.dock.example')).toBeTruthy();
  });

  it('verifies one again, and says why another is not', async () => {
    const { user } = openConsole(harbour(), PAGE);
    await user.click(await screen.findByRole('button', { name: 'Verify quay.example' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('quay.example is not verified');
    await user.click(screen.getByRole('button', { name: 'Verify old-port.example' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Verify old-port.example' })).toBeNull());
    expect(screen.queryByText('1 lapsed')).toBeNull();
  });

  it('removes one after saying what becomes of its people', async () => {
    const { user } = openConsole(harbour(), PAGE);
    await user.click(await screen.findByRole('button', { name: /^Remove harbour\.example/ }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove harbour.example?' }));
    expect(dialog.getByText(/signed out within minutes/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Remove harbour.example' }));
    await waitFor(() => expect(screen.queryByText('_keelson.harbour.example')).toBeNull());
  });
});

describe('what one may not do with single sign-on', () => {
  it('is not offered to who may only read', async () => {
    const platform = harbour();
    platform.world().permissions = ['MEMBER_READ'];
    openConsole(platform, PAGE);
    expect(await screen.findByText('https://login.harbour.example')).toBeTruthy();
    for (const name of [/^Edit identity/, /^Remove/, /^Verify/, /^Add domain/])
      expect(screen.queryByRole('button', { name })).toBeNull();
    expect(screen.getByRole('link', { name: 'Single sign-on' })).toBeTruthy();
  });

  it('has no tab where the installation does not offer it, or one may not read members', async () => {
    const off = harbour();
    off.world().signOn.offered = false;
    const { unmount } = openConsole(off, '/settings');
    await screen.findByRole('region', { name: 'Organisation' });
    expect(sent(off, 'Offers')).toBeUndefined();
    expect(screen.queryByRole('link', { name: 'Single sign-on' })).toBeNull();
    unmount();

    const blind = harbour();
    blind.world().permissions = ['PROJECT_READ'];
    openConsole(blind, '/settings');
    await screen.findByRole('region', { name: 'Organisation' });
    expect(screen.queryByRole('link', { name: 'Single sign-on' })).toBeNull();
  });

  it('says so on the page itself', async () => {
    const off = harbour();
    off.world().signOn.offered = false;
    openConsole(off, PAGE);
    expect(await screen.findByText('Not offered on this installation')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('fails with its request id, and hides what is forbidden', async () => {
    const { unmount } = openConsole(new FakePlatform({ faults: { SignOn: 'UNAVAILABLE' } }), PAGE);
    expect((await screen.findByRole('alert')).textContent).toMatch(
      /Could not load single sign-on.*req_\d{4}/s,
    );
    unmount();
    openConsole(new FakePlatform({ faults: { SignOn: 'FORBIDDEN' } }), PAGE);
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
  });
});
