import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';
import { find, harbourWorld } from './world/world';

const LIVE = globalId('Run', 'damage-vit-l #418');
const BEST = globalId('Run', 'damage-vit-l #412');
const CONVNEXT = globalId('Run', 'damage-convnext #411');

const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld() } });

describe('compared runs', () => {
  it('keep their place while they are on their way', async () => {
    openConsole(new FakePlatform({ faults: { CompareRuns: 'hang' } }), paths.compare([LIVE, BEST]));
    expect(await screen.findByRole('group', { name: 'Loading the comparison' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('show what differs, and what came of it, in two requests', async () => {
    const platform = harbour();
    const { user, router } = openConsole(platform, paths.compare([LIVE, BEST]));

    expect(await screen.findByRole('rowheader', { name: 'weight_decay' })).toBeTruthy();
    expect(screen.queryByRole('rowheader', { name: 'seed' })).toBeNull();
    expect(screen.getAllByText('0.9187').some(({ tagName }) => tagName === 'B')).toBe(true);
    expect(await screen.findByRole('figure', { name: 'val/loss' })).toBeTruthy();
    expect(platform.seen.filter(({ operation }) => operation?.startsWith('Compare'))).toHaveLength(2);
    expect(platform.seen.find(({ operation }) => operation === 'CompareSeries')?.variables).toMatchObject({
      ids: [LIVE, BEST],
      keys: ['lr', 'train/loss', 'val/f1', 'val/loss'],
      x: 'STEP',
    });
    await expectNoAxeViolation();

    await user.click(screen.getByRole('button', { name: 'All parameters' }));
    expect(await screen.findByRole('rowheader', { name: 'seed' })).toBeTruthy();
    expect(new URLSearchParams(router.state.location.search).get('params')).toBe('all');
  });

  it('are one part after the other on a narrow screen, which the address says', async () => {
    const { user, router } = openConsole(harbour(), paths.compare([LIVE, BEST]));
    const parts = within(await screen.findByRole('navigation', { name: 'Parts of the comparison' }));
    const closed = (element: HTMLElement) => element.closest('[data-closed-narrow]') !== null;
    const curve = await screen.findByRole('figure', { name: 'val/loss' });
    expect([closed(screen.getByRole('table')), closed(curve)]).toEqual([false, true]);
    await user.click(parts.getByRole('link', { name: 'Charts' }));
    expect([closed(screen.getByRole('table')), closed(curve)]).toEqual([true, false]);
    expect(new URLSearchParams(router.state.location.search).get('part')).toBe('charts');
    await expectNoAxeViolation();
  });

  it('stand in one table, each beside what it differs by from a baseline that one chooses', async () => {
    const { user, router } = openConsole(harbour(), paths.compare([LIVE, BEST, CONVNEXT]));
    const row = await screen.findByRole('rowheader', { name: 'val/f1' });
    expect(screen.getAllByRole('table')).toHaveLength(1);
    const cells = () =>
      within(screen.getByRole('rowheader', { name: 'val/f1' }).closest('tr') ?? row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent);
    expect(cells()).toEqual(['0.9187', '0.9162', '−0.0025 worse', '0.9120', '−0.0067 worse']);
    expect(screen.getByText('+€13.17')).toBeTruthy();
    await expectNoAxeViolation();

    await user.selectOptions(screen.getByRole('combobox', { name: 'Baseline' }), BEST);
    await waitFor(() =>
      expect(cells()).toEqual(['0.9187', '+0.0025 better', '0.9162', '0.9120', '−0.0042 worse']),
    );
    expect(new URLSearchParams(router.state.location.search).get('baseline')).toBe(BEST);
  });

  it('have no best where several share it', async () => {
    const platform = harbour();
    const [live, best] = [LIVE, BEST].map((id) => find(platform.world().runs, id)?.metrics[0]);
    if (live === undefined || best === undefined) throw new Error('no metric');
    best.value = live.value;
    openConsole(platform, paths.compare([LIVE, BEST]));
    const row = (await screen.findByRole('rowheader', { name: 'val/f1' })).closest('tr');
    expect(row?.querySelector('b')).toBeNull();
    expect(row?.textContent).toContain('same');
  });

  it('are drawn over the percent of each, so that a short one is seen beside a long one', async () => {
    const platform = harbour();
    const short = find(platform.world().runs, CONVNEXT);
    if (short === undefined) throw new Error('no run');
    short.metrics = short.metrics.map((one) => ({ ...one, step: 60 }));
    const { user } = openConsole(platform, paths.compare([BEST, CONVNEXT]));
    const by = await screen.findByRole('navigation', { name: 'Horizontal axis' });
    expect(
      within(by)
        .getAllByRole('link')
        .map(({ textContent }) => textContent),
    ).toEqual(['Step', 'Time since start', 'Percent of run']);
    const chart = async () =>
      within(await screen.findByRole('figure', { name: 'val/loss' })).findByRole('img', { name: /From/ });
    expect((await chart()).getAttribute('aria-label')).toMatch(/to step 5,160\.$/);
    await user.click(within(by).getByRole('link', { name: 'Percent of run' }));
    await waitFor(async () =>
      expect((await chart()).getAttribute('aria-label')).toMatch(/to at 100\u00a0% of the run\.$/),
    );
    expect(screen.getAllByText(/by percent of run/).length).toBeGreaterThan(0);
  });

  it('are there for whoever may read no project', async () => {
    const platform = harbour();
    platform.world().permissions = ['RUN_READ'];
    openConsole(platform, paths.compare([LIVE, BEST]));
    const experiments = await screen.findAllByRole('link', { name: 'damage-classifier' });
    expect(experiments[0]?.getAttribute('href')).toBe(
      paths.experiment(globalId('Project', 'parcel-vision'), globalId('Experiment', 'damage-classifier')),
    );
  });

  it('are chosen in a list of runs', async () => {
    openConsole(harbour(), paths.compare([]));
    expect(await screen.findByRole('heading', { name: 'Nothing to compare' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Open runs' }).getAttribute('href')).toBe(paths.runs());
    await expectNoAxeViolation();
  });

  it('fail with the request id, and try again', async () => {
    const platform = harbour();
    platform.day.faults = { CompareRuns: 'UNAVAILABLE' };
    const { user } = openConsole(platform, paths.compare([LIVE, BEST]));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not compare the runs.*req_\d{4}/s);
    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('rowheader', { name: 'weight_decay' })).toBeTruthy();
  });

  it('keep their tables when the charts fail', async () => {
    const platform = harbour();
    platform.day.faults = { CompareSeries: 'INTERNAL' };
    openConsole(platform, paths.compare([LIVE, BEST]));
    expect((await screen.findByRole('alert')).textContent).toMatch(/Could not load the charts.*req_\d{4}/s);
    expect(screen.getByRole('rowheader', { name: 'weight_decay' })).toBeTruthy();
  });

  it('do not tell missing from forbidden', async () => {
    openConsole(harbour(), paths.compare([LIVE, globalId('Run', 'none')]));
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
  });
});
