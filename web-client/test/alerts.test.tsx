import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { chooseInRow, expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { watch } from './world/alerts';
import { globalId } from './world/ids';
import { emptyWorld, harbourWorld } from './world/world';

const PROJECT = globalId('Project', 'parcel-vision');
const at = (more = '') => `${paths.alerts()}?project=${encodeURIComponent(PROJECT)}${more}`;
const of = (type: string, name: string) => encodeURIComponent(globalId(type, name));

function platformOf() {
  const world = harbourWorld(Date.now());
  watch(world);
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

const asked = ({ seen }: FakePlatform) =>
  seen
    .filter(({ path }) => path === '/graphql')
    .map(({ operation }) => operation)
    .filter((name) => name !== 'Viewer');
const sent = ({ seen }: FakePlatform, name: string) =>
  seen.filter(({ operation }) => operation === name).map(({ variables }) => variables);
const strip = () => within(screen.getByRole('region', { name: 'At a glance' }));

describe('the alerts of a project', () => {
  it('say what fires, since when and who has it, with two requests', async () => {
    const { platform } = platformOf();
    openConsole(platform, at());
    const table = within(await screen.findByRole('table', { name: 'Alerts' }));
    expect(table.getByText(/parcel-damage, 3\.12 %, over 2 % in 5 min, for 10 min/)).toBeTruthy();
    expect(table.getByRole('img', { name: /^3\.12\s%, limit 2\s%$/ })).toBeTruthy();
    expect(table.getByText('Vision lead')).toBeTruthy();
    expect(strip().getByText(/^1 not acknowledged, oldest /)).toBeTruthy();
    expect(strip().getByText('1 not delivered')).toBeTruthy();
    expect(asked(platform).sort()).toEqual(['ProjectAlerts', 'ProjectNames']);
    await expectNoAxeViolation();
  });

  it('are reached by the keyboard and the navigation', async () => {
    const { platform } = platformOf();
    const { user, router } = openConsole(platform, paths.jobs());
    await screen.findByRole('heading', { name: 'Jobs' });
    await user.keyboard('ga');
    await waitFor(() => expect(router.state.location.pathname).toBe('/alerts'));
    expect((await screen.findAllByRole('link', { name: 'Alerts' })).length).toBeGreaterThan(0);
  });

  it('are taken in hand from the row', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, at());
    await user.click(await screen.findByRole('button', { name: 'Acknowledge Errors of parcel-damage' }));
    expect(await screen.findByText('engineer')).toBeTruthy();
    expect(world.alerts[0]?.acknowledgedBy?.label).toBe('engineer');
  });

  it('say why one could not be taken in hand', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, at());
    const button = await screen.findByRole('button', { name: 'Acknowledge Errors of parcel-damage' });
    const [first] = world.alerts;
    await platform.quiet();
    if (first !== undefined) first.version += 1;
    await user.click(button);
    expect((await screen.findByRole('alert')).textContent).toContain('Could not acknowledge the alert');
  });

  it('open beside the list with curve, timeline and deliveries', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, at());
    const table = within(await screen.findByRole('table', { name: 'Alerts' }));
    await user.click(table.getByRole('button', { name: 'Errors of parcel-damage' }));
    const drawer = within(await screen.findByRole('region', { name: 'Errors of parcel-damage' }));
    const timeline = within(await drawer.findByRole('region', { name: 'Timeline' }));
    expect(timeline.getByText(/2\.14 %, limit 2 %; 121,440 requests, 2,598 errors/)).toBeTruthy();
    expect(timeline.getByText('People were told')).toBeTruthy();
    expect(drawer.getByRole('figure', { name: 'Against its limit' })).toBeTruthy();
    expect(drawer.getByText('2 of 3 arrived')).toBeTruthy();
    expect(drawer.getByText(/10 of 10 tries, answered 503/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(
      drawer.getByRole('button', { name: 'Redeliver FIRING: Errors of parcel-damage to pager' }),
    );
    expect(await drawer.findByText(/Waiting/)).toBeTruthy();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Timeline' })).toBeNull());
  });

  it('draw what was seen at each change where no history is kept', async () => {
    const { platform } = platformOf();
    openConsole(platform, at(`&alert=${of('Alert', 'Vision: budget 1')}`));
    expect(await screen.findByRole('figure', { name: 'Seen at each change' })).toBeTruthy();
    expect(screen.getByText(/15470\.00 of 17000\.00 EUR spent/)).toBeTruthy();
  });

  it('say how many a choice of states leaves out', async () => {
    const { world, platform } = platformOf();
    world.alerts = world.alerts.filter(({ endedAt }) => endedAt === null);
    const { user } = openConsole(platform, at('&state=over'));
    expect(await screen.findByText('No alerts match')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByRole('table', { name: 'Alerts' })).toBeTruthy();
  });

  it('may be looked at by who may not write', async () => {
    const { world, platform } = platformOf();
    world.permissions = world.permissions.filter((permission) => permission !== 'ALERT_WRITE');
    openConsole(platform, at());
    await screen.findByRole('table', { name: 'Alerts' });
    for (const name of ['New rule', 'New channel', /^Acknowledge /])
      expect(screen.queryByRole('button', { name })).toBeNull();
  });

  it('say what a rule is where there is none', async () => {
    const platform = new FakePlatform({ worlds: { harbour: harbourWorld(Date.now()) } });
    openConsole(platform, at());
    expect(await screen.findByRole('heading', { name: 'No rules yet' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('say that there is no project', async () => {
    openConsole(new FakePlatform({ worlds: { harbour: emptyWorld() } }), paths.alerts());
    expect(await screen.findByRole('heading', { name: 'No projects yet' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('fail with the request id, and come on another try', async () => {
    const { platform } = platformOf();
    platform.day.faults = { ProjectAlerts: 'UNAVAILABLE' };
    const { user } = openConsole(platform, at());
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not load alerts.*req_\d{4}/s);
    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('table', { name: 'Alerts' })).toBeTruthy();
  });

  it('are hidden in the same words where they are forbidden', async () => {
    const { world, platform } = platformOf();
    world.permissions = world.permissions.filter((permission) => permission !== 'ALERT_READ');
    world.permissionsIn = { [globalId('Project', 'eta-model')]: ['ALERT_READ'] };
    openConsole(platform, at());
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('keep their place while they are on their way', async () => {
    const { platform } = platformOf();
    platform.day.faults = { ProjectAlerts: 'hang' };
    openConsole(platform, at());
    expect(await screen.findByText('Told in 24 h')).toBeTruthy();
    await expectNoAxeViolation();
  });
});

it('says that a hundred alerts are all that is listed of a project, and where the others are', async () => {
  const { world, platform } = platformOf();
  const over = world.alerts.filter(({ endedAt }) => endedAt !== null).slice(0, 1);
  world.alerts = [
    ...world.alerts,
    ...Array.from({ length: 100 }, (_, place) =>
      over.map((alert) => ({ ...alert, id: globalId('Alert', `earlier-${place}`) })),
    ).flat(),
  ];
  openConsole(platform, at());
  expect(await screen.findByText('Only 100 are listed here:')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'All alerts' }).getAttribute('href')).toBe('/alerts?state=all');
});

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
