import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { FakePlatform } from '../platform';
import { harbourWorld } from '../world/world';
import { at, of, platformOf } from './platform-of';

describe('a channel of alerts', () => {
  it('says where there is none what one is', async () => {
    const platform = new FakePlatform({ worlds: { harbour: harbourWorld(Date.now()) } });
    openConsole(platform, at('&tab=channels'));
    expect(await screen.findByRole('heading', { name: 'No channels yet' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('shows the secret of a new webhook once', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, at('&tab=channels'));
    await user.click(await screen.findByRole('button', { name: 'New channel' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.selectOptions(dialog.getByLabelText('Messages go'), 'WEBHOOK');
    await user.type(dialog.getByLabelText(/Name/), 'hook');
    await user.type(dialog.getByLabelText(/Address/), 'http://hook.example/in');
    await user.click(dialog.getByRole('button', { name: 'Create channel' }));
    expect(dialog.getByText(/https: what is sent must stay/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.clear(dialog.getByLabelText(/Address/));
    await user.type(dialog.getByLabelText(/Address/), 'https://hook.example/in');
    await user.click(dialog.getByRole('button', { name: 'Create channel' }));
    expect(await screen.findByText('whsec_Zm9yIHRoZSByZWNlaXZlcg==')).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(screen.getByRole('button', { name: 'I have kept it' }));
    expect(await screen.findByRole('button', { name: 'hook' })).toBeTruthy();
    expect(screen.queryByText('whsec_Zm9yIHRoZSByZWNlaXZlcg==')).toBeNull();
  });

  it('mails members who are chosen', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, at('&tab=channels'));
    await user.click(await screen.findByRole('button', { name: 'New channel' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/Name/), 'Night shift');
    await user.click(dialog.getByRole('button', { name: 'Create channel' }));
    expect(dialog.getByText('At least one member')).toBeTruthy();
    await user.click((await dialog.findAllByRole('checkbox'))[0] ?? document.body);
    await user.click(dialog.getByRole('button', { name: 'Create channel' }));
    expect(await screen.findByRole('button', { name: 'Night shift' })).toBeTruthy();
    expect(world.channels.at(-1)?.memberIds).toHaveLength(1);
  });

  it('says what went wrong last, takes a test, and rotates its secret', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, at(`&tab=channels&channel=${of('Channel', 'pager')}`));
    const drawer = within(await screen.findByRole('region', { name: 'pager' }));
    expect(drawer.getByText('The last message did not arrive.')).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(drawer.getByRole('button', { name: 'Send a test' }));
    expect(await drawer.findByText(/A test of this channel/)).toBeTruthy();
    await user.click(drawer.getByRole('button', { name: 'Rotate secret' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Rotate secret' }));
    expect(await screen.findByText('whsec_YW5vdGhlciBvbmU=')).toBeTruthy();
    expect(screen.getByText(/The secret before signs, too/)).toBeTruthy();
  });

  it('is switched off and on, edited and ended', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, at(`&tab=channels&channel=${of('Channel', 'pager')}`));
    const drawer = within(await screen.findByRole('region', { name: 'pager' }));
    await user.click(drawer.getByRole('button', { name: 'Switch off' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Switch off' }));
    expect(await drawer.findByText('It takes nothing.')).toBeTruthy();
    await user.click(drawer.getByRole('button', { name: 'Switch on' }));
    await waitFor(() => expect(drawer.queryByText('It takes nothing.')).toBeNull());
    await user.click(drawer.getByRole('button', { name: 'Edit' }));
    const edit = within(await screen.findByRole('dialog'));
    await user.type(edit.getByLabelText('New address'), 'https://other.example/in');
    await expectNoAxeViolation();
    await user.click(edit.getByRole('button', { name: 'Save channel' }));
    expect(await drawer.findByText('other.example')).toBeTruthy();
    await user.click(drawer.getByRole('button', { name: 'End…' }));
    const end = within(await screen.findByRole('dialog'));
    expect(end.getByText(/4 rules tell it and go on without it/)).toBeTruthy();
    await user.click(end.getByRole('button', { name: 'End channel' }));
    await waitFor(() => expect(world.channels.some(({ name }) => name === 'pager')).toBe(false));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'pager' })).toBeNull());
  });
});
