import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { actionsInRow, chooseInRow, filterBy, expectNoAxeViolation, openConsole } from './open-console';
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

describe('rotation, service accounts and the policy of keys', () => {
  it('says whose a key is, and what one of a service account may', async () => {
    openConsole(harbour(), '/keys');
    const row = (await screen.findByRole('button', { name: 'Actions of ci-train' })).closest('tr');
    expect(row?.textContent).toContain('what the account may');
    expect((await screen.findByText('dashboards')).closest('tr')?.textContent).toContain('engineer');
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

describe('what one may not do', () => {
  it('is in no menu and no list of pages', async () => {
    const platform = harbour();
    platform.world().permissions = ['PROJECT_READ', 'MEMBER_READ'];
    const { user } = openConsole(platform, '/settings');
    await screen.findByText('2026-01-12 09:00:00 UTC');
    const main = within(screen.getByRole('navigation', { name: 'Main' }));
    expect(main.getAllByRole('link').map(({ textContent }) => textContent)).toEqual([
      'Home',
      expect.stringMatching(/^Inbox/),
      'Projects',
      'Members',
      'Settings',
    ]);
    const settings = within(screen.getByRole('navigation', { name: 'Settings' }));
    expect(settings.queryByRole('link', { name: 'Audit log' })).toBeNull();

    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: 'Search or jump to' }), 'e');
    expect(screen.getByRole('option', { name: /^Projects/ })).toBeTruthy();
    for (const name of [/^Data sets/, /^Create API key/, /^Create project/, /^Open the ledger/])
      expect(screen.queryByRole('option', { name })).toBeNull();
  });

  it('asks for it with the page, never by itself', async () => {
    const platform = harbour();
    openConsole(platform, '/models');
    await screen.findByRole('link', { name: 'parcel-damage' });
    const asked = platform.seen.filter(({ path }) => path === '/graphql').map(({ operation }) => operation);
    expect(asked.filter((name) => name !== 'Viewer')).toEqual(['Models']);
    expect(screen.getByRole('link', { name: 'API keys' })).toBeTruthy();
  });
});

describe('dead letters', () => {
  it('shows what could not be delivered and why, and sends it once more', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/dead-letters');
    expect(await screen.findByText(/damage-vit-l #411 was deleted/)).toBeTruthy();
    expect(screen.getByText('2 events wait for another try')).toBeTruthy();
    await expectNoAxeViolation();
    await chooseInRow(user, 'JobFinished for run-status', 'Replay…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Replay JobFinished?' }));
    expect(dialog.getByText(/after 12 attempts/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Replay event' }));

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(await screen.findByText('1 event waits for another try')).toBeTruthy();
    await filterBy(user, 'Another try', /^Waits/);
    await waitFor(() => expect(screen.queryByText('JobFinished')).toBeNull());
    expect(screen.getByText('BudgetExceeded')).toBeTruthy();
  });

  it('says that another person was faster, and then shows it as sent', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/dead-letters');
    await chooseInRow(user, 'JobFinished for run-status', 'Replay…');
    const letter = platform.world().deadLetters[0];
    if (letter !== undefined) letter.replayedAt = new Date().toISOString();
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Replay event' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('changed meanwhile');
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText('1 event waits for another try')).toBeTruthy();
  });

  it('is to be looked at only without the right to change the organisation', async () => {
    const platform = harbour();
    platform.world().permissions = ['AUDIT_READ'];
    openConsole(platform, '/dead-letters');
    await screen.findByText('JobFinished');
    expect(screen.queryByRole('button', { name: /^Actions of/ })).toBeNull();
  });

  it('is calm when there is none, hides what is forbidden, fails with its request id', async () => {
    const { unmount } = openConsole(new FakePlatform(), '/dead-letters');
    expect(await screen.findByRole('heading', { name: 'No dead letters' })).toBeTruthy();
    unmount();
    const hidden = openConsole(new FakePlatform({ faults: { DeadLetters: 'FORBIDDEN' } }), '/dead-letters');
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    hidden.unmount();
    openConsole(new FakePlatform({ faults: { DeadLetters: 'UNAVAILABLE' } }), '/dead-letters');
    expect((await screen.findByRole('alert')).textContent).toMatch(/Could not load dead letters.*req_\d{4}/s);
  });
});

describe('audit log and settings', () => {
  it('says in sentences what was done and to what, and what was only tried', async () => {
    const { user, router } = openConsole(harbour(), '/audit');
    const shifted = await screen.findByTitle('shifted the traffic of endpoint parcel-damage');
    expect(screen.getByText('6 audit entries of Example Harbour')).toBeTruthy();
    expect(screen.getByText('1 refused')).toBeTruthy();
    expect(screen.getByText('created an API key')).toBeTruthy();
    expect(screen.getByText('name: ci-train · permissions: RUN_WRITE, JOB_SUBMIT')).toBeTruthy();
    expect(screen.getByText('tried “set member grants”')).toBeTruthy();
    expect(screen.getByText('Denied')).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(within(shifted).getByRole('link', { name: 'parcel-damage' }));
    await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/endpoints\//));
  });

  it('asks the platform for what was refused alone, and for what one did', async () => {
    const platform = harbour();
    const { user, router } = openConsole(platform, '/audit');
    await screen.findByText('tried “set member grants”');
    await filterBy(user, 'Outcome', /^Denied\s*1$/);
    expect(router.state.location.search).toBe('?outcome=DENIED');
    await waitFor(() => expect(screen.queryByText('created an API key')).toBeNull());
    expect(screen.getByText('tried “set member grants”')).toBeTruthy();
    await filterBy(user, 'Outcome', /^Done/);
    expect(router.state.location.search).toBe('?outcome=DONE');
    await screen.findByTitle('shifted the traffic of endpoint parcel-damage');
    await filterBy(user, 'Who', /^engineer/);
    await waitFor(() => expect(screen.queryByTitle(/^shifted the traffic/)).toBeNull());
    expect(await screen.findByText('created an API key')).toBeTruthy();
    const asked = platform.seen.filter(({ operation }) => operation === 'AuditLog').at(-1);
    expect(asked?.variables.filter).toEqual({ outcome: 'DONE', actorId: 'person-1', actions: null });
  });

  it('has whoever was renamed once, under their newest name', async () => {
    const platform = harbour();
    const [, , , entry] = platform.world().audit;
    if (entry === undefined) throw new Error('no entry of the engineer');
    platform.world().audit.push({ ...entry, actor: 'Engineer', action: 'createTeam' });
    const { user } = openConsole(platform, '/audit');
    await screen.findByText('created a team');
    await user.click(await screen.findByRole('button', { name: /^Who / }));
    expect(await screen.findByRole('menuitemcheckbox', { name: /^engineer\s*2$/ })).toBeTruthy();
    expect(screen.queryByRole('menuitemcheckbox', { name: /^Engineer/ })).toBeNull();
  });

  it('is there for whoever may read no project, as the keys are', async () => {
    const platform = harbour();
    platform.world().permissions = ['KEY_WRITE', 'AUDIT_READ'];
    const { user } = openConsole(platform, '/audit');
    expect(await screen.findByText('tried “set member grants”')).toBeTruthy();
    await user.click(screen.getByRole('link', { name: 'API keys' }));
    expect(await actionsInRow(user, 'dashboards')).toEqual(['Revoke…']);
  });

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
