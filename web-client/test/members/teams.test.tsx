import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { chooseInRow, expectNoAxeViolation, openConsole } from '../open-console';
import { FakePlatform } from '../platform';
import { harbour, keysOf, member } from './harbour';

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
