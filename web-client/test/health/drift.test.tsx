import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { drift } from '../world/health';
import { ENDPOINT, page, platformOf, sent, strip } from './platform-of';

describe('the drift of an endpoint', () => {
  it('draws what was observed of each feature against its training, with the statistic and its limit', async () => {
    const { world, platform } = platformOf();
    drift(world);
    openConsole(platform, page);
    const panel = within(await screen.findByRole('region', { name: 'Drift by feature' }));
    const [first, second] = panel.getAllByRole('listitem');
    expect(first?.textContent).toMatch(
      /query_length.*Drifted.*PSI 0\.27.*JS 0\.048, limit 0\.018, chance 0\.0091 beyond both.*normal scores 0\.27, limit 0\.05/s,
    );
    expect(second?.textContent).toMatch(/coupon_value.*Insufficient.*58 rows/s);
    expect(
      panel.getByText('31,200 rows came with inputs that training has not seen: coupon_code'),
    ).toBeTruthy();
    expect(panel.getByRole('img', { name: /query_length: .* missing 0\.0\s% of the rows/ })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('draws how each feature went window by window, too few rows as what they are, and gives it in figures', async () => {
    const { world, platform } = platformOf();
    drift(world);
    openConsole(platform, page);
    const panel = within(await screen.findByRole('region', { name: 'Drift by feature' }));
    const length = panel.getByRole('img', {
      name: 'query_length: 8 windows, PSI 0.02 to 0.27, at most 5.4 times its limit, drifted in 3, too few rows in 1',
    });
    expect(length.querySelectorAll("[data-verdict='INSUFFICIENT'] rect")).toHaveLength(1);
    // Limit and chance of the seven that were tested.
    expect(length.querySelectorAll('line')).toHaveLength(14);
    const coupon = panel.getByRole('img', {
      name: 'coupon_value: 8 windows, PSI 0.15 to 0.18, drifted in 0, too few rows in 8',
    });
    expect(coupon.querySelectorAll("[data-verdict='STABLE']")).toHaveLength(0);
    const table = within(screen.getByRole('table', { name: 'Drift by window' }));
    expect(table.getAllByText('Drifted')).toHaveLength(3);
    expect(table.getAllByText('Insufficient')).toHaveLength(9);
    // What decided, of the seven that were tested.
    expect(table.getAllByText('normal scores')).toHaveLength(7);
    expect(
      within(screen.getByRole('region', { name: 'Drift by window' })).getByRole('button', { name: /CSV/ }),
    ).toBeTruthy();
    expect(strip().getByText('of 2 drifted')).toBeTruthy();
    expect(strip().getByText('query_length')).toBeTruthy();
  });

  it('says of which endpoint inputs drift among its figures, without a further request', async () => {
    const { world, platform } = platformOf();
    drift(world);
    openConsole(platform, paths.endpoint(ENDPOINT));
    expect(await screen.findByText('of 2 drifted')).toBeTruthy();
    expect(strip().getByText('Latency p95')).toBeTruthy();
  });

  it('is held against the training by a rule that the platform bounds, and switched off again', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, page);
    expect(await screen.findByRole('heading', { name: 'Not held against the training' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Look for drift' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/Counting is not billed/)).toBeTruthy();
    await expectNoAxeViolation();
    const rows = dialog.getByLabelText('Minimum rows');
    await user.clear(rows);
    await user.type(rows, '3.5');
    await user.click(dialog.getByRole('button', { name: 'Save drift' }));
    expect(dialog.getByText('A whole number')).toBeTruthy();
    expect(sent(platform, 'SetDrift')).toEqual([]);
    await user.clear(rows);
    await user.type(rows, '7');
    await user.click(dialog.getByRole('button', { name: 'Save drift' }));
    expect(await dialog.findByText('minRows: 7 (expected: 30 to 1000000)')).toBeTruthy();
    await user.clear(rows);
    await user.type(rows, '250');
    const window = dialog.getByLabelText('A window is');
    await user.clear(window);
    await user.type(window, '900');
    await user.click(dialog.getByRole('button', { name: 'Save drift' }));
    const said = await dialog.findByText(/expected: 1\smin to 7\sdays, in whole seconds/);
    expect(said.closest('[id]')?.id).toContain('error');
    await expectNoAxeViolation();
    await user.clear(window);
    await user.type(window, '6');
    await user.click(dialog.getByRole('button', { name: 'Save drift' }));
    expect(await screen.findByRole('heading', { name: 'No window judged yet' })).toBeTruthy();
    expect(sent(platform, 'SetDrift').at(-1)).toEqual({
      endpointId: ENDPOINT,
      share: 1,
      window: 'PT21600S',
      minRows: 250,
    });

    await user.click(screen.getByRole('button', { name: 'Edit drift' }));
    const again = within(await screen.findByRole('dialog'));
    await user.click(again.getByLabelText('Look for drift'));
    expect(again.queryByLabelText('Share of the inferences')).toBeNull();
    await user.click(again.getByRole('button', { name: 'Save drift' }));
    expect(await screen.findByRole('heading', { name: 'Drift is switched off' })).toBeTruthy();
    expect(sent(platform, 'SetDrift').at(-1)).toMatchObject({ share: 0, expectedVersion: 1 });
    expect(world.health[0]?.driftRule?.share).toBe(0);
  });

  it('says which revision has no training profile, and why', async () => {
    const { world, platform } = platformOf();
    drift(world);
    Object.assign(world.health[0] ?? {}, {
      drift: [],
      withoutProfile: { 23: 'there is no reference-profile.json beside the model' },
    });
    openConsole(platform, page);
    expect(
      await screen.findByText(/r23 has no training profile: there is no reference-profile\.json/),
    ).toBeTruthy();
    expect(screen.queryByText(/r22 has no/)).toBeNull();
  });

  it('shows another’s change of the drift before it sets anything', async () => {
    const { world, platform } = platformOf();
    drift(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Edit drift' }));
    const dialog = within(await screen.findByRole('dialog'));
    Object.assign(world.health[0]?.driftRule ?? {}, { minRows: 500, version: 2 });
    await user.click(dialog.getByRole('button', { name: 'Save drift' }));
    expect(await dialog.findByText('Someone else changed it meanwhile')).toBeTruthy();
    expect(dialog.getByText('500')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Save mine' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(world.health[0]?.driftRule?.minRows).toBe(100);
  });
});
