import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { press, tabTo } from './tab-to';
import { HOUR } from './world/clock';
import { globalId } from './world/ids';
import { candidateWaits, pauseIn, roll, rolledBefore } from './world/rollouts';
import { harbourWorld } from './world/world';

const page = `${paths.endpoint(globalId('Endpoint', 'parcel-damage'))}?tab=rollout`;

function platformOf() {
  const world = harbourWorld(Date.now());
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

const asked = ({ seen }: FakePlatform) =>
  seen.filter(({ path }) => path === '/graphql').map(({ operation }) => operation);
const sentTo = ({ seen }: FakePlatform, name: string) => seen.filter(({ operation }) => operation === name);
const strip = () => within(screen.getByRole('region', { name: 'At a glance' }));

describe('the rollout of an endpoint', () => {
  it('says which step it is in, what the evidence says and what comes next, with two requests', async () => {
    const { world, platform } = platformOf();
    roll(world);
    rolledBefore(world);
    openConsole(platform, page);
    expect(await screen.findByText('r23 has 10 % of the traffic, step 2 of 4.')).toBeTruthy();
    expect(strip().getByText('of 4')).toBeTruthy();
    expect(strip().getByText(/rolls back at 250/)).toBeTruthy();
    expect(strip().getByText(/115,236 requests, 100 needed/)).toBeTruthy();
    const steps = within(screen.getByRole('region', { name: 'Steps' })).getAllByRole('listitem');
    expect(steps.map((step) => step.textContent)).toEqual([
      expect.stringContaining('Passed'),
      expect.stringContaining('Stepping'),
      expect.stringContaining('then goes on by itself'),
      expect.stringContaining('then goes on by itself'),
      expect.stringContaining('r22 drains'),
    ]);
    expect(steps[1]?.getAttribute('aria-current')).toBe('step');
    expect(
      asked(platform)
        .filter((name) => name !== 'Viewer')
        .sort(),
    ).toEqual(['Endpoint', 'EndpointRollouts']);
    await expectNoAxeViolation();
  });

  it('shows how fast both are, and not of one that is over', async () => {
    const { world, platform } = platformOf();
    roll(world);
    rolledBefore(world);
    const { unmount } = openConsole(platform, page);
    const panel = within(await screen.findByRole('region', { name: 'Latency' }));
    const chart = within(await panel.findByRole('figure', { name: 'r23 beside r22' }));
    expect(chart.getByTitle('r22')).toBeTruthy();
    expect(chart.getByTitle('r23')).toBeTruthy();
    expect(panel.getByText(/^Nothing is judged by it/)).toBeTruthy();
    await expectNoAxeViolation();
    unmount();

    world.rollouts = world.rollouts.filter(({ status }) => status !== 'STEPPING');
    openConsole(platform, page);
    expect(await screen.findByRole('region', { name: 'Errors and refusals' })).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'Latency' })).toBeNull();
  });

  it('says why it cannot show how fast both are, where the page is of another period', async () => {
    const { world, platform } = platformOf();
    roll(world);
    platform.day.faults = { EndpointOverTime: 'UNAVAILABLE' };
    openConsole(platform, `${page}&period=24h`);
    const panel = within(await screen.findByRole('region', { name: 'Latency' }));
    expect((await panel.findByRole('alert')).textContent).toMatch(/req_\d{4}/);
  });

  it('counts answers by class, and says which are judged', async () => {
    const { world, platform } = platformOf();
    roll(world);
    const { user } = openConsole(platform, page);
    const table = within(await screen.findByRole('table', { name: 'Answers by class and revision' }));
    expect(table.getByRole('row', { name: /Replica and platform.*23.*0\.020.*judged/ })).toBeTruthy();
    expect(table.getByRole('row', { name: /Caller.*655.*judged apart/ })).toBeTruthy();
    await user.click(screen.getByRole('link', { name: 'All steps' }));
    expect(await table.findByRole('row', { name: /Replica and platform.*231/ })).toBeTruthy();
    expect(screen.getByText(/231 of 4,449 judged errors fell on r23/)).toBeTruthy();
  });

  it('says in figures what each decision would come to', async () => {
    const { world, platform } = platformOf();
    pauseIn(world);
    openConsole(platform, page);
    const panel = within(await screen.findByRole('list', { name: 'If you decide now' }));
    expect(
      panel.getByText(/r23 goes from 10 % to all of the traffic at once: from .* requests\/min/),
    ).toBeTruthy();
    expect(panel.getByText(/r22 takes 100 % at once. r23 loses its 10 %/)).toBeTruthy();
    expect(panel.getByText(/the deadline aborts it, as if you had/)).toBeTruthy();
    expect(screen.getByText(/Awaiting a decision until .* in 3 h 5[23] m\./)).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says that more requests would end a pause for want of them', async () => {
    const { world, platform } = platformOf();
    const rollout = pauseIn(world, { pause: 'TOO_FEW_REQUESTS', minRequests: 200_000 });
    expect(rollout.step).toBe(2);
    openConsole(platform, page);
    expect(
      await screen.findByText(/over with 115,236 of 200,000 requests; more of them let it go on/),
    ).toBeTruthy();
  });

  it('says that a pause for refusals may be a caller’s doing', async () => {
    const { world, platform } = platformOf();
    pauseIn(world, { pause: 'REFUSALS' });
    openConsole(platform, page);
    expect(await screen.findByText(/so can a caller who means to: look at what is refused/)).toBeTruthy();
    expect(screen.queryByText(/more of them let it go on/)).toBeNull();
  });

  it.each([
    ['Pause', 'Pause rollout', /r23 keeps 10 %/, 'Paused'],
    ['Promote', 'Promote r23 to 100 %', /The steps that are left are passed over/, 'r23 was promoted.'],
  ])('%s asks first, then does it', async (button, verb, says, then) => {
    const { world, platform } = platformOf();
    roll(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: button }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(says)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: verb }));
    expect((await screen.findAllByText(then)).length).toBeGreaterThan(0);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('moves the end of a pause, and says in the evidence who did', async () => {
    const { world, platform } = platformOf();
    const rollout = pauseIn(world);
    const before = Date.parse(rollout.pausedUntil ?? '');
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Extend pause' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.clear(dialog.getByLabelText('Longer by'));
    await user.type(dialog.getByLabelText('Longer by'), '900');
    await user.click(dialog.getByRole('button', { name: 'Extend pause' }));
    expect(dialog.getByText('10 minutes to 7 days')).toBeTruthy();
    expect(sentTo(platform, 'ExtendRolloutPause')).toHaveLength(0);
    await user.clear(dialog.getByLabelText('Longer by'));
    await user.type(dialog.getByLabelText('Longer by'), '4');
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Extend pause' }));
    expect(await screen.findByText(/you moved its end to/)).toBeTruthy();
    expect(Date.parse(rollout.pausedUntil ?? '') - before).toBe(4 * HOUR);
  });

  it('shows the policy of the endpoint, and sets it', async () => {
    const { world, platform } = platformOf();
    rolledBefore(world);
    candidateWaits(world);
    const { user } = openConsole(platform, page);
    expect(await screen.findByText(/a deployment takes all of the traffic at once/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Set policy' }));
    const dialog = within(await screen.findByRole('dialog'));
    const header = dialog.getByLabelText('Sticky header');
    await user.clear(header);
    await user.type(header, 'X-User');
    await user.click(dialog.getByRole('button', { name: 'Set policy' }));
    expect(dialog.getByText('The name of a header, in lower case')).toBeTruthy();
    await user.clear(header);
    await user.type(header, 'x-user');
    await user.click(dialog.getByRole('button', { name: 'Remove step 3' }));
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Set policy' }));
    const panel = within(await screen.findByRole('region', { name: 'Rollout policy' }));
    expect(await panel.findByText('5 % for 10 min, 25 % for 30 min')).toBeTruthy();
    expect(panel.getByText('x-user')).toBeTruthy();
    expect(panel.getByText('you')).toBeTruthy();

    await user.click(screen.getByRole('button', { name: 'Start rollout' }));
    const start = within(await screen.findByRole('dialog'));
    expect(start.getAllByLabelText(/Percent of step/)).toHaveLength(2);
  });

  it('resumes one that was paused', async () => {
    const { world, platform } = platformOf();
    pauseIn(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Resume' }));
    await user.click(
      within(await screen.findByRole('dialog')).getByRole('button', { name: 'Resume rollout' }),
    );
    expect(await screen.findByText(/r23 has 10 % of the traffic/)).toBeTruthy();
  });

  it('aborts for a reason only, and keeps the curve', async () => {
    const { world, platform } = platformOf();
    roll(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Abort' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Abort, back to 0 %' }));
    expect(dialog.getByText('Why it is aborted, in a few words')).toBeTruthy();
    expect(sentTo(platform, 'AbortRollout')).toHaveLength(0);
    await user.type(dialog.getByLabelText(/Reason/), 'wrong labels');
    await user.click(dialog.getByRole('button', { name: 'Abort, back to 0 %' }));
    expect(await screen.findByText('r23 was rolled back: wrong labels.')).toBeTruthy();
    expect(screen.getByRole('figure', { name: 'Evidence that it is worse' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Start rollout' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('is decided by keyboard alone, and Escape decides nothing', async () => {
    const { world, platform } = platformOf();
    roll(world);
    const { user } = openConsole(platform, page);
    const opener = await screen.findByRole('button', { name: 'Abort' });
    await press(user, opener);
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(opener);
    expect(sentTo(platform, 'AbortRollout')).toHaveLength(0);
    await user.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    await tabTo(user, dialog.getByLabelText(/Reason/));
    await user.keyboard('wrong labels');
    await tabTo(user, dialog.getByRole('button', { name: 'Abort, back to 0 %' }));
    await user.keyboard('{Enter}');
    expect(await screen.findByText('r23 was rolled back: wrong labels.')).toBeTruthy();
  });

  it('shows what somebody else decided meanwhile before it decides anything', async () => {
    const { world, platform } = platformOf();
    const rollout = roll(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Promote' }));
    const dialog = within(await screen.findByRole('dialog'));
    await platform.quiet();
    Object.assign(rollout, { step: 3, version: rollout.version + 1 });
    await user.click(dialog.getByRole('button', { name: 'Promote r23 to 100 %' }));
    expect(await dialog.findByText('The rollout changed meanwhile.')).toBeTruthy();
    expect(dialog.getByText(/at 25 % now; nothing was decided/)).toBeTruthy();
    expect(rollout.status).toBe('STEPPING');
    await expectNoAxeViolation();
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Promote r23 to 100 %' }).disabled).toBe(
      true,
    );
    await user.click(dialog.getByRole('button', { name: 'Decide on that' }));
    await user.click(dialog.getByRole('button', { name: 'Promote r23 to 100 %' }));
    expect(await screen.findByText('r23 was promoted.')).toBeTruthy();
  });

  it('offers no decision to who may only look', async () => {
    const { world, platform } = platformOf();
    roll(world);
    world.permissions = world.permissions.filter((permission) => permission !== 'ENDPOINT_WRITE');
    openConsole(platform, page);
    await screen.findByText('r23 has 10 % of the traffic, step 2 of 4.');
    for (const name of ['Abort', 'Pause', 'Promote', 'Start rollout'])
      expect(screen.queryByRole('button', { name })).toBeNull();
  });
});

describe('rollouts that are over', () => {
  it('are listed with their end and reason, and each shows its curve', async () => {
    const { world, platform } = platformOf();
    roll(world);
    rolledBefore(world);
    const { user, router } = openConsole(platform, page);
    const table = within(await screen.findByRole('table', { name: 'All rollouts' }));
    expect(table.getByText('nobody decided in 4 h')).toBeTruthy();
    const curves = table.getAllByRole('img', { name: /^E-value by the newest 20 findings, at last/ });
    expect(curves).toHaveLength(table.getAllByRole('row').length - 1);
    await user.click(table.getByRole('button', { name: 'r20 over r19' }));
    expect(await screen.findByText(/r20 was rolled back: the candidate fails more often/)).toBeTruthy();
    expect((await screen.findAllByText('Fail')).length).toBeGreaterThan(0);
    expect(screen.getByRole('figure', { name: 'Evidence that it is worse' })).toBeTruthy();
    expect(router.state.location.search).toContain('rollout=');
    expect(sentTo(platform, 'RolloutEvidence')).toHaveLength(1);
    await expectNoAxeViolation();
  });
});

describe('a rollout to be started', () => {
  it('says what one is where there is none yet', async () => {
    const { platform } = platformOf();
    openConsole(platform, page);
    expect(await screen.findByRole('heading', { name: 'No rollouts yet' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Start rollout' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says why there is nothing to roll out while the traffic is split', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Start rollout' }));
    expect(await screen.findByText(/The traffic is split: r23 10 %, r22 90 %/)).toBeTruthy();
  });

  it('is sent with its steps in order, and then waits for its candidate', async () => {
    const { world, platform } = platformOf();
    candidateWaits(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Start rollout' }));
    const dialog = within(await screen.findByRole('dialog'));
    const second = dialog.getByLabelText('Percent of step 2');
    await user.clear(second);
    await user.type(second, '4');
    await user.click(dialog.getByRole('button', { name: 'Start rollout' }));
    expect(dialog.getByText('More than the 5 % before')).toBeTruthy();
    expect(sentTo(platform, 'StartRollout')).toHaveLength(0);
    await expectNoAxeViolation();
    await user.clear(second);
    await user.type(second, '20');
    await user.click(dialog.getByRole('button', { name: 'Remove step 3' }));
    expect(
      dialog.getByText(
        /All of the traffic after 40 min at the earliest. Evidence of 125 that it fails rolls back at once, and of 500/,
      ),
    ).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Start rollout' }));
    expect(await screen.findByText('r23 is not ready yet.')).toBeTruthy();
    expect(sentTo(platform, 'StartRollout')[0]?.variables.input).toMatchObject({
      candidateId: globalId('Revision', 'parcel-damage-23'),
      expectedVersion: 4,
      alpha: 0.01,
      minRequests: 100,
      pauseLimit: 'PT3600S',
      steps: [
        { weight: 5, hold: 'PT600S' },
        { weight: 20, hold: 'PT1800S' },
      ],
    });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('shows what the platform refuses beneath its field', async () => {
    const { world, platform } = platformOf();
    candidateWaits(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Start rollout' }));
    const dialog = within(await screen.findByRole('dialog'));
    const alpha = dialog.getByLabelText('α');
    await user.clear(alpha);
    await user.type(alpha, '20');
    await user.click(dialog.getByRole('button', { name: 'Start rollout' }));
    expect(await dialog.findByText('alpha: 0.2 (expected: less)')).toBeTruthy();
  });
});

describe('the tab of rollouts', () => {
  it('fails with its request id, and comes on another try', async () => {
    const { world, platform } = platformOf();
    roll(world);
    platform.day.faults = { EndpointRollouts: 'UNAVAILABLE' };
    const { user } = openConsole(platform, page);
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not load the rollouts.*req_\d{4}/s);
    await expectNoAxeViolation();
    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('r23 has 10 % of the traffic, step 2 of 4.')).toBeTruthy();
  });

  it('says the same of what is forbidden as of what is not there', async () => {
    const { platform } = platformOf();
    platform.day.faults = { EndpointRollouts: 'FORBIDDEN' };
    openConsole(platform, page);
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('keeps its place while it is on its way', async () => {
    const { platform } = platformOf();
    platform.day.faults = { EndpointRollouts: 'hang' };
    openConsole(platform, page);
    expect(await screen.findByText('Errors, candidate')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('is announced on the overview while one is under way, which nobody else splits the traffic of', async () => {
    const { world, platform } = platformOf();
    roll(world);
    const { user } = openConsole(platform, paths.endpoint(globalId('Endpoint', 'parcel-damage')));
    expect(await screen.findByText('A rollout is under way.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Shift traffic' })).toBeNull();
    await user.click(screen.getByRole('link', { name: 'Open the rollout' }));
    expect(await screen.findByText('r23 has 10 % of the traffic, step 2 of 4.')).toBeTruthy();
  });
});
