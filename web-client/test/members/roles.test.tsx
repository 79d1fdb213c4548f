import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { globalId } from '../world/ids';
import { harbour } from './harbour';

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
