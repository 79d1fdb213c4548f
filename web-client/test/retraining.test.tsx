import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { pick, picked } from './pick';
import { FakePlatform } from './platform';
import { press, tabTo } from './tab-to';
import { globalId } from './world/ids';
import { roll } from './world/rollouts';
import { capped } from './world/budgets';
import { NOT_SHOWN, retrain, retrained, retrainedBefore, wentBy } from './world/retraining';
import { find, harbourWorld } from './world/world';

const MODEL = globalId('RegisteredModel', 'parcel-damage');
const page = paths.retraining(MODEL);

function platformOf() {
  const world = harbourWorld(Date.now());
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

const asked = ({ seen }: FakePlatform) =>
  seen
    .filter(({ path }) => path === '/graphql')
    .map(({ operation }) => operation)
    .filter((name) => name !== 'Viewer');
const sentTo = ({ seen }: FakePlatform, name: string) => seen.filter(({ operation }) => operation === name);
const strip = () => within(screen.getByRole('region', { name: 'At a glance' }));
const region = (name: string) => within(screen.getByRole('region', { name }));

describe('the retraining of a model', () => {
  it('says what it would be where there is none, and offers to set a policy', async () => {
    const { platform } = platformOf();
    openConsole(platform, page);
    expect(await screen.findByRole('heading', { name: 'No retraining yet' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Set a policy' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Passport' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('shows the transform that makes its data, with what it took, and that it was made before', async () => {
    const { world, platform } = platformOf();
    const makes = globalId('Dataset', 'parcel-labels');
    retrain(world, { transform: { datasetId: makes, sql: 'SELECT * FROM data' } });
    const transform = {
      name: 'TRANSFORM' as const,
      state: 'DONE' as const,
      startedAt: '2026-11-20T05:30:00Z',
      endedAt: '2026-11-20T05:31:00Z',
      jobId: globalId('Job', 'train'),
      cost: { amount: '0.40', currency: 'EUR' },
    };
    const run = retrained(world, 'AWAITING_APPROVAL', { transformReused: false });
    run.steps = [transform, ...run.steps];
    openConsole(platform, page);
    const pipeline = within(await screen.findByRole('list', { name: 'Pipeline' }));
    expect(pipeline.getAllByRole('listitem')[0]?.textContent).toMatch(
      /Transform.*SQL.*1 m 00 s.*€0\.40.*Job.*Done/,
    );
    expect(region('Policy').getByText('SELECT * FROM data')).toBeTruthy();
    await expectNoAxeViolation();
    expect(asked(platform)).toEqual(['ModelRetraining', 'RetrainingBeside']);
  });

  it('names the version of the policy that a run went by, and what differs from the one set now', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'DECLINED', { policy: wentBy(world, 3, { minNewRows: 100, target: 'torn' }) });
    openConsole(platform, page);
    const sides = within(
      await screen.findByRole('table', { name: 'Policy of this run beside the one that is set now' }),
    );
    expect(sides.getByRole('row', { name: 'Label torn damage' })).toBeTruthy();
    expect(sides.getByRole('row', { name: 'New rows 100 4000' })).toBeTruthy();
    expect(sides.getAllByRole('row')).toHaveLength(3);
    expect(region('Policy of this run').getByText('version 3')).toBeTruthy();
    await expectNoAxeViolation();
    expect(asked(platform)).toEqual(['ModelRetraining', 'RetrainingBeside']);
  });

  it('is a tab of the model', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    const { user } = openConsole(platform, paths.model(MODEL));
    await user.click(await screen.findByRole('link', { name: 'Retraining' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'parcel-damage retraining' })).toBeTruthy();
    expect(await screen.findByText('No runs yet')).toBeTruthy();
  });

  it('answers first: state, better or not, cost, next instant and breaker, with two requests', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrainedBefore(world);
    retrained(world, 'AWAITING_APPROVAL');
    openConsole(platform, page);
    expect(await screen.findByText('v9 is awaiting approval.')).toBeTruthy();
    expect(strip().getByText('Better than v8?')).toBeTruthy();
    expect(strip().getByText('Yes')).toBeTruthy();
    expect(strip().getByText(/p = 1\.4 × 10⁻¹¹, same 20,160 rows/)).toBeTruthy();
    expect(strip().getByText('€51.40')).toBeTruthy();
    expect(strip().getByText(/estimate €52\.00, at most €60\.00/)).toBeTruthy();
    expect(strip().getByText('Thu 26 Nov 06:30, Europe/Berlin')).toBeTruthy();
    expect(strip().getByText('of 3')).toBeTruthy();
    const steps = within(await screen.findByRole('list', { name: 'Pipeline' })).getAllByRole('listitem');
    expect(steps.map((step) => step.textContent)).toEqual([
      expect.stringMatching(/Checks8 of 8 passed.*8 m 00 s.*Done/),
      expect.stringMatching(/Train.*4 h 12 m.*Job.*Done/),
      expect.stringMatching(/Evaluate.*v9 and v8.*34 m 00 s.*Done/),
      expect.stringMatching(/Approve.*Awaiting approval/),
      expect.stringMatching(/Deployparcel-damage.*canary 5, 25, then 100.*Not begun/),
    ]);
    expect(steps[3]?.getAttribute('aria-current')).toBe('step');
    expect(asked(platform)).toEqual(['ModelRetraining', 'RetrainingBeside']);
    await expectNoAxeViolation();
  });

  it('says what is left of the budget, what the next run takes of it and what the runs have cost', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'AWAITING_APPROVAL');
    capped(world, '118.53');
    openConsole(platform, page);
    await screen.findByText('The next run is covered.');
    const budget = region('Budget');
    expect(budget.getByText('parcel-vision, month')).toBeTruthy();
    expect(budget.getByRole('img', { name: /% of the budget used, .*% after the next run$/ })).toBeTruthy();
    expect(budget.getByText('next about €51.40')).toBeTruthy();
    expect(budget.getByText('€51.40, 1 run')).toBeTruthy();
    expect(budget.getByText('about €51.40, may cost €60.00')).toBeTruthy();
    expect(budget.getByText('nothing')).toBeTruthy();
    expect(budget.getByText('€118.53')).toBeTruthy();
    expect(budget.getByText('€67.13')).toBeTruthy();
    expect(budget.getByText('The next run is covered.')).toBeTruthy();
    expect(strip().getByText('Budget left')).toBeTruthy();
    expect(asked(platform)).toEqual(['ModelRetraining', 'RetrainingBeside']);
    await expectNoAxeViolation();
  });

  it('says that the next run would wait while another holds what it needs, and that one would be declined', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'TRAINING', { cost: { amount: '0.00', currency: 'EUR' } });
    capped(world, '90.00');
    const { unmount } = openConsole(platform, page);
    await screen.findByText(/^The next run would wait/);
    const budget = region('Budget');
    expect(budget.getByText('€52.00, for runs that go on')).toBeTruthy();
    expect(budget.getByText(/^The next run would wait/)).toBeTruthy();
    expect(strip().getByText('next run is not covered')).toBeTruthy();
    unmount();

    world.retrainings = [];
    capped(world, '20.00');
    openConsole(platform, page);
    expect(
      await screen.findByText('The next run would be declined: less is left than it costs.'),
    ).toBeTruthy();
  });

  it('shows no budget to who may not read costs', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    world.permissions = world.permissions.filter((permission) => permission !== 'COST_READ');
    openConsole(platform, page);
    await screen.findByText(/who may read costs/);
    const budget = region('Budget');
    expect(budget.getByText(/COST_READ in this project/)).toBeTruthy();
    expect(strip().getAllByText('costs are not shown to you').length).toBeGreaterThan(0);
  });

  it('shows the policy with its rules of clocks, and the next five in its zone and in UTC', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    openConsole(platform, page);
    const triggers = within(await screen.findByRole('list', { name: 'Triggers' }));
    expect(
      triggers.getByText(/the clocks skip runs at the first moment after the gap.*missed ones are one run/),
    ).toBeTruthy();
    expect(triggers.getAllByText('Armed')).toHaveLength(2);
    expect(triggers.getByText('Not set')).toBeTruthy();
    const policy = region('Policy');
    expect(policy.getByText('a person other than its author')).toBeTruthy();
    expect(policy.getByText(/canary 5 % for 1\sh, 25 % for 1\sh at/)).toBeTruthy();
    expect((await policy.findAllByRole('link', { name: 'parcel-images' })).length).toBe(2);
    const next = within(screen.getByRole('list', { name: 'Next five instants' })).getAllByRole('listitem');
    expect(next).toHaveLength(5);
    expect(next[0]?.textContent).toMatch(/^Thu 26 Nov06:3005:30 UTC/);
    expect(region('Cooldown and breaker').getByText(/2 of 3 trainings in 21\sdays/)).toBeTruthy();
  });

  it('compares on the same rows: measures, McNemar’s table, and the interval against zero', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'AWAITING_APPROVAL');
    openConsole(platform, page);
    const measures = within(await screen.findByRole('table', { name: 'Challenger against champion' }));
    expect(measures.getByRole('row', { name: /macro F1 0\.9170 0\.9081 \+0\.0089 better/ })).toBeTruthy();
    expect(measures.getByRole('row', { name: /recall of torn 0\.8860 0\.8890 −0\.0030 worse/ })).toBeTruthy();
    const rows = within(screen.getByRole('table', { name: /Rows that both/ }));
    expect(rows.getByRole('row', { name: /v9 right 18,102 468\s*fixed/ })).toBeTruthy();
    expect(
      screen.getByText('Rows left out: 1,204 that either was trained on, 96 that are there already.'),
    ).toBeTruthy();
    expect(rows.getByRole('row', { name: /v9 wrong 283\s*broken 1,307/ })).toBeTruthy();
    expect(
      screen.getByRole('img', { name: /interval \+0\.65.pt to \+1\.18.pt; zero is outside/ }),
    ).toBeTruthy();
    expect(screen.getByText('Better than v8')).toBeTruthy();
    const checks = within(screen.getByRole('list', { name: 'Checks' }));
    expect(checks.getByText('4180 new rows with a label (expected: 4000)')).toBeTruthy();
    expect(region('What it consumed').getAllByRole('link', { name: 'data set version' })).toHaveLength(2);
  });

  it('says which two are compared, and that a challenger waits while another candidate is being rolled out', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'AWAITING_APPROVAL');
    const { unmount } = openConsole(platform, page);
    const own = within(await screen.findByRole('region', { name: 'Champion and challenger' }));
    expect(
      own.getByText(/^Compared are v8, which had the alias champion .*, and v9, on the same rows/),
    ).toBeTruthy();
    expect(own.getByText(/a candidate that is already being rolled out is not compared with/)).toBeTruthy();
    expect(
      await own.findByText(
        /under way at parcel-damage, an approved challenger waits for its end; a run that still waits 30 days/,
      ),
    ).toBeTruthy();
    expect(own.queryByText(/is being rolled out at parcel-damage now/)).toBeNull();
    unmount();
    roll(world);
    openConsole(platform, page);
    expect(
      await screen.findByText(/is being rolled out at parcel-damage now, with .* of its traffic: v9 waits/),
    ).toBeTruthy();
    expect(asked(platform)).toEqual([
      'ModelRetraining',
      'RetrainingBeside',
      'ModelRetraining',
      'RetrainingBeside',
    ]);
    await expectNoAxeViolation();
  });

  it('says what each step cost, and what is different since', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'PROMOTED');
    openConsole(platform, page);
    const costs = within(await screen.findByRole('list', { name: 'Cost per step' })).getAllByRole('listitem');
    expect(costs.map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/^Train€48\.2094\s%$/),
      expect.stringMatching(/^Evaluate€3\.206\s%$/),
    ]);
    const panel = region('What it cost, what it changed');
    expect(panel.getByText('€51.40 in all')).toBeTruthy();
    expect(panel.getByText('€52.00')).toBeTruthy();
    expect(panel.getByText('v8 → v9')).toBeTruthy();
    expect(panel.getByText('v9 took parcel-damage over')).toBeTruthy();
    expect(panel.getByText(/\+0\.92.pt/)).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says that a run which stopped at a check ran no job, and changed nothing', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'DECLINED');
    openConsole(platform, page);
    expect(await screen.findByText('No job ran, so that nothing was billed.')).toBeTruthy();
    const panel = region('What it cost, what it changed');
    expect(panel.getByText('v8, as before')).toBeTruthy();
    expect(panel.getByText('parcel-damage as before')).toBeTruthy();
  });

  it('shows no cost to who may not see costs, and says so', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'PROMOTED');
    world.permissions = world.permissions.filter((permission) => permission !== 'COST_READ');
    openConsole(platform, page);
    expect(await screen.findByText(/Costs are not shown to you: they need COST_READ/)).toBeTruthy();
    expect(screen.queryByRole('list', { name: 'Cost per step' })).toBeNull();
    expect(region('What it cost, what it changed').getByText('v8 → v9')).toBeTruthy();
    expect(screen.queryByText(/€48\.20/)).toBeNull();
    await expectNoAxeViolation();
  });

  it('opens an older run: that nothing is shown is an answer', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrainedBefore(world);
    retrained(world, 'AWAITING_APPROVAL');
    const { user, router } = openConsole(platform, page);
    const table = within(await screen.findByRole('table', { name: 'Retraining runs' }));
    expect(table.getByText('Vision lead: “v12 with mixup”')).toBeTruthy();
    expect(table.getAllByText('€51.40').length).toBeTruthy();
    await user.click(table.getByRole('button', { name: 'By hand' }));
    expect(await screen.findByText('Not shown to be better')).toBeTruthy();
    expect(screen.getByRole('img', { name: /zero is inside/ })).toBeTruthy();
    expect(strip().getByText('Not shown')).toBeTruthy();
    expect(screen.getByText(/The run was declined: evaluating: no better; it fixes 301 rows/)).toBeTruthy();
    expect(router.state.location.search).toContain('run=');
    await expectNoAxeViolation();
  });

  it.each([
    ['CHECKING', 'Schedule triggered a run.'],
    ['TRAINING', 'The challenger is being trained.'],
    ['EVALUATING', 'The challenger and v8 are being scored on the same rows.'],
    ['CANARY', 'v9 takes parcel-damage over by steps.'],
    ['PROMOTED', 'v9 is the champion'],
    ['ROLLED_BACK', 'v9 was rolled back: errors rose.'],
  ] as const)('says in a sentence how a run stands that is %s', async (status, sentence) => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, status, status === 'ROLLED_BACK' ? { reason: 'errors rose' } : {});
    openConsole(platform, page);
    expect(await screen.findByText(sentence)).toBeTruthy();
    expect(await screen.findByRole('list', { name: 'Pipeline' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says why a run waits', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'AWAITING_APPROVAL', { waitsFor: 'another rollout is under way at the endpoint' });
    openConsole(platform, page);
    expect(await screen.findByText(/It waits: another rollout is under way at the endpoint/)).toBeTruthy();
  });

  it('shows a check that did not pass, and that nothing was spent on training', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrainedBefore(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Alert' }));
    const checks = within(await screen.findByRole('list', { name: 'Checks' }));
    expect(checks.getByText('exposure: 31 % missing, 2 % before')).toBeTruthy();
    expect(checks.getByText('did not pass')).toBeTruthy();
    expect(screen.getByText(/The run ended before both were scored/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'New data' }));
    expect(await screen.findByText(/it was declined as it was triggered/)).toBeTruthy();
  });

  it('says what keeps it from running: cooldown, breaker, switched off', async () => {
    const { world, platform } = platformOf();
    const policy = retrain(world, {
      status: 'COOLDOWN',
      cooldownUntil: new Date(world.now() + 3_600_000).toISOString(),
      doublings: 2,
    });
    const { unmount } = openConsole(platform, page);
    expect(await screen.findByText(/^It cools down until/)).toBeTruthy();
    expect(screen.getByText(/doubled 2 times: the alert outlived the new model\.$/)).toBeTruthy();
    expect(screen.getAllByText('Cools down').length).toBe(2);
    unmount();
    policy.breaker = { ...policy.breaker, trainings: 3, open: true };
    const tripped = openConsole(platform, page);
    expect(
      await screen.findByText(/The breaker is open: 3 trainings within 21\sdays, and the maximum\s+is 3/),
    ).toBeTruthy();
    expect(strip().getByText('open: triggers are declined')).toBeTruthy();
    await expectNoAxeViolation();
    tripped.unmount();
    policy.breaker = { ...policy.breaker, open: false };
    policy.active = false;
    openConsole(platform, page);
    expect(await screen.findByText('The policy is switched off.')).toBeTruthy();
    expect(strip().getByText('Off')).toBeTruthy();
  });

  it('does not show costs to whom the platform does not tell them', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'TRAINING', { cost: null, estimate: null });
    openConsole(platform, page);
    expect(await screen.findByText('costs are not shown to you')).toBeTruthy();
  });
});

describe('what people do with it', () => {
  it('retrains now, with a note', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Retrain now' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/with the rights of Vision lead.*at most €60\.00/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.type(dialog.getByLabelText('Why'), 'new camera');
    await user.click(dialog.getByRole('button', { name: 'Retrain now' }));
    expect(await screen.findByText('By hand triggered a run.')).toBeTruthy();
    expect(sentTo(platform, 'Retrain')[0]?.variables.note).toBe('new camera');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says before that it would be refused', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'TRAINING');
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Retrain now' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/Another run goes on: this one would be refused/)).toBeTruthy();
  });

  it('leads to the dialog of the decision on the version', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'AWAITING_APPROVAL');
    const { user, router } = openConsole(platform, page);
    await user.click(await screen.findByRole('link', { name: 'Approve v9' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('button', { name: 'Approve v9' })).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Approve v9' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(find(world.modelVersions, globalId('ModelVersion', 'parcel-damage-9'))?.status).toBe('APPROVED');
    expect(router.state.location.search).not.toContain('decide');
  });

  it('offers no decision to the challenger’s author', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'AWAITING_APPROVAL');
    Object.assign(find(world.modelVersions, globalId('ModelVersion', 'parcel-damage-9')) ?? {}, {
      author: 'engineer',
    });
    openConsole(platform, page);
    expect(await screen.findByText(/You are its author: somebody else decides/)).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Approve v9' })).toBeNull();
  });

  it('rolls back with a reason, and says what becomes of the traffic', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    const run = retrained(world, 'PROMOTED', {
      championId: globalId('ModelVersion', 'parcel-damage-7'),
      challengerId: globalId('ModelVersion', 'parcel-damage-8'),
    });
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Roll back to v7' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText(/v8 \(r23\) loses its 10 % of parcel-damage’s traffic/)).toBeTruthy();
    expect(dialog.getByText(/The alias champion points at v7 again/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Roll back to v7' }));
    expect(await dialog.findByText('Why it is rolled back, in a few words')).toBeTruthy();
    await expectNoAxeViolation();
    await platform.quiet();
    run.version += 1;
    await user.type(dialog.getByLabelText(/Reason/), 'dents fell');
    await user.click(dialog.getByRole('button', { name: 'Roll back to v7' }));
    expect(await dialog.findByText('The run changed meanwhile.')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Decide on that' }));
    await user.click(dialog.getByRole('button', { name: 'Roll back to v7' }));
    expect(await screen.findByText('v8 was rolled back: dents fell.')).toBeTruthy();
  });

  it('offers what one may do alone', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'PROMOTED');
    world.permissions = ['PROJECT_READ', 'MODEL_READ'];
    openConsole(platform, page);
    expect(await screen.findByRole('list', { name: 'Triggers' })).toBeTruthy();
    for (const name of ['Retrain now', 'Edit policy', /^Roll back/])
      expect(screen.queryByRole('button', { name })).toBeNull();
    expect(sentTo(platform, 'RetrainingBeside')[0]?.variables).toMatchObject({
      datasetRead: false,
      alertRead: false,
    });
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('the policy editor', () => {
  it('checks what is filled in, places what is refused, and saves', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Set a policy' }));
    const dialog = within(await screen.findByRole('dialog'));
    // All at once: the whole form is drawn anew with each key.
    const write = async (label: string | RegExp, text: string) => {
      await user.click(dialog.getByLabelText(label));
      await user.paste(text);
    };
    await write('Schedule', '* 6 * * 4');
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    expect(await dialog.findByText('A time zone such as Europe/Berlin')).toBeTruthy();
    expect(dialog.getAllByText('The column with the label').length).toBeGreaterThan(0);
    expect(sentTo(platform, 'SetRetrainingPolicy')).toHaveLength(0);
    await expectNoAxeViolation();
    await write(/^Time zone/, 'Europe/Berlin');
    await pick(user, dialog.getByLabelText('Data set'), 'parcel-images');
    await pick(user, dialog.getByLabelText('Scored on'), 'parcel-labels');
    await pick(user, dialog.getByLabelText('Experiment'), 'damage-classifier');
    await write('Label', 'damage');
    await write('Maximum cost of a run', '60');
    await pick(user, dialog.getByLabelText('Endpoint'), 'parcel-damage');
    await write('Transform', 'SELECT * FROM data');
    await pick(user, dialog.getByLabelText('Transform makes'), 'parcel-labels');
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    expect((await dialog.findAllByText('Another data set than the policy reads')).length).toBeGreaterThan(0);
    await user.clear(dialog.getByLabelText('Transform'));
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    expect((await dialog.findAllByText(/expected: at least 15 minutes apart/)).length).toBeGreaterThan(0);
    await user.clear(dialog.getByLabelText('Schedule'));
    await write('Schedule', '30 6 * * 4');
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    expect(await screen.findByRole('list', { name: 'Next five instants' })).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(world.policies[0]).toMatchObject({
      schedule: { cron: '30 6 * * 4', zone: 'Europe/Berlin' },
      maxCost: { amount: '60' },
      canary: [
        { weight: 5, hold: 'PT3600S' },
        { weight: 25, hold: 'PT3600S' },
      ],
      version: 1,
    });
  });

  it('keeps the labels that its transform joins', async () => {
    const { world, platform } = platformOf();
    const labels = globalId('Dataset', 'parcel-labels');
    retrain(world, {
      transform: { datasetId: globalId('Dataset', 'shaped'), sql: 'SELECT 1', labelsDatasetId: labels },
    });
    const { user } = openConsole(platform, page);
    await screen.findByText(/, with labels of/);
    await waitFor(() =>
      expect(screen.getByText(/, with labels of/).textContent).toMatch(/with labels of parcel-labels$/),
    );
    await user.click(screen.getByRole('button', { name: 'Edit policy' }));
    const dialog = within(await screen.findByRole('dialog'));
    await waitFor(() => expect(picked(dialog.getByLabelText('Late labels'))).toBe('parcel-labels'));
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(platform, 'SetRetrainingPolicy')[0]?.variables).toMatchObject({
      input: { transform: { labelsDatasetId: labels } },
    });
  });

  it('is used by keyboard alone, and Escape saves nothing', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    const { user } = openConsole(platform, page);
    const opener = await screen.findByRole('button', { name: 'Edit policy' });
    await press(user, opener);
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(opener);
    await user.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    await tabTo(user, dialog.getByLabelText('Maximum cost of a run'));
    await user.keyboard('{Control>}a{/Control}75');
    await tabTo(user, dialog.getByRole('button', { name: 'Save policy' }));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(world.policies[0]?.maxCost.amount).toBe('75');
    expect(sentTo(platform, 'SetRetrainingPolicy')).toHaveLength(1);
  });

  it('shows what another person set meanwhile beside what one has, and lets one choose', async () => {
    const { world, platform } = platformOf();
    const policy = retrain(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Edit policy' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByLabelText(/^Active/));
    policy.version = 5;
    policy.maxCost = { amount: '80.00', currency: 'EUR' };
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    const sides = within(await dialog.findByRole('table', { name: 'Theirs beside yours' }));
    expect(sides.getByRole('row', { name: 'Maximum cost €80.00 €60.00' })).toBeTruthy();
    expect(sides.getByRole('row', { name: 'Active on off' })).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Take theirs' }));
    expect(dialog.getByLabelText<HTMLInputElement>('Maximum cost of a run').value).toBe('80.00');
    await user.click(dialog.getByLabelText(/^Active/));
    policy.version = 6;
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    await user.click(await dialog.findByRole('button', { name: 'Save mine over version 6' }));
    expect(await screen.findByText('The policy is switched off.')).toBeTruthy();
    expect(world.policies[0]).toMatchObject({ active: false, version: 7 });
  });
});

describe('when it does not come', () => {
  it('fails with its request id', async () => {
    openConsole(new FakePlatform({ faults: { ModelRetraining: 'UNAVAILABLE' } }), page);
    expect((await screen.findByRole('alert')).textContent).toMatch(
      /Could not load the retraining.*req_\d{4}/s,
    );
    await expectNoAxeViolation();
  });

  it('lets the run alone fail, and shows the rest', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'DECLINED', { comparison: NOT_SHOWN });
    platform.day.faults.RetrainingBeside = 'UNAVAILABLE';
    openConsole(platform, page);
    expect(await screen.findByText('Could not load the run')).toBeTruthy();
    expect(screen.getByRole('table', { name: 'Retraining runs' })).toBeTruthy();
  });

  it.each(['FORBIDDEN', 'NOT_FOUND'] as const)('hides what is %s', async (fault) => {
    openConsole(new FakePlatform({ faults: { ModelRetraining: fault } }), page);
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
  });

  it('keeps the frame while it loads', async () => {
    openConsole(new FakePlatform({ faults: { ModelRetraining: 'hang' } }), page);
    expect(await screen.findByRole('link', { name: 'Retraining' })).toBeTruthy();
    expect(screen.getByText('Breaker')).toBeTruthy();
  });
});
