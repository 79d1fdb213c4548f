import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { openConsole } from './open-console';
import { FakePlatform } from './platform';
import { press, tabTo } from './tab-to';
import { watch } from './world/alerts';
import { globalId } from './world/ids';
import { harbourWorld } from './world/world';

const PROJECT = globalId('Project', 'parcel-vision');
const LATENCY = 'Latency of parcel-damage';
const at = (more = '') => `${paths.alerts()}?project=${encodeURIComponent(PROJECT)}${more}`;

function platformOf() {
  const world = harbourWorld(Date.now());
  watch(world);
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

const sent = ({ seen }: FakePlatform, name: string) =>
  seen.filter(({ operation }) => operation === name).map(({ variables }) => variables);
const closed = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

describe('by keyboard alone', () => {
  it('a rule is written, tried on the last week and created', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, at());
    await press(user, await screen.findByRole('button', { name: 'New rule' }));
    const editor = within(await screen.findByRole('region', { name: 'New rule' }));
    await tabTo(user, editor.getByLabelText(/Name/));
    await user.keyboard('Errors of the belt');
    await tabTo(user, editor.getByLabelText('is over'));
    await user.keyboard('2.5');
    expect(await editor.findByText(/Would have fired 1 time, 25 min in all/)).toBeTruthy();
    await tabTo(user, editor.getByRole('button', { name: 'Create rule' }));
    await user.keyboard('{Enter}');
    expect(await screen.findByText('Errors of the belt')).toBeTruthy();
    expect(world.alertRules.at(-1)).toMatchObject({ name: 'Errors of the belt', threshold: 0.025 });
  });

  it('a rule is silenced; Escape silences nothing and gives the focus back', async () => {
    const { world, platform } = platformOf();
    const rule = encodeURIComponent(globalId('AlertRule', LATENCY));
    const { user } = openConsole(platform, at(`&tab=rules&rule=${rule}`));
    const silence = await screen.findByRole('button', { name: 'Silence…' });
    await press(user, silence);
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');
    await closed();
    expect(document.activeElement).toBe(silence);
    expect(sent(platform, 'SilenceAlertRule')).toEqual([]);

    await user.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    await tabTo(user, dialog.getByLabelText(/Reason/));
    await user.keyboard('backfill of W46');
    await tabTo(user, dialog.getByRole('button', { name: 'Silence rule' }));
    await user.keyboard('{Enter}');
    await closed();
    expect(world.alertRules.find(({ name }) => name === LATENCY)?.silenceReason).toBe('backfill of W46');
  });

  it('a channel is made; Escape makes none and gives the focus back', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, at('&tab=channels'));
    const make = await screen.findByRole('button', { name: 'New channel' });
    await press(user, make);
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');
    await closed();
    expect(document.activeElement).toBe(make);
    expect(sent(platform, 'CreateChannel')).toEqual([]);

    await user.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    await tabTo(user, dialog.getByLabelText(/Name/));
    await user.keyboard('Night shift');
    await tabTo(user, (await dialog.findAllByRole('checkbox'))[0] ?? document.body);
    await user.keyboard(' ');
    await tabTo(user, dialog.getByRole('button', { name: 'Create channel' }));
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('button', { name: 'Night shift' })).toBeTruthy();
    expect(world.channels.at(-1)?.memberIds).toHaveLength(1);
  });
});
