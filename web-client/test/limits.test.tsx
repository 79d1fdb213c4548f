import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

function harbour() {
  return new FakePlatform({ worlds: { harbour: harbourWorld() } });
}

describe('plan and limits', () => {
  it('answers which limit is nearest, and what happens at each', async () => {
    openConsole(harbour(), '/settings/limits');
    expect(await screen.findByText('of CPUs')).toBeTruthy();
    const glance = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(glance.getByText('81 %')).toBeTruthy();
    expect(glance.getByText(/^208 of 256/)).toBeTruthy();
    expect(glance.getByText('limit 60 k, one key 20 k')).toBeTruthy();
    const table = within(screen.getByRole('table', { name: 'Quotas' }));
    const members = table.getByText('Members and invitations').closest('tr');
    expect(members?.textContent).toContain('7 of 25');
    expect(members?.textContent).toContain('inviting is refused');
    const cpus = table.getByText('CPUs').closest('tr');
    expect(cpus?.textContent).toContain('operatorplan 128, since 2 Oct 2026');
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
    expect(await screen.findByText('Nothing was refused')).toBeTruthy();
    expect(screen.queryByRole('link', { name: /Ask for/ })).toBeNull();
    await expectNoAxeViolation();
  });

  it('says how often what is nearest has refused', async () => {
    const platform = harbour();
    const world = platform.world();
    world.refusals = world.refusals.map((one) =>
      one.limit === 'API_KEY_RATE' ? { ...one, limit: 'CPUS' } : one,
    );
    openConsole(platform, '/settings/limits');
    expect(await screen.findByText('refused 386 times in 7 days')).toBeTruthy();
  });

  it('shows the most of seven days on the meter of what is used', async () => {
    const platform = harbour();
    const world = platform.world();
    world.quotas = world.quotas.map((quota) =>
      quota.name === 'PROJECTS' ? { ...quota, peak: null } : quota,
    );
    openConsole(platform, '/settings/limits');
    const table = within(await screen.findByRole('table', { name: 'Quotas' }));
    expect(
      table.getByRole('img', {
        name: 'Metric points a minute: 31\u00a0% used, at most 100\u00a0% in 7 days',
      }),
    ).toBeTruthy();
    expect(table.getByText('Metric points a minute').closest('tr')?.textContent).toContain('60,00060,000');
    expect(table.getByRole('img', { name: /^Projects: \d+\u00a0% used$/ })).toBeTruthy();
    const glance = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(glance.getByText('in 7 days: Metric points a minute')).toBeTruthy();
    expect(glance.getByText('208 of 256, at most 240 in 7 days')).toBeTruthy();
  });

  it('says which limit has refused whom, how often and when last', async () => {
    openConsole(harbour(), '/settings/limits');
    const table = within(await screen.findByRole('table', { name: 'Refused in the last 7 days' }));
    const texts = table.getAllByRole('row').map((row) => row.textContent);
    expect(texts).toHaveLength(12);
    expect(texts[1]).toMatch(/^Metric points a minute.*1,212/);
    expect(texts[2]).toMatch(/^job damage-sweep-071,212/);
    expect(texts[3]).toMatch(/^API rate, one key.*386/);
    expect(texts[4]).toMatch(/^key:bi-export.*351/);
    expect(texts.slice(4, 9).at(-1)).toBe('others6');
    expect(texts.at(-1)).toBe('All limits1,599');
    expect(
      table.getAllByRole('img', { name: /^Refused by day: .* 42, .* 0, .* 118, .* 96, .* 88, .* 42$/ }),
    ).toHaveLength(1);
    const glance = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(glance.getByText('1,599')).toBeTruthy();
    expect(glance.getByText(/^1,308 of them on \d+ [A-Z][a-z]{2}$/)).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says what came of what was refused', async () => {
    openConsole(harbour(), '/settings/limits');
    const table = within(await screen.findByRole('table', { name: 'Refused in the last 7 days' }));
    const textOf = (words: string) => table.getByText(words).closest('tr')?.textContent;
    expect(textOf('Metric points a minute')).toContain('room again in the next minute');
    expect(textOf('API rate, one key')).toContain('raised since, from 10,000 to 20,000');
    expect(textOf('key:bi-export')).toContain('served again since');
    expect(textOf('key:dashboards')).toMatch(/–$/);
    expect(textOf('Stored bytes')).toMatch(/3.6.TiB are left/);
  });

  it('says where the points go, of a day, a week or this hour', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/settings/limits');
    const operations = within(await screen.findByRole('table', { name: 'By operation' }));
    const texts = operations.getAllByRole('row').map((row) => row.textContent);
    expect(texts[1]).toBe('RunsTable31.2\u00a0k9.82\u00a0M26\u00a0%');
    expect(texts[5]).toBe('without a name19.7\u00a0k1.2\u00a0M3\u00a0%');
    expect(texts[6]).toMatch(/^others15.1.M39/);
    const callers = within(screen.getByRole('table', { name: 'By caller' }));
    expect(callers.getByText('key:bi-export').closest('tr')?.textContent).toMatch(/32.%$/);
    await user.click(screen.getByRole('link', { name: '7 d' }));
    expect(await screen.findByText(/^229,284,000 points in all/)).toBeTruthy();
    await user.click(screen.getByRole('link', { name: 'this hour' }));
    expect(await screen.findByText(/^1,592,250 points in all/)).toBeTruthy();
    const asked = platform.seen.filter(({ operation }) => operation === 'LimitDetails');
    expect(asked.map(({ variables }) => variables.period)).toEqual(['DAY', 'WEEK', 'HOUR']);
    await expectNoAxeViolation();
  });

  it('tells callers of one name apart', async () => {
    const complaints = vi.spyOn(console, 'error');
    const platform = harbour();
    const { pointUse } = platform.world();
    pointUse.callers = [...pointUse.callers, ...pointUse.callers.slice(0, 1)];
    openConsole(platform, '/settings/limits');
    const callers = within(await screen.findByRole('table', { name: 'By caller' }));
    expect(callers.getAllByText('key:bi-export')).toHaveLength(2);
    expect(complaints).not.toHaveBeenCalled();
    complaints.mockRestore();
  });

  it('draws the rate against its limit, and says when it refused', async () => {
    const { user } = openConsole(harbour(), '/settings/limits');
    const panel = within(await screen.findByRole('region', { name: 'Rate over time' }));
    expect(
      await panel.findByText(
        /Limit organisation 60,000: 60,000\. Limit one key 20,000: 20,000\. .*42 refused at/,
      ),
    ).toBeTruthy();
    expect(panel.getByText(/by minute/)).toBeTruthy();
    await user.click(panel.getByRole('link', { name: '24 h' }));
    expect(await panel.findByText(/the most of ten minutes/)).toBeTruthy();
  });

  it('foretells when the storage is full, or says nothing', async () => {
    const { unmount } = openConsole(harbour(), '/settings/limits');
    expect(await screen.findByText(/^of 12.*, full in about 75 days$/)).toBeTruthy();
    expect(screen.getByText('61 to 98 days, by the rise of 30 days')).toBeTruthy();
    unmount();
    const platform = harbour();
    platform.world().storageForecast = null;
    openConsole(platform, '/settings/limits');
    await screen.findByRole('table', { name: 'Quotas' });
    expect(screen.queryByText(/full in about/)).toBeNull();
  });

  it('says since when the plan holds, and what keys are held to', async () => {
    const platform = harbour();
    openConsole(platform, '/settings/limits');
    const plan = within(await screen.findByRole('region', { name: 'Plan' }));
    const fact = async (label: string) => (await plan.findByText(label)).nextElementSibling?.textContent;
    expect(await fact('On it since')).toBe('12 Jan 2026');
    expect(await fact('Set by an operator')).toBe('1 of 10 limits');
    expect(await fact('Maximum key life')).toBe('no limit');
    expect(await fact('Key marked unused after')).toBe('60 days');
  });

  it('is silent on the plan’s beginning where nobody has kept it', async () => {
    const platform = harbour();
    platform.world().tenant.planSince = null;
    openConsole(platform, '/settings/limits');
    const plan = within(await screen.findByRole('region', { name: 'Plan' }));
    expect(await plan.findByText('team')).toBeTruthy();
    expect(plan.queryByText('On it since')).toBeNull();
  });

  it('counts the keys that want a look, and leads to them', async () => {
    openConsole(harbour(), '/settings/limits');
    const keys = await screen.findByRole('link', { name: /^API keys: \d$/ });
    expect(keys.getAttribute('href')).toBe('/keys');
    await waitFor(() => expect(keys.textContent).toBe('3'));
    await waitFor(() => expect(keys.closest('div')?.textContent).toMatch(/1 unused, 1 ends/));
  });

  it('asks the operator for more of what is nearest, or of what a row is about', async () => {
    openConsole(harbour(), '/settings/limits');
    const ask = await screen.findByRole('link', { name: 'Ask for more' });
    const mail = new URL(ask.getAttribute('href') ?? '');
    expect(mail.pathname).toBe('operator@keelson.example');
    expect(mail.searchParams.get('subject')).toBe('More for Example Harbour: CPUs');
    expect(mail.searchParams.get('body')).toContain(
      'Plan: team\r\nLimit: CPUs, 256\r\nIn use: 208, at most 240',
    );
    const table = within(screen.getByRole('table', { name: 'Quotas' }));
    expect(table.getAllByRole('link', { name: 'Ask for more metric points a minute' })[0]).toBeTruthy();
    expect(table.queryByRole('link', { name: 'Ask for more projects' })).toBeNull();
    expect(screen.getByRole('link', { name: 'Ask for a higher rate' })).toBeTruthy();
  });

  it('offers no mail where the installation names nobody', async () => {
    const platform = harbour();
    platform.world().operatorMail = null;
    openConsole(platform, '/settings/limits');
    await screen.findByRole('table', { name: 'Quotas' });
    expect(screen.queryByRole('link', { name: /Ask for/ })).toBeNull();
  });

  it('hands the table over as a file', async () => {
    const saved: Blob[] = [];
    vi.stubGlobal(
      'URL',
      Object.assign(URL, {
        createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}`,
        revokeObjectURL: () => undefined,
      }),
    );
    const names: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download);
    });
    const { user } = openConsole(harbour(), '/settings/limits');
    await user.click(await screen.findByRole('button', { name: 'CSV' }));
    expect(names).toEqual(['keelson-limits.csv']);
    const text = await saved[0]?.text();
    expect(text).toContain('Area,Limit,Used,"Peak, 7 days",Of,Set by,Plan,Set on,At the limit\r\n');
    expect(text).toContain(
      'Jobs and capacity,CPUs,208,240,256,operator,128,2026-10-02T08:12:00Z,the job waits\r\n',
    );
    expect(text).toContain('Serving,Open sockets,86,,,plan,,,\r\n');
  });

  it('asks for nothing about people or keys that one may not read', async () => {
    const platform = harbour();
    const world = platform.world();
    world.permissions = world.permissions.filter((one) => one !== 'AUDIT_READ' && one !== 'KEY_WRITE');
    openConsole(platform, '/settings/limits');
    await screen.findByRole('table', { name: 'Quotas' });
    expect(screen.queryByText('Refused in the last 7 days')).toBeNull();
    expect(screen.queryByRole('link', { name: /^API keys: / })).toBeNull();
    const asked = platform.seen.map(({ operation }) => operation);
    expect(asked).not.toContain('LimitDetails');
    await expectNoAxeViolation();
  });

  it('keeps the limits where what was refused cannot be loaded', async () => {
    const platform = harbour();
    platform.day.faults = { LimitDetails: 'UNAVAILABLE' };
    const { user } = openConsole(platform, '/settings/limits');
    const failed = await screen.findByRole('alert');
    expect(failed.textContent).toMatch(/Could not load what was refused.*req_\d{4}/s);
    expect(screen.getByRole('table', { name: 'Quotas' })).toBeTruthy();
    expect(screen.getByText('could not be loaded')).toBeTruthy();
    platform.day.faults = {};
    await user.click(within(failed).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('table', { name: 'Refused in the last 7 days' })).toBeTruthy();
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
