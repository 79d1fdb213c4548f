import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { FakePlatform } from '../platform';
import { globalId } from '../world/ids';
import { emptyWorld, harbourWorld } from '../world/world';
import { asked, at, of, platformOf, strip } from './platform-of';

describe('the alerts of a project', () => {
  it('say what fires, since when and who has it, with two requests and one for the curves', async () => {
    const { platform } = platformOf();
    openConsole(platform, at());
    const table = within(await screen.findByRole('table', { name: 'Alerts' }));
    expect(table.getByText(/parcel-damage, 3\.12 %, over 2 % in 5 min, for 10 min/)).toBeTruthy();
    expect(table.getByRole('img', { name: /^3\.12\s%, limit 2\s%$/ })).toBeTruthy();
    expect(table.getByText('Vision lead')).toBeTruthy();
    expect(strip().getByText(/^1 not acknowledged, oldest /)).toBeTruthy();
    expect(strip().getByText('1 not delivered')).toBeTruthy();
    await table.findAllByRole('img', { name: /in the last 24 windows/ });
    expect(asked(platform).sort()).toEqual(['AlertCurves', 'ProjectAlerts', 'ProjectNames']);
    await expectNoAxeViolation();
  });

  it('draw the last values of whatever goes on against its limit, and no line of what is over', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, at());
    const table = within(await screen.findByRole('table', { name: 'Alerts' }));
    const curves = await table.findAllByRole('img', { name: /in the last 24 windows of/ });
    expect(curves.map((curve) => curve.getAttribute('aria-label'))).toEqual([
      expect.stringMatching(/^share of requests that failed .*, last 3\.12\s%, limit 2\s%$/),
      expect.stringMatching(/^share of the budget that is spent .*, last 103\.1\s%, limit 90\s%$/),
      expect.stringMatching(/^95th percentile of latency .* of 5\smin, last [\d.]+\sms, limit 50\sms$/),
    ]);
    for (const curve of curves) {
      expect(curve.querySelector('polyline')?.getAttribute('points')?.split(' ')).toHaveLength(24);
      expect(curve.querySelector('line')).not.toBeNull();
    }
    await user.click(table.getByRole('button', { name: 'Errors of parcel-damage' }));
    await screen.findByRole('region', { name: 'Errors of parcel-damage' });
    expect(screen.queryByRole('columnheader', { name: 'Last 24 windows' })).toBeNull();
  });

  it('ask for no curves where nothing goes on', async () => {
    const { world, platform } = platformOf();
    for (const alert of world.alerts) alert.endedAt ??= alert.since;
    openConsole(platform, at());
    await screen.findByRole('table', { name: 'Alerts' });
    await platform.quiet();
    expect(asked(platform)).not.toContain('AlertCurves');
    expect(screen.queryByRole('columnheader', { name: 'Last 24 windows' })).toBeNull();
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
});
