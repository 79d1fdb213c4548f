import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

function harbour() {
  return new FakePlatform({ worlds: { harbour: harbourWorld() } });
}

describe('plan and limits', () => {
  it('answers which limit is nearest, and what happens at each', async () => {
    openConsole(harbour(), '/settings/limits');
    expect(await screen.findByText('of cpus')).toBeTruthy();
    const glance = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(glance.getByText('81 %')).toBeTruthy();
    expect(glance.getByText('208 of 256')).toBeTruthy();
    expect(glance.getByText('limit 60 k, one key 20 k')).toBeTruthy();
    const table = within(screen.getByRole('table', { name: 'Quotas' }));
    const members = table.getByText('Members and invitations').closest('tr');
    expect(members?.textContent).toContain('7 of 25');
    expect(members?.textContent).toContain('inviting is refused');
    const cpus = table.getByText('CPUs').closest('tr');
    expect(cpus?.textContent).toContain('operator');
    expect(cpus?.textContent).toContain('the job waits');
    expect(table.getByText('Open sockets').closest('tr')?.textContent).toContain('no limit');
    await expectNoAxeViolation();
  });

  it('names what is at its limit', async () => {
    const platform = harbour();
    const world = platform.world();
    world.quotas = world.quotas.map((quota) => (quota.name === 'ENDPOINTS' ? { ...quota, used: 10 } : quota));
    openConsole(platform, '/settings/limits');
    await screen.findByRole('table', { name: 'Quotas' });
    const glance = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(glance.getByText('Endpoints')).toBeTruthy();
    expect(glance.getByText('100 %')).toBeTruthy();
  });

  it('is calm where nothing is limited', async () => {
    openConsole(new FakePlatform(), '/settings/limits');
    expect(await screen.findByText('nothing is limited')).toBeTruthy();
  });

  it('fails with its request id, and hides what is forbidden', async () => {
    const { unmount } = openConsole(
      new FakePlatform({ faults: { Limits: 'UNAVAILABLE' } }),
      '/settings/limits',
    );
    expect((await screen.findByRole('alert')).textContent).toMatch(/Could not load the limits.*req_\d{4}/s);
    unmount();
    openConsole(new FakePlatform({ faults: { Limits: 'FORBIDDEN' } }), '/settings/limits');
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
  });
});
