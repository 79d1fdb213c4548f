import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { chooseInRow, filterBy, expectNoAxeViolation, openConsole } from './open-console';
import { pick } from './pick';
import { FakePlatform } from './platform';
import { DAY, HOUR, iso } from './world/clock';
import { globalId } from './world/ids';
import { harbourWorld } from './world/world';

function harbour() {
  const world = harbourWorld();
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

/** Under which keys an operation was sent, in order. */
function keysOf(platform: FakePlatform, operation: string): (string | null)[] {
  return platform.seen
    .filter((request) => request.operation === operation)
    .map(({ headers }) => headers.get('Idempotency-Key'));
}

function member(world: ReturnType<typeof harbourWorld>, name: string) {
  const found = world.members.find(({ person }) => person.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe('people', () => {
  it('shows who may do what where, who was here, and who is in no team, in one request and one for names', async () => {
    const { platform } = harbour();
    openConsole(platform, '/members');
    const row = (await screen.findByText('second.engineer@harbour.example')).closest('tr');
    expect(row?.textContent).toContain('Engineer on parcel-vision');
    expect(row?.textContent).toContain('Vision, Forecasting');
    const glance = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(glance.getByText('3 active this week')).toBeTruthy();
    expect(glance.getByText('2 people in none')).toBeTruthy();
    expect(glance.getByText('the only one, who cannot leave')).toBeTruthy();
    expect(screen.getByText('the only one, so cannot leave')).toBeTruthy();
    expect(screen.getByText('59 days ago')).toBeTruthy();
    const asked = platform.seen.filter(({ path }) => path === '/graphql').map(({ operation }) => operation);
    expect(asked.filter((name) => name !== 'Viewer').sort()).toEqual(['Members', 'ProjectNames']);
    await expectNoAxeViolation();
  });

  it('knows every team, and says so where a list goes on', async () => {
    const { world, platform } = harbour();
    const [team] = world.teams;
    const [account] = world.accounts;
    if (team === undefined || account === undefined) throw new Error('no team');
    const teams = Array.from({ length: 140 }, (_, index) => ({
      ...team,
      id: globalId('Team', `t${index}`),
      name: `Team ${index}`,
      memberIds: [],
    }));
    world.teams = [...teams, ...world.teams];
    world.accounts = Array.from({ length: 101 }, (_, index) => ({
      ...account,
      id: globalId('ServiceAccount', `a${index}`),
    }));
    const { user } = openConsole(platform, '/members');
    expect(await screen.findByRole('link', { name: /Teams\s*142/ })).toBeTruthy();
    expect(screen.getByRole('link', { name: /Service accounts\s*100\+/ })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Invite people' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Invite people' }));
    expect(dialog.getByRole('checkbox', { name: 'Forecasting' })).toBeTruthy();
  });

  it('is there for whoever may read no project', async () => {
    const { world, platform } = harbour();
    world.permissions = ['MEMBER_READ', 'MEMBER_WRITE', 'KEY_WRITE', 'AUDIT_READ'];
    openConsole(platform, '/members');
    expect(await screen.findByText('second.engineer@harbour.example')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Invite people' })).toBeTruthy();
    const asked = platform.seen.filter(({ path }) => path === '/graphql').map(({ operation }) => operation);
    expect(asked.filter((name) => name !== 'Viewer')).toEqual(['Members']);
  });

  it('says how each signs in, and who is closed out since when', async () => {
    const { world, platform } = harbour();
    const signOn = {
      __typename: 'MemberSignOn',
      domain: 'sso.example',
      signedInAt: iso(world.now()),
    } as const;
    member(world, 'Approver').signOn = { ...signOn, lostAt: null, lostBecause: null };
    member(world, 'Guest').signOn = {
      ...signOn,
      lostAt: iso(world.now() - 2 * HOUR),
      lostBecause: 'their account is disabled',
    };
    member(world, 'Second engineer').signOn = {
      ...signOn,
      lostAt: iso(world.now() - DAY),
      lostBecause: 'their identity provider does not know them any more',
    };
    const { user } = openConsole(platform, '/members');
    const row = (address: string) => within(screen.getByText(address).closest('tr') ?? document.body);
    await screen.findByText('guest@harbour.example');
    expect(row('approver@harbour.example').getByText('sso.example')).toBeTruthy();
    expect(row('approver@harbour.example').queryByText(/^lost/)).toBeNull();
    expect(row('finance.lead@harbour.example').getByText('password')).toBeTruthy();
    const guest = row('guest@harbour.example');
    expect(guest.getByText(/^lost/).textContent).toContain('2 h ago');
    expect(guest.getByText('their account is disabled')).toBeTruthy();
    expect(guest.getByText(/^sign-on lost, their account is disabled · /)).toBeTruthy();
    expect(row('second.engineer@harbour.example').getByText(/; signing in again lets them in$/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.type(screen.getByPlaceholderText('Name, address or role'), 'lost');
    await waitFor(() => expect(screen.queryByText('approver@harbour.example')).toBeNull());
    expect(screen.getByText('guest@harbour.example')).toBeTruthy();
  });

  it('filters by team and by role, and says when nobody is left', async () => {
    const { platform } = harbour();
    const { user } = openConsole(platform, '/members');
    await screen.findByText('guest@harbour.example');
    await filterBy(user, 'Team', /^Forecasting\s*\d+$/);
    await waitFor(() => expect(screen.queryByText('guest@harbour.example')).toBeNull());
    expect(screen.getByText('second.engineer@harbour.example')).toBeTruthy();
    await filterBy(user, 'Role', /^Billing/);
    expect(await screen.findByRole('heading', { name: 'No members match' })).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByText('guest@harbour.example')).toBeTruthy();
  });

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

  it('offers nothing to change to those who may only look', async () => {
    const { world, platform } = harbour();
    world.permissions = ['MEMBER_READ', 'PROJECT_READ'];
    const { user } = openConsole(platform, '/members');
    await screen.findByText('guest@harbour.example');
    for (const name of [/^Change/, 'New role', 'New team'])
      expect(screen.queryByRole('button', { name })).toBeNull();
    await user.click(screen.getByRole('link', { name: /^Roles/ }));
    await user.click(await screen.findByRole('button', { name: 'Model approver' }));
    const drawer = within(await screen.findByRole('region', { name: 'Model approver' }));
    expect(drawer.queryByRole('checkbox')).toBeNull();
    expect(drawer.getByText(/^Reads everything in a project/)).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('hides what is forbidden, and fails with its request id', async () => {
    const { unmount } = openConsole(new FakePlatform({ faults: { Members: 'FORBIDDEN' } }), '/members');
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    unmount();
    openConsole(new FakePlatform({ faults: { Members: 'UNAVAILABLE' } }), '/members');
    expect((await screen.findByRole('alert')).textContent).toMatch(/Could not load members.*req_\d{4}/s);
  });
});

describe('roles', () => {
  it('opens one beside the table, marks who holds it, and says what is added and whom it changes', async () => {
    const { world, platform } = harbour();
    const role = globalId('CustomRole', 'model-approver');
    const { user, router } = openConsole(platform, `/members?role=${encodeURIComponent(role)}`);
    const drawer = within(await screen.findByRole('region', { name: 'Model approver' }));
    expect(screen.getByText('approver@harbour.example').closest('tr')?.dataset.selected).toBe('true');
    expect(screen.getByText('guest@harbour.example').closest('tr')?.dataset.selected).toBeUndefined();
    await user.click(drawer.getByRole('checkbox', { name: 'Send requests' }));
    expect(drawer.getByRole('status').textContent).toBe('9 of 24, 1 added. Changes what 1 holder may do.');
    expect(drawer.getByText(/sends requests to endpoints/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(drawer.getByRole('button', { name: 'Save role' }));
    await waitFor(() => expect(drawer.getByRole('status').textContent).toContain('Saved.'));
    expect(world.roles.find(({ id }) => id === role)).toMatchObject({ version: 2 });

    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Model approver' })).toBeNull());
    expect(router.state.location.search).toBe('');
  });

  it('locks what one does not hold', async () => {
    const { world, platform } = harbour();
    world.permissions = world.permissions.filter((permission) => permission !== 'BUDGET_WRITE');
    openConsole(platform, `/members?role=${encodeURIComponent(globalId('CustomRole', 'caller'))}`);
    const drawer = within(await screen.findByRole('region', { name: 'Caller' }));
    expect(drawer.getByRole<HTMLInputElement>('checkbox', { name: 'Set budgets' }).disabled).toBe(true);
    expect(drawer.getByText('not yours to give')).toBeTruthy();
  });

  it('makes one, and puts what is wrong with it under its field', async () => {
    const { world, platform } = harbour();
    const { user } = openConsole(platform, '/members?tab=roles');
    await user.click(await screen.findByRole('button', { name: 'New role' }));
    const drawer = within(await screen.findByRole('region', { name: 'New role' }));
    await user.click(drawer.getByRole('checkbox', { name: 'Write runs' }));
    await user.click(drawer.getByRole('button', { name: 'Create role' }));
    expect(await drawer.findByText('A role needs a name')).toBeTruthy();
    await user.type(drawer.getByRole('textbox', { name: /^Name/ }), 'caller');
    await user.click(drawer.getByRole('button', { name: 'Create role' }));
    expect((await drawer.findByRole('alert')).textContent).toContain('the name caller is taken');
    await user.clear(drawer.getByRole('textbox', { name: /^Name/ }));
    await user.type(drawer.getByRole('textbox', { name: /^Name/ }), 'Recorder');
    await user.click(drawer.getByRole('button', { name: 'Create role' }));

    expect(await screen.findByRole('button', { name: 'Recorder' })).toBeTruthy();
    expect(world.roles.find(({ name }) => name === 'Recorder')?.permissions).toEqual(['RUN_WRITE']);
    await waitFor(() => expect(screen.queryByRole('region', { name: 'New role' })).toBeNull());
  });

  it('shows what another person made of it meanwhile', async () => {
    const { world, platform } = harbour();
    const role = globalId('CustomRole', 'caller');
    const { user } = openConsole(platform, `/members?tab=roles&role=${encodeURIComponent(role)}`);
    const drawer = within(await screen.findByRole('region', { name: 'Caller' }));
    await user.click(drawer.getByRole('checkbox', { name: 'See cost' }));
    const row = world.roles.find(({ id }) => id === role);
    Object.assign(row ?? {}, { version: 5, permissions: ['ENDPOINT_INVOKE', 'ENDPOINT_READ'] });
    await user.click(drawer.getByRole('button', { name: 'Save role' }));
    expect((await drawer.findByRole('alert')).textContent).toContain(
      'RoleCaller: See traffic and health, send requests',
    );
    await expectNoAxeViolation();
    await user.click(drawer.getByRole('button', { name: 'Save mine' }));
    await waitFor(() => expect(row?.version).toBe(6));
    expect(row?.permissions).toEqual(['ENDPOINT_INVOKE', 'COST_READ']);
  });

  it('deletes one that nobody holds', async () => {
    const { world, platform } = harbour();
    const role = globalId('CustomRole', 'label-editor');
    const { user } = openConsole(platform, `/members?tab=roles&role=${encodeURIComponent(role)}`);
    await user.click(await screen.findByRole('button', { name: 'Delete…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete the role Label editor?' }));
    await user.click(dialog.getByRole('button', { name: 'Delete Label editor' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Label editor' })).toBeNull());
    expect(world.roles.some(({ id }) => id === role)).toBe(false);
  });
});

describe('teams', () => {
  it('lists them with their members and what each holds through it', async () => {
    const { platform } = harbour();
    openConsole(platform, '/members?tab=teams');
    const table = within(await screen.findByRole('table', { name: 'Teams' }));
    const row = (await table.findByText('Vision')).closest('tr');
    expect(row?.textContent).toContain('Engineer on parcel-vision, Engineer on dock-ocr');
    expect(row?.textContent).toContain('Engineer, Approver, Second engineer');
    expect(platform.seen.filter(({ operation }) => operation === 'Teams')).toHaveLength(1);
    await expectNoAxeViolation();
  });

  it('makes one with members and roles', async () => {
    const { world, platform } = harbour();
    const { user } = openConsole(platform, '/members?tab=teams');
    await user.click(await screen.findByRole('button', { name: 'New team' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'New team' }));
    await user.click(dialog.getByRole('button', { name: 'Create team' }));
    expect(await dialog.findByText('A team needs a name')).toBeTruthy();
    await user.type(dialog.getByRole('textbox', { name: /^Name/ }), 'Search');
    await user.click(dialog.getByRole('button', { name: 'Add role' }));
    await user.click(dialog.getByRole('checkbox', { name: /^Guest/ }));
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Create team' }));

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const table = within(screen.getByRole('table', { name: 'Teams' }));
    expect(await table.findByText('Search')).toBeTruthy();
    expect(world.teams.at(-1)).toMatchObject({
      grants: [{ role: 'VIEWER', projectId: null }],
      memberIds: [member(world, 'Guest').id],
    });
  });

  it('makes one once, though the answer was lost', async () => {
    const { platform } = harbour();
    const { user } = openConsole(platform, '/members?tab=teams');
    await user.click(await screen.findByRole('button', { name: 'New team' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'New team' }));
    await user.type(dialog.getByRole('textbox', { name: /^Name/ }), 'Search');
    platform.day.faults = { CreateTeam: 'UNAVAILABLE' };
    await user.click(dialog.getByRole('button', { name: 'Create team' }));
    await dialog.findByText('Could not create the team');
    await user.click(dialog.getByRole('button', { name: 'Create team' }));
    await waitFor(() => expect(keysOf(platform, 'CreateTeam')).toHaveLength(2));
    await platform.quiet();
    platform.day.faults = {};
    await user.type(dialog.getByRole('textbox', { name: /^Name/ }), 'es');
    await user.click(dialog.getByRole('button', { name: 'Create team' }));
    await waitFor(() => expect(keysOf(platform, 'CreateTeam')).toHaveLength(3));
    expect(new Set(keysOf(platform, 'CreateTeam')).size).toBe(2);
    expect(keysOf(platform, 'CreateTeam')[0]).toBe(keysOf(platform, 'CreateTeam')[1]);
  });

  it('sends only what changed, and shows what another person changed meanwhile', async () => {
    const { world, platform } = harbour();
    const { user } = openConsole(platform, '/members?tab=teams');
    await chooseInRow(user, 'team Forecasting', 'Change…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Team Forecasting' }));
    await user.click(dialog.getByRole('checkbox', { name: /^Guest/ }));
    const team = world.teams[1];
    Object.assign(team ?? {}, { version: 4, name: 'Demand' });
    await user.click(dialog.getByRole('button', { name: 'Save team' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('NameDemandForecasting');
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Save mine' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(team).toMatchObject({ name: 'Forecasting', version: 6 });
    expect(team?.memberIds).toHaveLength(2);
  });

  it('deletes one after saying who loses what', async () => {
    const { world, platform } = harbour();
    const { user } = openConsole(platform, '/members?tab=teams');
    await chooseInRow(user, 'team Forecasting', 'Change…');
    await user.click(await screen.findByRole('button', { name: 'Delete…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete the team Forecasting?' }));
    expect(dialog.getByText(/1 person loses Engineer on demand-forecast.*Second engineer/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Delete Forecasting' }));
    await waitFor(() => expect(screen.queryByText('Forecasting')).toBeNull());
    expect(world.teams).toHaveLength(1);
  });

  it('is calm without any, and fails alone', async () => {
    const { unmount } = openConsole(new FakePlatform(), '/members?tab=teams');
    expect(await screen.findByRole('heading', { name: 'No teams yet' })).toBeTruthy();
    unmount();
    const { platform } = harbour();
    platform.day.faults.Teams = 'UNAVAILABLE';
    openConsole(platform, '/members?tab=teams');
    expect((await screen.findByRole('alert')).textContent).toContain('Could not load teams');
    expect(screen.getByRole('region', { name: 'At a glance' })).toBeTruthy();
  });
});

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
