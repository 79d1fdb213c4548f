import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

function harbour() {
  return new FakePlatform({ worlds: { harbour: harbourWorld() } });
}

/** The row of each key in the list of those that take points, by its name. */
async function rowsOfKeys() {
  const table = within(await screen.findByRole('table', { name: 'API keys by the points they took' }));
  return (name: string) => within(table.getByText(name).closest('tr') ?? document.body);
}

/** The button in its column; on a narrow screen the same stands below the key's name. */
async function buttonOf(key: string, name: string) {
  const all = (await rowsOfKeys())(key).getAllByRole('button', { name });
  return all.at(-1) ?? document.body;
}

async function itemsOfMenu() {
  const menu = within(await screen.findByRole('menu'));
  return menu.getAllByRole('menuitem').map(({ textContent }) => textContent);
}

function named(platform: FakePlatform, name: string) {
  const key = platform.world().apiKeys.find((one) => one.name === name);
  if (key === undefined) throw new Error(`the world has no key ${name}`);
  return key;
}

describe('the keys of the plan', () => {
  it('shows each key with its share of the points, and those that nobody uses', async () => {
    openConsole(harbour(), '/settings/limits');
    const table = within(await screen.findByRole('table', { name: 'API keys by the points they took' }));
    const rows = table.getAllByRole('row').map((row) => row.textContent);
    expect(rows).toHaveLength(4);
    expect(rows[1]).toMatch(/1,38654,600,00024.%/);
    expect(table.getByText('unused').closest('tr')?.textContent).toMatch(/^mlflow-old/);
    expect(
      within(screen.getByRole('region', { name: 'API keys' }))
        .getByRole('link', { name: 'All keys' })
        .getAttribute('href'),
    ).toBe('/keys');
  });

  it('shows when each key ends, and what is to be done with it', async () => {
    openConsole(harbour(), '/settings/limits');
    const ofKey = await rowsOfKeys();
    // In its column, and on a narrow screen below its name.
    expect(ofKey('ci-train').getAllByText('Ends in 6 days')).toHaveLength(2);
    expect(ofKey('mlflow-old').getAllByText(/^\d+ [A-Z][a-z]{2} \d{4}$/)).toHaveLength(2);
    const buttons = (name: string) =>
      ofKey(name)
        .getAllByRole('button')
        .map((button) => button.getAttribute('aria-label'));
    expect(buttons('ci-train')).toEqual(['Rotate ci-train', 'Rotate ci-train']);
    expect(buttons('mlflow-old')).toEqual(['End it: mlflow-old', 'End it: mlflow-old']);
    expect(buttons('dashboards')).toEqual(['More for dashboards', 'More for dashboards']);
    expect(screen.getByRole('link', { name: 'New key' }).getAttribute('href')).toBe('/keys?create');
    expect(screen.getByRole('link', { name: '1 unused' }).getAttribute('href')).toBe('/keys?show=unused');
    await expectNoAxeViolation();
  });

  it('ends a key that nobody uses, once that is confirmed', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/settings/limits');
    await user.click(await buttonOf('mlflow-old', 'End it: mlflow-old'));
    const dialog = within(await screen.findByRole('dialog', { name: 'Revoke mlflow-old?' }));
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(named(platform, 'mlflow-old').revokedAt).toBeNull();

    await user.click(await buttonOf('mlflow-old', 'End it: mlflow-old'));
    await user.click(await screen.findByRole('button', { name: 'Revoke key' }));
    await waitFor(() => expect(screen.queryByText('mlflow-old')).toBeNull());
    expect(named(platform, 'mlflow-old').revokedAt).not.toBeNull();
    await waitFor(() => expect(screen.getByRole('link', { name: 'API keys: 2' })).toBeTruthy());
    expect(screen.queryByRole('link', { name: '1 unused' })).toBeNull();
  });

  it('says why a key could not be ended, and leaves it', async () => {
    const platform = harbour();
    platform.day.faults = { RevokeApiKey: 'UNAVAILABLE' };
    const { user } = openConsole(platform, '/settings/limits');
    await user.click(await buttonOf('mlflow-old', 'End it: mlflow-old'));
    await user.click(await screen.findByRole('button', { name: 'Revoke key' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/^Could not revoke key.*req_\d{4}/s);
    expect(named(platform, 'mlflow-old').revokedAt).toBeNull();
  });

  it('rotates a key in its place, and shows the secret once', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/settings/limits');
    await user.click(await buttonOf('ci-train', 'Rotate ci-train'));
    await user.click(await screen.findByRole('button', { name: 'Rotate key' }));
    const secret = within(await screen.findByRole('dialog', { name: 'ci-train is rotated' }));
    expect(secret.getByText(/^ksn_Rt8w4/)).toBeTruthy();
    await user.click(secret.getByRole('button', { name: 'I have kept it' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(screen.getAllByText('ci-train')).toHaveLength(2));
  });

  it('offers the rest behind a menu, and no rotation of a key that may more than the reader', async () => {
    const platform = harbour();
    const world = platform.world();
    world.permissions = world.permissions.filter((one) => one !== 'COST_READ');
    const { user, unmount } = openConsole(platform, '/settings/limits');
    await user.click(await buttonOf('dashboards', 'More for dashboards'));
    expect(await itemsOfMenu()).toEqual(['End it']);
    unmount();
    world.permissions = [...world.permissions, 'COST_READ'];
    const again = openConsole(platform, '/settings/limits');
    await again.user.click(await buttonOf('dashboards', 'More for dashboards'));
    expect(await itemsOfMenu()).toEqual(['Rotate', 'End it']);
    await again.user.click(screen.getByRole('menuitem', { name: 'End it' }));
    expect(await screen.findByRole('dialog', { name: 'Revoke dashboards?' })).toBeTruthy();
  });

  it('shows the keys that take most and those that nobody uses, however many newer ones there are', async () => {
    const platform = harbour();
    const world = platform.world();
    const used = named(platform, 'dashboards');
    const newer = Array.from({ length: 60 }, (_, index) => ({
      ...used,
      id: btoa(`ApiKey:newer${index}`),
      name: `newer-${index}`,
    }));
    world.apiKeys = [...newer, ...world.apiKeys];
    openConsole(platform, '/settings/limits');
    const table = within(await screen.findByRole('table', { name: 'API keys by the points they took' }));
    const names = table
      .getAllByRole('row')
      .slice(1)
      .map((row) => /^[a-z]+-?(?:\d+|[a-z]*)/.exec(row.textContent)?.[0]);
    expect(names).toHaveLength(10);
    expect(names.slice(0, 2)).toEqual(['ci-train', 'dashboards']);
    expect(names.at(-1)).toBe('mlflow-old');
    expect(screen.getByText(/^10 of 63: those that took most points/)).toBeTruthy();
  });

  it('is calm where no key is in force', async () => {
    const platform = harbour();
    const world = platform.world();
    world.apiKeys = world.apiKeys.filter(({ revokedAt }) => revokedAt !== null);
    openConsole(platform, '/settings/limits');
    expect(await screen.findByText('No key is in force')).toBeTruthy();
    await expectNoAxeViolation();
  });
});
