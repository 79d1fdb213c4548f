import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { chooseInRow, expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { someProjects } from './world/projects';
import { harbourWorld } from './world/world';

function harbour() {
  return new FakePlatform({ worlds: { harbour: harbourWorld() } });
}

describe('API keys', () => {
  it('creates one, shows its secret once and lists it', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/keys');
    await user.click(await screen.findByRole('button', { name: 'Create key' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Create API key' }));
    await user.click(dialog.getByRole('button', { name: 'Create key' }));
    expect(await dialog.findByText('A key needs a permission')).toBeTruthy();
    await user.type(dialog.getByRole('textbox', { name: /Name/ }), 'nightly');
    await user.click(dialog.getByRole('checkbox', { name: 'Write runs' }));
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
    await chooseInRow(user, 'ci-train', 'Revoke…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Revoke ci-train?' }));
    expect(dialog.getByText(/It was last used/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Revoke key' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Actions of ci-train' })).toBeNull());
    // Each in its column, and below its name for a narrow screen.
    expect(await screen.findAllByText('Revoked')).toHaveLength(4);
  });
});

describe('a key for some projects', () => {
  it('may what the person may in each of them', async () => {
    const world = harbourWorld();
    world.permissions = ['KEY_WRITE', 'PROJECT_READ'];
    world.permissionsIn = {
      [btoa('Project:dock-ocr')]: ['RUN_WRITE', 'RUN_READ'],
      [btoa('Project:parcel-vision')]: ['RUN_READ'],
    };
    const platform = new FakePlatform({ worlds: { harbour: world } });
    const { user } = openConsole(platform, '/keys?create');
    const dialog = within(await screen.findByRole('dialog', { name: 'Create API key' }));
    expect(dialog.queryByRole('checkbox', { name: 'Write runs' })).toBeNull();
    await user.type(dialog.getByRole('textbox', { name: /Name/ }), 'nightly');
    await user.click(await dialog.findByRole('checkbox', { name: 'dock-ocr' }));
    await user.click(await dialog.findByRole('checkbox', { name: 'Write runs' }));
    await user.click(dialog.getByRole('checkbox', { name: 'parcel-vision' }));
    await user.click(dialog.getByRole('button', { name: 'Create key' }));
    expect(await dialog.findByText('You do not hold all of these in each of the projects')).toBeTruthy();

    await user.click(dialog.getByRole('checkbox', { name: 'parcel-vision' }));
    await user.click(dialog.getByRole('button', { name: 'Create key' }));
    expect(await screen.findByText(/^ksn_Nw3kQ0x7/)).toBeTruthy();
    expect(world.apiKeys[0]).toMatchObject({
      permissions: ['RUN_WRITE'],
      projectIds: [btoa('Project:dock-ocr')],
    });
  });

  it('asks again what the person may there once that failed', async () => {
    const world = harbourWorld();
    world.permissions = ['KEY_WRITE', 'PROJECT_READ'];
    world.permissionsIn = { [btoa('Project:dock-ocr')]: ['RUN_WRITE'] };
    const platform = new FakePlatform({
      worlds: { harbour: world },
      faults: { PermissionsIn: 'UNAVAILABLE' },
    });
    const { user } = openConsole(platform, '/keys?create');
    const dialog = within(await screen.findByRole('dialog', { name: 'Create API key' }));
    await user.click(await dialog.findByRole('checkbox', { name: 'dock-ocr' }));
    expect((await dialog.findByRole('alert')).textContent).toMatch(/^Could not find out what you may do/);
    await expectNoAxeViolation();
    platform.day.faults = {};
    await user.click(dialog.getByRole('button', { name: 'Retry' }));
    expect(await dialog.findByRole('checkbox', { name: 'Write runs' })).toBeTruthy();
    expect(dialog.queryByRole('alert')).toBeNull();
  });

  it('offers every project, also beyond the first hundred', async () => {
    const world = harbourWorld();
    world.projects = [...world.projects, ...someProjects(130)];
    openConsole(new FakePlatform({ worlds: { harbour: world } }), '/keys?create');
    const dialog = within(await screen.findByRole('dialog', { name: 'Create API key' }));
    // By the words alone: finding roles or labels in a dialog of 130 takes seconds, again at each change.
    const labels = [await dialog.findByText('Project 1'), dialog.getByText('Project 130')];
    for (const label of labels) {
      expect(label.closest('label')?.control?.getAttribute('type')).toBe('checkbox');
    }
  });
});

describe('unused and ending API keys', () => {
  it('counts them, marks them and shows them alone', async () => {
    const { user } = openConsole(harbour(), '/keys');
    const unused = (await screen.findByText('mlflow-old')).closest('tr');
    expect(unused?.textContent).toContain('unused');
    const glance = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(glance.getByText('for 60 days or longer')).toBeTruthy();
    expect(glance.getByText('of 4 made')).toBeTruthy();
    expect(glance.getByText('ci-train')).toBeTruthy();

    await user.click(screen.getByRole('link', { name: 'Unused' }));
    await waitFor(() => expect(screen.queryByText('dashboards')).toBeNull());
    expect(screen.getByText('mlflow-old')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('shows those that are further down than a page', async () => {
    const world = harbourWorld();
    const [usual] = world.apiKeys;
    if (usual === undefined) throw new Error('no key');
    const busy = Array.from({ length: 100 }, (_, index) => ({ ...usual, id: btoa(`ApiKey:${index}`) }));
    world.apiKeys = [...busy, ...world.apiKeys];
    const platform = new FakePlatform({ worlds: { harbour: world } });
    const { user } = openConsole(platform, '/keys');
    expect(await screen.findByText('of 100+ made')).toBeTruthy();
    expect(screen.queryByText('mlflow-old')).toBeNull();

    await user.click(screen.getByRole('link', { name: 'Unused' }));
    expect(await screen.findByText('mlflow-old')).toBeTruthy();
    const glance = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(glance.getByText('for 60 days or longer')).toBeTruthy();
    expect(glance.queryByText(/made$/)).toBeNull();
    await expectNoAxeViolation();

    await user.click(screen.getByRole('link', { name: 'All' }));
    await user.click(await screen.findByRole('button', { name: 'Show more' }));
    expect(await screen.findByText('of 104 made')).toBeTruthy();
    expect(screen.getByText('mlflow-old')).toBeTruthy();
  });

  it('says that there is none, and leads to all of them', async () => {
    const world = harbourWorld();
    world.apiKeys = world.apiKeys.filter(({ name }) => name !== 'mlflow-old');
    const { user } = openConsole(new FakePlatform({ worlds: { harbour: world } }), '/keys?show=unused');
    expect(await screen.findByRole('heading', { name: 'No key is unused' })).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByText('dashboards')).toBeTruthy();
  });

  it('says what may be done with a key in words', async () => {
    openConsole(harbour(), '/keys');
    const row = (await screen.findByText('dashboards')).closest('tr');
    expect(row?.textContent).toContain('See traffic and health, see cost');
    expect(row?.textContent).toContain('all projects');
  });
});
