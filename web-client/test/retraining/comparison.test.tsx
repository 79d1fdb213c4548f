import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { roll } from '../world/rollouts';
import { retrain, retrained, retrainedBefore } from '../world/retraining';
import { asked, page, platformOf, region, strip } from './platform-of';

describe('champion and challenger', () => {
  it('compares on the same rows: measures, McNemar’s table, and the interval against zero', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'AWAITING_APPROVAL');
    const { user } = openConsole(platform, page);
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
    expect(region('Checks').getByText('8 of 8 passed')).toBeTruthy();
    await user.click(region('Checks').getByRole('button', { name: 'Show all' }));
    const checks = within(screen.getByRole('list', { name: 'Checks' }));
    expect(checks.getAllByRole('listitem').map((line) => line.textContent)).toEqual(
      expect.arrayContaining([
        'New rows with a label4,180 more rows with a labelat least 4,000passed',
        'Budget€52.00 estimated; within what is left of the budgets for itat most €60.00passed',
      ]),
    );
    expect(region('What it consumed').getAllByRole('link', { name: 'data set version' })).toHaveLength(2);
  });

  it('keeps what was chosen of one run’s checks from another run', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrainedBefore(world);
    retrained(world, 'AWAITING_APPROVAL');
    const { user } = openConsole(platform, page);
    await screen.findByRole('table', { name: 'Challenger against champion' });
    const show = async (trigger: string, evidence: RegExp) => {
      await user.click(region('History').getByRole('button', { name: trigger }));
      await waitFor(() => expect(region('What it consumed').getByText(evidence)).toBeTruthy());
    };
    // Both are known from here on, so that one follows the other at once.
    await show('By hand', /v12 with mixup/);
    await show('Schedule', /Europe/);
    await user.click(region('Checks').getByRole('button', { name: 'Show all' }));
    expect(region('Checks').getByRole('list', { name: 'Checks' })).toBeTruthy();
    await show('By hand', /v12 with mixup/);
    expect(region('Checks').getByRole('button', { name: 'Show all' })).toBeTruthy();
    expect(region('Checks').queryByRole('list', { name: 'Checks' })).toBeNull();
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

  it('opens an older run: that nothing is shown is an answer', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrainedBefore(world);
    retrained(world, 'AWAITING_APPROVAL');
    const { user, router } = openConsole(platform, page);
    const table = within(await screen.findByRole('table', { name: 'Retraining runs' }));
    expect(table.getByText('Vision lead: “v12 with mixup”')).toBeTruthy();
    expect(table.getAllByText('€51.40').length).toBeTruthy();
    expect(region('History').getByText('4 runs, €102.80')).toBeTruthy();
    await user.click(table.getByRole('button', { name: 'By hand' }));
    expect(await screen.findByText('Not shown to be better')).toBeTruthy();
    expect(screen.getByRole('img', { name: /zero is inside/ })).toBeTruthy();
    expect(strip().getByText('Not shown')).toBeTruthy();
    expect(screen.getByText(/The run was declined: evaluating: no better; it fixes 301 rows/)).toBeTruthy();
    expect(router.state.location.search).toContain('run=');
    await expectNoAxeViolation();
  });
});
