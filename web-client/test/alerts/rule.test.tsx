import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { chooseInRow, expectNoAxeViolation, openConsole } from '../open-console';
import { globalId } from '../world/ids';
import { at, of, platformOf, PROJECT, sent } from './platform-of';

describe('a rule of alerts', () => {
  it.each([
    ['Drift of an endpoint', 'number of features that have drifted', null],
    ['Tasks that failed', 'number of tasks that failed or ran out of time', null],
    ['Budget that is spent', 'share of the budget that is spent', /By the ledger hour by hour/],
  ])('of %s is drawn over the last week, too', async (kind, what, note) => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, at());
    await user.click(await screen.findByRole('button', { name: 'New rule' }));
    const editor = within(await screen.findByRole('region', { name: 'New rule' }));
    await user.selectOptions(editor.getByLabelText('When the'), kind);
    const curve = await editor.findByRole('figure', { name: 'By the hour, highest' });
    await waitFor(() => expect(within(curve).getByTitle(what)).toBeTruthy());
    if (note !== null) expect(editor.getByText(note)).toBeTruthy();
  });

  it('says why nothing is stored that it could be tried on', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, at());
    await user.click(await screen.findByRole('button', { name: 'New rule' }));
    const editor = within(await screen.findByRole('region', { name: 'New rule' }));
    await user.selectOptions(editor.getByLabelText('When the'), 'Quality of an endpoint');
    expect(
      await editor.findByText(
        /Nothing is stored of the last seven days.*: the endpoint is not judged by labels\./,
      ),
    ).toBeTruthy();
    expect(editor.queryByRole('figure')).toBeNull();
  });

  it('is written as a sentence, tried on the last week and created', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, at());
    await user.click(await screen.findByRole('button', { name: 'New rule' }));
    const editor = within(await screen.findByRole('region', { name: 'New rule' }));
    expect(await editor.findByText(/Would have fired 3 times, 56 min in all/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(editor.getByRole('button', { name: 'Create rule' }));
    expect(editor.getByText('What people call it')).toBeTruthy();
    await user.type(editor.getByLabelText(/Name/), 'Errors of the belt');
    const threshold = editor.getByLabelText('is over');
    await user.clear(threshold);
    await user.type(threshold, '2.5');
    expect(await editor.findByText(/Would have fired 1 time, 25 min in all/)).toBeTruthy();
    const people = within(await editor.findByRole('group', { name: 'Members' }));
    const [member] = await people.findAllByRole('checkbox');
    if (member !== undefined) await user.click(member);
    const teams = within(await editor.findByRole('group', { name: 'Teams' }));
    const [team] = await teams.findAllByRole('checkbox');
    if (team !== undefined) await user.click(team);
    await user.click(editor.getByRole('button', { name: 'Create rule' }));
    expect(await screen.findByText('Errors of the belt')).toBeTruthy();
    expect(sent(platform, 'CreateAlertRule')[0]?.input).toMatchObject({
      projectId: PROJECT,
      kind: 'ENDPOINT_ERRORS',
      endpointId: globalId('Endpoint', 'parcel-damage'),
      threshold: 0.025,
      window: 'PT300S',
      lasting: 'PT300S',
      severity: 'WARNING',
    });
    expect(world.alertRules.at(-1)).toMatchObject({
      memberIds: [expect.any(String)],
      teamIds: [expect.any(String)],
    });
    expect(world.alertRules.at(-1)?.channelIds).toHaveLength(3);
  });

  it('shows its saved limit beside the edited one, and is saved', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(
      platform,
      at(`&tab=rules&rule=${of('AlertRule', 'Errors of parcel-damage')}`),
    );
    const editor = within(await screen.findByRole('region', { name: 'Errors of parcel-damage' }));
    const threshold = editor.getByLabelText('is over');
    expect((threshold as HTMLInputElement).value).toBe('2');
    await user.clear(threshold);
    await user.type(threshold, '1');
    expect(await editor.findByText(/; as saved 1 time, 25 min in all/)).toBeTruthy();
    await user.click(editor.getByRole('button', { name: 'Save rule' }));
    expect(await screen.findByText('over 1 % in 5 min, for 10 min')).toBeTruthy();
    expect(sent(platform, 'UpdateAlertRule')[0]?.input).toMatchObject({
      threshold: 0.01,
      expectedVersion: 3,
    });
  });

  it('shows what somebody else saved meanwhile before it saves anything', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(
      platform,
      at(`&tab=rules&rule=${of('AlertRule', 'Errors of parcel-damage')}`),
    );
    const editor = within(await screen.findByRole('region', { name: 'Errors of parcel-damage' }));
    const [first] = world.alertRules;
    if (first !== undefined) Object.assign(first, { threshold: 0.05, version: 4 });
    const threshold = editor.getByLabelText('is over');
    await user.clear(threshold);
    await user.type(threshold, '3');
    await user.click(editor.getByRole('button', { name: 'Save rule' }));
    expect(await editor.findByText('Someone else changed it meanwhile')).toBeTruthy();
    expect(editor.getByText('over 5 % in 5 min, for 10 min')).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(editor.getByRole('button', { name: 'Save mine' }));
    expect(await screen.findByText('over 3 % in 5 min, for 10 min')).toBeTruthy();
  });

  it('shows what the platform refuses beneath its field', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, at('&tab=rules&rule=new'));
    const editor = within(await screen.findByRole('region', { name: 'New rule' }));
    await user.type(editor.getByLabelText(/Name/), 'Vision: budget');
    await user.click(editor.getByRole('button', { name: 'Create rule' }));
    expect(await editor.findByText('name: Vision: budget (expected: another one)')).toBeTruthy();
  });

  it('is silenced with an end and a reason, and the silence is ended', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(
      platform,
      at(`&tab=rules&rule=${of('AlertRule', 'Latency of parcel-damage')}`),
    );
    await user.click(await screen.findByRole('button', { name: 'Silence…' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Silence rule' }));
    expect(dialog.getByText('Why nobody should be told, for whoever asks')).toBeTruthy();
    await expectNoAxeViolation();
    await user.type(dialog.getByLabelText(/Reason/), 'backfill of W46');
    await user.click(dialog.getByRole('button', { name: 'Silence rule' }));
    await waitFor(() => expect(world.alertRules[1]?.silenceReason).toBe('backfill of W46'));
    await user.click(screen.getByRole('link', { name: /Silences/ }));
    const table = within(await screen.findByRole('table', { name: 'Silences' }));
    expect(await table.findByText('backfill of W46')).toBeTruthy();
    await expectNoAxeViolation();
    await chooseInRow(user, 'the silence of Latency of parcel-damage', 'End now');
    await waitFor(() => expect(table.queryByText('backfill of W46')).toBeNull());
  });

  it('is not silenced without an end, nor for longer than a month', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(
      platform,
      at(`&tab=rules&rule=${of('AlertRule', 'Latency of parcel-damage')}`),
    );
    await user.click(await screen.findByRole('button', { name: 'Silence…' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('Within 30 days; a silence always ends')).toBeTruthy();
    await user.type(dialog.getByLabelText(/Reason/), 'for good');
    const until = dialog.getByLabelText(/Until, UTC/);
    await user.clear(until);
    await user.click(dialog.getByRole('button', { name: 'Silence rule' }));
    expect(dialog.getByText('A time ahead, within 30 days')).toBeTruthy();
    await expectNoAxeViolation();
    fireEvent.change(until, { target: { value: '2027-11-19T14:32' } });
    expect(dialog.queryByText('A time ahead, within 30 days')).toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Silence rule' }));
    expect(dialog.getByText('A time ahead, within 30 days')).toBeTruthy();
    expect(platform.seen.some(({ operation }) => operation === 'SilenceAlertRule')).toBe(false);
    expect(world.alertRules[1]?.silenceReason).not.toBe('for good');
  });

  it('is ended after saying what that does', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, at(`&tab=rules&rule=${of('AlertRule', 'Failed tasks')}`));
    await user.click(await screen.findByRole('button', { name: 'End…' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/its alerts are not shown any more/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'End rule' }));
    await waitFor(() => expect(world.alertRules.some(({ name }) => name === 'Failed tasks')).toBe(false));
    await waitFor(() => expect(screen.queryByText('Failed tasks')).toBeNull());
  });

  it('says that nothing is silenced', async () => {
    const { world, platform } = platformOf();
    for (const rule of world.alertRules) rule.silencedUntil = null;
    openConsole(platform, at('&tab=silences'));
    expect(await screen.findByRole('heading', { name: 'Nothing is silenced' })).toBeTruthy();
    await expectNoAxeViolation();
  });
});
