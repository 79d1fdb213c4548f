import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';
import { harbourWorld } from './world/world';

const LIVE = globalId('Run', 'damage-vit-l #418');
const BEST = globalId('Run', 'damage-vit-l #412');

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
      keys: ['val/f1', 'val/loss', 'train/loss', 'lr'],
      x: 'STEP',
    });
    await expectNoAxeViolation();

    await user.click(screen.getByRole('button', { name: 'All parameters' }));
    expect(await screen.findByRole('rowheader', { name: 'seed' })).toBeTruthy();
    expect(new URLSearchParams(router.state.location.search).get('params')).toBe('all');
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
