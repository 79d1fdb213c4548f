import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';
import { manyRuns } from './world/many-runs';
import { harbourWorld } from './world/world';

const EXPERIMENT = paths.experiment(
  globalId('Project', 'parcel-vision'),
  globalId('Experiment', 'damage-classifier'),
);

const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld() } });

describe('the summary of an experiment', () => {
  it('tells the best so far, how groups lie and what the runs cost', async () => {
    openConsole(harbour(), EXPERIMENT);
    const summary = within(await screen.findByRole('region', { name: 'Summary' }));
    const best = within(await summary.findByRole('figure', { name: 'Best val/f1' }));
    expect(best.getByText('0.9187 so far')).toBeTruthy();
    expect(best.getByText('axis cut at 0.86')).toBeTruthy();
    expect(
      best.getByRole('img', { name: /^Best val\/f1 so far by start, from 0\.8693 on .* to 0\.9187 on / }),
    ).toBeTruthy();

    const spread = within(summary.getByRole('figure', { name: 'val/f1 by backbone' }));
    expect(spread.getByText('4 of 6 groups')).toBeTruthy();
    expect(spread.getByRole('img', { name: /ViT-L\/16 median 0\.914[67] of 4 runs/ })).toBeTruthy();

    const cost = within(summary.getByRole('figure', { name: 'Cost by day' }));
    expect(cost.getByText('€203.47')).toBeTruthy();
    expect(cost.getByRole('img', { name: /: €203\.47; you €156\.88; key:ci €46\.59$/ })).toBeTruthy();
    expect(summary.getByText(/^Of the 9 runs loaded\. /)).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says in each panel of how many runs it is where there are more', async () => {
    const platform = harbour();
    const world = platform.world();
    world.runs = manyRuns(world, 200);
    openConsole(
      platform,
      paths.experiment(globalId('Project', 'parcel-vision'), globalId('Experiment', 'damage-sweep-07')),
    );
    const summary = within(await screen.findByRole('region', { name: 'Summary' }));
    await waitFor(() => expect(summary.getAllByRole('figure')).toHaveLength(3));
    for (const figure of summary.getAllByRole('figure')) {
      expect(within(figure).getByText('of 100 loaded')).toBeTruthy();
      expect(within(figure).getByRole('img', { name: /, of 100 loaded$/ })).toBeTruthy();
    }
    expect(summary.getByText(/^Of the 100 runs loaded; there are more\./)).toBeTruthy();
  });

  it('follows the metric that the table is sorted by, what it is grouped by, and the baseline', async () => {
    const baseline = encodeURIComponent(globalId('Run', 'baseline-r50 #404'));
    openConsole(harbour(), `${EXPERIMENT}?sort=m.val%2Floss&group=t.stage&baseline=${baseline}`);
    expect(await screen.findByRole('img', { name: /baseline baseline-r50 #404 0\.3012$/ })).toBeTruthy();
    expect(screen.getByRole('figure', { name: 'Best val/loss' })).toBeTruthy();
    const spread = within(screen.getByRole('figure', { name: 'val/loss by stage' }));
    expect(
      spread.getByRole('img', { name: /candidate median 0\.2061 of 1 run; no stage median/ }),
    ).toBeTruthy();
  });

  it('says nothing of costs that the person may not see', async () => {
    const platform = harbour();
    for (const run of platform.world().runs) run.euros = null;
    openConsole(platform, EXPERIMENT);
    expect(await screen.findByRole('figure', { name: 'Best val/f1' })).toBeTruthy();
    expect(screen.queryByRole('figure', { name: /^Cost by/ })).toBeNull();
  });

  it('is put away and brought back, and the address knows', async () => {
    const { user, router } = openConsole(harbour(), EXPERIMENT);
    await screen.findByRole('figure', { name: 'Best val/f1' });
    await user.click(screen.getByRole('button', { name: 'Hide summary' }));
    await waitFor(() => expect(screen.queryByRole('figure', { name: 'Best val/f1' })).toBeNull());
    expect(router.state.location.search).toBe('?summary=off');
    await user.click(screen.getByRole('button', { name: 'Show summary' }));
    expect(await screen.findByRole('figure', { name: 'Best val/f1' })).toBeTruthy();
    expect(router.state.location.search).toBe('');
  });

  it('is not drawn over runs of several experiments, whose metrics are not one', async () => {
    openConsole(harbour(), paths.runs());
    expect(await screen.findByRole('link', { name: 'damage-vit-l #418' })).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'Summary' })).toBeNull();
  });
});
