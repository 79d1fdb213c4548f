import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { FakePlatform } from '../platform';
import { HOUR } from '../world/clock';
import { globalId } from '../world/ids';
import { NOT_SHOWN, retrain, retrained, retrainedBefore, wentBy } from '../world/retraining';
import { asked, MODEL, page, platformOf, region, strip } from './platform-of';

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
    expect(strip().getByText(/p = 1\.4 × 10⁻¹¹, same rows/)).toBeTruthy();
    expect(strip().getByText('€51.40')).toBeTruthy();
    expect(strip().getByText('estimate was €52.00')).toBeTruthy();
    expect(strip().getByText('Thu 26 Nov 06:30, schedule')).toBeTruthy();
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

  it('draws when it was triggered, what came of each, and what is ahead', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrainedBefore(world);
    retrained(world, 'AWAITING_APPROVAL');
    openConsole(platform, page);
    const lanes = within(await screen.findByRole('region', { name: 'When it was triggered' }));
    expect(lanes.getAllByRole('img').map((lane) => lane.getAttribute('aria-label'))).toEqual([
      'Schedule: 1 awaiting approval, 5 to come',
      'Alert: 1 stopped before training',
      'New data: 1 stopped before training',
      'By hand: 1 trained',
    ]);
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
      cooldownUntil: new Date(world.now() + HOUR).toISOString(),
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
