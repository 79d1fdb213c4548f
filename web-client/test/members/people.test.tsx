import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { filterBy, expectNoAxeViolation, openConsole } from '../open-console';
import { FakePlatform } from '../platform';
import { DAY, HOUR, iso } from '../world/clock';
import { globalId } from '../world/ids';
import { harbour, member } from './harbour';

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
