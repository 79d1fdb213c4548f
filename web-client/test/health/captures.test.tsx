import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { observe } from '../world/health';
import { ENDPOINT, page, platformOf, sent } from './platform-of';

describe('what an endpoint captures', () => {
  it('says what is kept, without what, and why something was dropped', async () => {
    const { world, platform } = platformOf();
    observe(world);
    openConsole(platform, page);
    const panel = within(await screen.findByRole('region', { name: 'Captures' }));
    expect(panel.getByText('user_id')).toBeTruthy();
    expect(panel.getByRole('link', { name: 'parcel-damage captures' }).getAttribute('href')).toContain(
      '/datasets/',
    );
    expect(panel.getByText('29')).toBeTruthy();
    expect(panel.getByText(/^90\s+days$/)).toBeTruthy();
    const labels = within(screen.getByRole('region', { name: 'Late labels' }));
    expect(labels.getByRole('region', { name: 'Command' }).textContent).toContain(
      `"endpointId":"${ENDPOINT}"`,
    );
  });

  it('shows the rows that are kept when that is wanted, with what is redacted marked', async () => {
    const { world, platform } = platformOf();
    observe(world);
    const { user } = openConsole(platform, page);
    const panel = within(await screen.findByRole('region', { name: 'Captured rows' }));
    expect(panel.getByText(/was never written down, and is marked as such/)).toBeTruthy();
    await user.click(panel.getByRole('button', { name: 'Show the first rows' }));
    const rows = within(await screen.findByRole('table', { name: 'Captured rows' }));
    const [, first, second] = rows.getAllByRole('row');
    expect(rows.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
      'Time, UTC',
      'Inference id',
      'Revision',
      'query',
      'user_id',
      'pixels',
      'dock',
      '→ label',
      '→ scores',
      'Latency',
    ]);
    expect(rows.getAllByRole('img', { name: 'redacted' })).toHaveLength(12);
    expect(first?.textContent).toMatch(/01JD8R2M-0r23.*digest kept4whole0\.84, 0\.1, 0\.03 and 2 more/);
    expect(second?.textContent).toMatch(/torn/);
    expect(screen.getByRole('link', { name: 'parcel-damage captures v16' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says how many captured rows are too long to be shown', async () => {
    const { world, platform } = platformOf();
    observe(world);
    const version = world.datasetVersions.find(({ firstRows }) => firstRows !== undefined);
    version?.firstRows?.push('{"id":"cut');
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Show the first rows' }));
    expect(await screen.findByText(/1 row is too long to be shown here/)).toBeTruthy();
  });

  it('says why there is no captured row to be seen', async () => {
    const { world, platform } = platformOf();
    observe(world);
    world.datasetVersions = world.datasetVersions.filter(({ firstRows }) => firstRows === undefined);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Show the first rows' }));
    expect(await screen.findByRole('heading', { name: 'No rows yet' })).toBeTruthy();
    expect(screen.getByText(/waits until its collector seals the first one/)).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('shows no captured row to who may not read the data set', async () => {
    const { world, platform } = platformOf();
    const { capture } = observe(world);
    if (capture !== null) capture.datasetId = null;
    openConsole(platform, page);
    const panel = within(await screen.findByRole('region', { name: 'Captured rows' }));
    expect(panel.getByText(/who may read the data set \(DATASET_READ\)/)).toBeTruthy();
    expect(panel.queryByRole('button')).toBeNull();
  });

  it('fails with its request id where the rows cannot be read, and reads them again', async () => {
    const { world, platform } = platformOf();
    observe(world);
    platform.day.faults = { CapturedRows: 'UNAVAILABLE' };
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Show the first rows' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not read the rows.*req_\d{4}/s);
    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('table', { name: 'Captured rows' })).toBeTruthy();
  });

  it('captures requests where nothing was captured, and holds them against labels', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, page);
    expect(await screen.findByRole('heading', { name: 'Nothing is captured' })).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(screen.getByRole('button', { name: 'Capture requests' }));
    const dialog = within(await screen.findByRole('dialog'));
    const share = dialog.getByLabelText('Share of the inferences');
    await user.clear(share);
    await user.type(share, '101');
    await user.click(dialog.getByRole('button', { name: 'Save capture' }));
    expect(dialog.getByText('A number, 0 to 100')).toBeTruthy();
    await expectNoAxeViolation();
    await user.clear(share);
    await user.type(share, '2.5');
    const days = dialog.getByLabelText('Stays for');
    await user.clear(days);
    await user.type(days, '4000');
    await user.click(dialog.getByRole('button', { name: 'Save capture' }));
    expect(dialog.getByText('Whole days, 1 to 3,650')).toBeTruthy();
    await user.clear(days);
    await user.type(days, '30');
    await user.type(dialog.getByLabelText('Redacted inputs and outputs'), 'name\nplate');
    await user.click(dialog.getByRole('button', { name: 'Save capture' }));
    expect(await screen.findByRole('heading', { name: 'Not held against labels' })).toBeTruthy();
    expect(sent(platform, 'SetCapture')).toEqual([
      { endpointId: ENDPOINT, share: 0.025, redact: ['name', 'plate'], retention: 'P30D' },
    ]);

    await user.click(screen.getByRole('button', { name: 'Hold against labels' }));
    const quality = within(await screen.findByRole('dialog'));
    const output = quality.getByLabelText(/Output/);
    await user.type(output, 'plate');
    await user.click(quality.getByRole('button', { name: 'Save quality' }));
    expect(await quality.findByText('output: plate (expected: one that is not redacted)')).toBeTruthy();
    await expectNoAxeViolation();
    await user.clear(output);
    await user.type(output, 'label');
    await user.click(quality.getByRole('button', { name: 'Save quality' }));
    expect(await screen.findByRole('heading', { name: 'No window in 16 days' })).toBeTruthy();
    expect(sent(platform, 'SetQuality').at(-1)).toMatchObject({
      output: 'label',
      measure: 'ACCURACY',
      window: 'PT86400S',
      horizon: 'PT172800S',
    });
  });
});
