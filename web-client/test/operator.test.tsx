import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

const PAGE = '/operator?organisation=harbour';

function installation({ member = false } = {}) {
  const world = harbourWorld();
  world.operator = true;
  const platform = new FakePlatform({
    worlds: { harbour: world, nobody: world },
    ...(member ? {} : { tenants: [] }),
  });
  return { world, platform };
}

describe('the page of those who run the installation', () => {
  it('is offered to them alone, members or not', async () => {
    const { unmount } = openConsole(installation().platform, '/');
    expect(await screen.findByRole('link', { name: 'Run the installation' })).toBeTruthy();
    unmount();
    openConsole(new FakePlatform({ tenants: [] }), '/operator');
    expect(await screen.findByRole('heading', { name: 'No organisation yet' })).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Run the installation' })).toBeNull();
  });

  it('says what to do while none is open, and that there is none by a name', async () => {
    const { user } = openConsole(installation().platform, '/operator');
    expect(await screen.findByRole('heading', { name: 'No organisation is open' })).toBeTruthy();
    await expectNoAxeViolation();
    await user.type(screen.getByRole('textbox', { name: 'Slug' }), 'nobody{Enter}');
    expect(await screen.findByRole('heading', { name: 'No organisation is called nobody' })).toBeTruthy();
  });

  it('stops an organisation with a reason, and lets it go on', async () => {
    const { world, platform } = installation();
    const { user } = openConsole(platform, PAGE);
    await user.click(await screen.findByRole('button', { name: 'Suspend Example Harbour…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Suspend Example Harbour?' }));
    await user.click(dialog.getByRole('button', { name: 'Suspend Example Harbour' }));
    expect(await dialog.findByText('Say why')).toBeTruthy();
    expect(world.tenant.status).toBe('ACTIVE');
    await user.type(dialog.getByRole('textbox', { name: /Reason/ }), 'two invoices are unpaid');
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Suspend Example Harbour' }));
    await user.click(await screen.findByRole('button', { name: 'Resume Example Harbour…' }));
    const back = within(await screen.findByRole('dialog', { name: 'Resume Example Harbour?' }));
    await user.type(back.getByRole('textbox', { name: /Reason/ }), 'paid');
    await user.click(back.getByRole('button', { name: 'Resume Example Harbour' }));
    expect(await screen.findByRole('button', { name: 'Suspend Example Harbour…' })).toBeTruthy();
    expect(world.tenant.status).toBe('ACTIVE');
  });

  it('moves an organisation to another plan with a reason', async () => {
    const { platform } = installation();
    const { user } = openConsole(platform, PAGE);
    await user.click(await screen.findByRole('button', { name: 'Change plan…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Plan of Example Harbour' }));
    await user.type(dialog.getByRole('textbox', { name: /^Plan/ }), 'huge');
    await user.click(dialog.getByRole('button', { name: 'Change plan' }));
    expect(await dialog.findByText('Say why')).toBeTruthy();
    await user.type(dialog.getByRole('textbox', { name: /^Reason/ }), 'their contract ends');
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Change plan' }));
    expect(await dialog.findByText(/one of small, standard/)).toBeTruthy();
    await user.clear(dialog.getByRole('textbox', { name: /^Plan/ }));
    await user.type(dialog.getByRole('textbox', { name: /^Plan/ }), 'small');
    await user.click(dialog.getByRole('button', { name: 'Change plan' }));
    expect(await screen.findByText('small')).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('sets a limit and takes it away again', async () => {
    const { world, platform } = installation();
    const { user } = openConsole(platform, PAGE);
    await user.click(await screen.findByRole('button', { name: 'Set Projects' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Projects' }));
    await user.type(dialog.getByRole('textbox', { name: /Maximum/ }), 'many');
    await user.click(dialog.getByRole('button', { name: 'Set limit' }));
    expect(await dialog.findByText('A whole number of 0 or more')).toBeTruthy();
    await user.clear(dialog.getByRole('textbox', { name: /Maximum/ }));
    await user.type(dialog.getByRole('textbox', { name: /Maximum/ }), '40');
    await user.click(dialog.getByRole('button', { name: 'Set limit' }));
    const projects = () => world.quotas.find(({ name }) => name === 'PROJECTS');
    await waitFor(() => expect(projects()).toMatchObject({ limit: 40, source: 'OPERATOR' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() =>
      expect(screen.getByText('Projects').closest('tr')?.textContent).toContain('40operator'),
    );

    await user.click(screen.getByRole('button', { name: 'Set Projects' }));
    const again = within(await screen.findByRole('dialog', { name: 'Projects' }));
    await user.clear(again.getByRole('textbox', { name: /Maximum/ }));
    await user.click(again.getByRole('button', { name: 'Set limit' }));
    await waitFor(() => expect(projects()).toMatchObject({ limit: 20, source: 'PLAN' }));
  });

  it('has a dead letter delivered once more', async () => {
    const { world, platform } = installation();
    const { user } = openConsole(platform, PAGE);
    await user.click(await screen.findByRole('button', { name: 'Replay JobFinished to run-status' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Replay JobFinished/ })).toBeNull());
    expect(world.deadLetters[0]?.replayedAt).not.toBeNull();
    expect(document.activeElement?.textContent).toMatch(/^Sent /);
  });

  it('adds older dead letters to those that are shown', async () => {
    const { world, platform } = installation();
    const [letter] = world.deadLetters;
    if (letter === undefined) throw new Error('the world has no dead letter');
    world.deadLetters = Array.from({ length: 60 }, (_, index) => ({ ...letter, id: `L${index}` }));
    const { user } = openConsole(platform, PAGE);
    const table = within(await screen.findByRole('table', { name: 'Dead letters' }));
    expect(table.getAllByRole('row')).toHaveLength(51);
    await user.click(screen.getByRole('button', { name: 'Load more' }));
    await waitFor(() => expect(table.getAllByRole('row')).toHaveLength(61));
  });

  it('says that it is being loaded', async () => {
    const { platform } = installation();
    platform.day.faults = { Operated: 'hang' };
    openConsole(platform, PAGE);
    await waitFor(() => expect(document.querySelector('[aria-busy=true]')).not.toBeNull());
  });

  it('fails with its request id, and leads members back to their console', async () => {
    const { platform } = installation({ member: true });
    platform.day.faults = { Operated: 'UNAVAILABLE' };
    openConsole(platform, PAGE);
    expect((await screen.findByRole('alert')).textContent).toMatch(/Could not load the organisation.*req_/s);
    expect(screen.getByRole('link', { name: 'Console' })).toBeTruthy();
  });
});
