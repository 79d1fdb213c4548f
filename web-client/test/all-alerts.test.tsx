import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { rule, speak, watch, watchElsewhere } from './world/alerts';
import { globalId } from './world/ids';
import { harbourWorld } from './world/world';

function platformOf() {
  const world = harbourWorld(Date.now());
  watch(world);
  watchElsewhere(world);
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

const asked = ({ seen }: FakePlatform) =>
  seen
    .filter(({ path }) => path === '/graphql')
    .map(({ operation }) => operation)
    .filter((name) => name !== 'Viewer');
const alerts = async () => within(await screen.findByRole('table', { name: 'Alerts' }));
const names = (table: Awaited<ReturnType<typeof alerts>>) =>
  table
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('link')[0]?.textContent);

const CURVE = /in the last 24 windows of/;
const curvesIn = (table: Awaited<ReturnType<typeof alerts>>) =>
  table
    .getAllByRole('img', { name: CURVE })
    .map((curve) => curve.getAttribute('aria-label')?.replaceAll('\u00a0', ' '));

describe('the alerts of all projects', () => {
  it('say what goes on where, and who has it, with two requests', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.alerts());
    const table = await alerts();
    expect(names(table)).toEqual([
      'Errors of parcel-damage',
      'Vision: budget',
      'Latency of parcel-damage',
      'Searches that failed',
    ]);
    expect(table.getByRole('link', { name: 'catalog-search' }).getAttribute('href')).toContain(
      `project=${encodeURIComponent(globalId('Project', 'catalog-search'))}`,
    );
    const strip = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(strip.getByText(/^1 critical, oldest /)).toBeTruthy();
    expect(strip.getByText('have something that fires')).toBeTruthy();
    expect(asked(platform).sort()).toEqual(['AllAlerts', 'ProjectNames']);
    await expectNoAxeViolation();
  });

  it('have the curve of each rule against its limit, without another request', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, paths.alerts());
    const table = await alerts();
    expect(curvesIn(table)).toEqual([
      'share of requests that failed in the last 24 windows of 5 min, last 3.12 %, limit 2 %',
      'share of the budget that is spent in the last 24 windows of 5 min, last 103.1 %, limit 90 %',
      '95th percentile of latency in the last 24 windows of 5 min, last 58 ms, limit 50 ms',
      'share of requests that failed in the last 24 windows of 5 min, last 2.14 %, limit 2 %',
    ]);
    await user.click(screen.getByRole('link', { name: 'Rules' }));
    const rules = within(await screen.findByRole('table', { name: 'Rules' }));
    await waitFor(() => expect(curvesIn(rules)).toHaveLength(5));
    expect(asked(platform).sort()).toEqual(['AllAlerts', 'AllAlerts', 'ProjectNames']);
    await expectNoAxeViolation();
  });

  it('draw no curve of what is over, nor of a rule that saw nothing', async () => {
    const { world, platform } = platformOf();
    const budget = world.alerts.find(({ ruleId }) => ruleId === globalId('AlertRule', 'Vision: budget'));
    if (budget !== undefined) budget.value = null;
    openConsole(platform, `${paths.alerts()}?state=all`);
    await waitFor(async () => expect(names(await alerts())).toHaveLength(5));
    const drawn = (await alerts())
      .getAllByRole('row')
      .filter((row) => within(row).queryByRole('img', { name: CURVE }) !== null);
    expect(drawn).toHaveLength(3);
    cleanup();
    openConsole(platform, `${paths.alerts()}?state=over`);
    expect((await alerts()).queryByRole('columnheader', { name: 'Last 24 windows' })).toBeNull();
  });

  it('ask for the curves of the rules in one page of one list at once: of 100 at most', async () => {
    const { world, platform } = platformOf();
    for (let i = 0; i < 100; i++) speak(world, rule(world, { name: `rule ${i}` }), 1, {});
    const { user } = openConsole(platform, paths.alerts());
    await user.click(await screen.findByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull());
    await user.click(screen.getByRole('link', { name: 'Rules' }));
    await user.click(await screen.findByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull());
    const curves = platform.seen
      .filter(({ operation }) => operation === 'AllAlerts')
      .map(({ variables }) => [variables.curvesOfOpen, variables.curvesOfRules]);
    expect(curves).toEqual([
      [true, false],
      [true, false],
      [false, true],
      [false, true],
    ]);
  });

  it('are where g a leads, and open in their project', async () => {
    const { platform } = platformOf();
    const { user, router } = openConsole(platform, paths.jobs());
    await screen.findByRole('heading', { name: 'Jobs' });
    await user.keyboard('ga');
    await user.click((await alerts()).getByRole('link', { name: 'Searches that failed' }));
    await waitFor(() => expect(router.state.location.search).toContain('alert='));
    expect(await screen.findByRole('region', { name: 'Searches that failed' })).toBeTruthy();
    await user.selectOptions(screen.getByLabelText('Project'), 'All projects');
    expect((await alerts()).getByRole('link', { name: 'Errors of parcel-damage' })).toBeTruthy();
    expect(router.state.location.search).toBe('');
  });

  it('are chosen by state, and by project', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, paths.alerts());
    await alerts();
    await user.click(screen.getByRole('link', { name: 'Firing' }));
    await waitFor(async () =>
      expect(names(await alerts())).toEqual([
        'Errors of parcel-damage',
        'Vision: budget',
        'Searches that failed',
      ]),
    );
    await user.click(screen.getByRole('link', { name: 'Over' }));
    await waitFor(async () => expect(names(await alerts())).toEqual(['Failed tasks']));
    await user.click(screen.getByRole('link', { name: 'All' }));
    await waitFor(async () => expect(names(await alerts())).toHaveLength(5));
    await user.selectOptions(screen.getByLabelText('Project'), 'parcel-vision');
    expect(await screen.findByRole('link', { name: /^Channels/ })).toBeTruthy();
    expect((await alerts()).queryByText('Searches that failed')).toBeNull();
  });

  it('are taken in hand where that is allowed', async () => {
    const { world, platform } = platformOf();
    world.permissions = world.permissions.filter((permission) => permission !== 'ALERT_WRITE');
    world.permissionsIn = { [globalId('Project', 'catalog-search')]: ['ALERT_WRITE'] };
    const { user } = openConsole(platform, paths.alerts());
    await alerts();
    expect(screen.queryByRole('button', { name: 'Acknowledge Errors of parcel-damage' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Acknowledge Searches that failed' }));
    expect(await screen.findByText('engineer')).toBeTruthy();
    expect(world.alerts.at(-1)?.acknowledgedBy?.label).toBe('engineer');
  });

  it('come page by page', async () => {
    const { world, platform } = platformOf();
    for (let i = 0; i < 100; i++) speak(world, rule(world, { name: `rule ${i}` }), 1, {});
    const { user } = openConsole(platform, paths.alerts());
    const more = await screen.findByRole('button', { name: 'Show more' });
    const main = within(screen.getByRole('main'));
    expect(main.getAllByText(/^\d+\+$/).length).toBeGreaterThan(0);
    await user.click(more);
    await waitFor(() => expect(main.queryAllByText(/^\d+\+$/)).toHaveLength(0));
  });

  it('list the rules of all projects', async () => {
    const { platform } = platformOf();
    openConsole(platform, `${paths.alerts()}?tab=rules`);
    const table = within(await screen.findByRole('table', { name: 'Rules' }));
    expect(table.getByRole('link', { name: 'Searches that failed' }).getAttribute('href')).toContain(
      'tab=rules',
    );
    expect(table.getByText('Silenced')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('say that nothing is wrong, and lead to what is over', async () => {
    const platform = new FakePlatform({ worlds: { harbour: harbourWorld(Date.now()) } });
    const { user } = openConsole(platform, paths.alerts());
    expect(await screen.findByRole('heading', { name: 'Nothing is wrong' })).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(screen.getByRole('button', { name: 'Show what is over' }));
    expect(await screen.findByRole('heading', { name: 'Nothing has spoken' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'All rules' }));
    expect(await screen.findByRole('heading', { name: 'No rules yet' })).toBeTruthy();
  });

  it('fail with the request id, and come on another try', async () => {
    const { platform } = platformOf();
    platform.day.faults = { AllAlerts: 'UNAVAILABLE' };
    const { user } = openConsole(platform, paths.alerts());
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not load alerts.*req_\d{4}/s);
    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(names(await alerts())).toHaveLength(4);
  });

  it('are hidden in the same words where they are forbidden', async () => {
    const { platform } = platformOf();
    platform.day.faults = { AllAlerts: 'FORBIDDEN' };
    openConsole(platform, paths.alerts());
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('keep their place while they are on their way', async () => {
    const { platform } = platformOf();
    platform.day.faults = { AllAlerts: 'hang' };
    openConsole(platform, paths.alerts());
    expect(await screen.findByText('Not acknowledged')).toBeTruthy();
    await expectNoAxeViolation();
  });
});
