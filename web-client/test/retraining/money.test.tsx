import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { capped } from '../world/budgets';
import { retrain, retrained } from '../world/retraining';
import { asked, page, platformOf, region, strip } from './platform-of';

describe('what a retraining costs', () => {
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
    expect(budget.queryByText('Held')).toBeNull();
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

  it('does not show costs to whom the platform does not tell them', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'TRAINING', { cost: null, estimate: null });
    openConsole(platform, page);
    expect(await screen.findByText('costs are not shown to you')).toBeTruthy();
  });
});
