import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { watch } from './world/alerts';
import { drift, observe } from './world/health';
import { globalId } from './world/ids';
import { harbourWorld } from './world/world';

const ENDPOINT = globalId('Endpoint', 'parcel-damage');
const page = `${paths.endpoint(ENDPOINT)}?tab=health`;

function platformOf() {
  const world = harbourWorld(Date.now());
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

const sent = ({ seen }: FakePlatform, name: string) =>
  seen.filter(({ operation }) => operation === name).map(({ variables }) => variables.input);
const strip = () => within(screen.getByRole('region', { name: 'At a glance' }));

describe('the health of an endpoint', () => {
  it('says how well it does and for how many labels came, with two requests', async () => {
    const { world, platform } = platformOf();
    observe(world);
    openConsole(platform, page);
    expect(await screen.findByText('Quality, accuracy')).toBeTruthy();
    expect(strip().getByText(/last frozen window/)).toBeTruthy();
    expect(strip().getByText('178,389')).toBeTruthy();
    expect(strip().getByText(/0\.02\s%, no request waited/)).toBeTruthy();
    const chart = screen.getByRole('figure', { name: 'Accuracy' });
    expect(within(chart).getByText('r23, still counting')).toBeTruthy();
    const coverage = within(screen.getByRole('figure', { name: 'Coverage' }));
    expect(coverage.getAllByRole('listitem').length).toBeGreaterThan(10);
    expect(coverage.getAllByText(/18\s%, still counting/)).toHaveLength(1);
    const asked = platform.seen.filter(({ path }) => path === '/graphql').map(({ operation }) => operation);
    expect(asked.filter((name) => name !== 'Viewer').sort()).toEqual(['Endpoint', 'EndpointHealth']);
    await expectNoAxeViolation();
  });

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

  it('shows how late labels came, and how many wait for a prediction', async () => {
    const { world, platform } = platformOf();
    observe(world);
    openConsole(platform, page);
    expect(await screen.findByText('Label delay')).toBeTruthy();
    expect(await screen.findByText('95 % within 31 h 00 m')).toBeTruthy();
    const panel = within(screen.getByRole('region', { name: 'Late labels' }));
    expect(panel.getByText('127 wait')).toBeTruthy();
    expect(panel.getByText('4,873')).toBeTruthy();
  });

  it('says that no labels came yet, and shows no unit of what is not known', async () => {
    const { world, platform } = platformOf();
    observe(world, { windows: [], arrival: { labels: 0, waiting: 0, median: null, most: null } });
    openConsole(platform, page);
    const figures = within(
      await screen.findByText('no labels yet').then((found) => found.closest('dl') ?? found),
    );
    expect(figures.getByText('no frozen window')).toBeTruthy();
    expect(figures.queryByText('labelled')).toBeNull();
    expect(screen.getByRole('heading', { name: 'No window in 16 days' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('lists windows in figures, those that still count marked', async () => {
    const { world, platform } = platformOf();
    observe(world);
    openConsole(platform, page);
    const table = within(await screen.findByRole('table', { name: 'Windows' }));
    expect(table.getAllByText('Still counting').length).toBeGreaterThan(0);
    expect(table.getAllByText('Frozen').length).toBeGreaterThan(0);
  });

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

  it('shows what somebody else set meanwhile before it sets anything', async () => {
    const { world, platform } = platformOf();
    const { capture } = observe(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Edit capture' }));
    const dialog = within(await screen.findByRole('dialog'));
    if (capture !== null) Object.assign(capture, { share: 0.5, version: 3 });
    await user.click(dialog.getByRole('button', { name: 'Save capture' }));
    expect(await dialog.findByText('Someone else changed it meanwhile')).toBeTruthy();
    expect(dialog.getByText(/50\.00\s%/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Save mine' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(world.health[0]?.capture?.share).toBe(0.01);
  });

  it('has labels collected, and shows where they go', async () => {
    const { world, platform } = platformOf();
    observe(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Edit quality' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByLabelText<HTMLInputElement>('Collect labels').checked).toBe(false);
    await user.click(dialog.getByLabelText('Collect labels'));
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Save quality' }));
    const link = await screen.findByRole('link', { name: 'the data set of labels' });
    expect(link.getAttribute('href')).toBe(
      paths.dataset(globalId('Project', 'parcel-vision'), globalId('Dataset', 'parcel-damage-labels')),
    );
    expect(sent(platform, 'SetQuality').at(-1)).toMatchObject({ collectLabels: true });

    await user.click(screen.getByRole('button', { name: 'Edit quality' }));
    const again = within(await screen.findByRole('dialog'));
    expect(again.getByRole('link', { name: 'parcel-damage labels' })).toBeTruthy();
    await user.click(again.getByLabelText('Collect labels'));
    await user.click(again.getByRole('button', { name: 'Save quality' }));
    await waitFor(() => expect(screen.queryByRole('link', { name: 'the data set of labels' })).toBeNull());
    expect(sent(platform, 'SetQuality').at(-1)).toMatchObject({ collectLabels: false });
  });

  it('may be looked at by who may not write', async () => {
    const { world, platform } = platformOf();
    observe(world);
    world.permissions = ['PROJECT_READ', 'ENDPOINT_READ'];
    openConsole(platform, page);
    expect(await screen.findByText('Quality, accuracy')).toBeTruthy();
    for (const name of ['Edit capture', 'Edit quality', 'Edit drift', 'Look for drift'])
      expect(screen.queryByRole('button', { name })).toBeNull();
    expect(screen.getByText(/Whoever may change the endpoint \(ENDPOINT_WRITE\)/)).toBeTruthy();
    expect(screen.getByText(/You need ENDPOINT_INVOKE to send them/)).toBeTruthy();
  });

  it('fails with its request id, and comes on another try', async () => {
    const { world, platform } = platformOf();
    observe(world);
    platform.day.faults = { EndpointHealth: 'UNAVAILABLE' };
    const { user } = openConsole(platform, page);
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not load the health.*req_\d{4}/s);
    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Quality, accuracy')).toBeTruthy();
  });

  it('says the same of what is forbidden as of what is not there', async () => {
    const { platform } = platformOf();
    platform.day.faults = { EndpointHealth: 'FORBIDDEN' };
    openConsole(platform, page);
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('keeps its place while it is on its way', async () => {
    const { platform } = platformOf();
    platform.day.faults = { EndpointHealth: 'hang' };
    openConsole(platform, page);
    expect(await screen.findByText('Label delay')).toBeTruthy();
    await expectNoAxeViolation();
  });
});

describe('the alerts of an endpoint, beside its health', () => {
  const ERRORS = 'Errors of parcel-damage';
  const LATENCY = 'Latency of parcel-damage';

  /** Of its two rules one fires and one is pending; the project’s other rules speak too. */
  function watched() {
    const both = platformOf();
    observe(both.world);
    watch(both.world);
    return both;
  }

  const panel = async () => within(await screen.findByRole('region', { name: 'Alerts' }));
  const item = async (name: string) => within((await panel()).getByRole('listitem', { name }));

  it('say what fires and what is about to, of this endpoint only, and lead on', async () => {
    const { platform } = watched();
    openConsole(platform, page);
    const found = await panel();
    expect(found.getAllByRole('listitem').map((one) => one.getAttribute('aria-label'))).toEqual([
      ERRORS,
      LATENCY,
    ]);
    expect(found.getByText('1 of 2 rules firing')).toBeTruthy();
    const errors = await item(ERRORS);
    expect(errors.getByText('Firing')).toBeTruthy();
    expect(
      errors.getByText(/share of requests that failed; fires over 2\s% in 5\smin, for 10\smin/),
    ).toBeTruthy();
    expect(errors.getByText('critical')).toBeTruthy();
    expect((await item(LATENCY)).getByText('Pending')).toBeTruthy();
    expect(errors.getByRole('link', { name: ERRORS }).getAttribute('href')).toMatch(
      /^\/alerts\?project=.*alert=/,
    );
    expect(found.getByRole('link', { name: 'Retrain parcel-damage' }).getAttribute('href')).toBe(
      paths.retraining(globalId('RegisteredModel', 'parcel-damage')),
    );
    const asked = platform.seen.filter(({ path }) => path === '/graphql').map(({ operation }) => operation);
    expect(asked.filter((name) => name !== 'Viewer').sort()).toEqual(['Endpoint', 'EndpointHealth']);
    await expectNoAxeViolation();
  });

  it('are taken in hand, by the keyboard alone', async () => {
    const { world, platform } = watched();
    const { user } = openConsole(platform, page);
    const errors = await item(ERRORS);
    errors.getByRole('link', { name: ERRORS }).focus();
    await user.tab();
    expect(document.activeElement?.textContent).toBe('Silence…');
    await user.tab();
    await user.keyboard('{Enter}');
    expect(await errors.findByText(/Acknowledged by engineer/)).toBeTruthy();
    expect(errors.queryByRole('button', { name: `Acknowledge ${ERRORS}` })).toBeNull();
    expect(document.activeElement?.textContent).toBe(ERRORS);
    expect(world.alerts[0]?.acknowledgedBy?.label).toBe('engineer');
    await expectNoAxeViolation();
  });

  it('are silenced by the keyboard alone, with a reason, and the focus returns', async () => {
    const { world, platform } = watched();
    const { user } = openConsole(platform, page);
    const errors = await item(ERRORS);
    errors.getByRole('button', { name: `Silence ${ERRORS}…` }).focus();
    await user.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(`Silence ${ERRORS}?`)).toBeTruthy();
    dialog.getByLabelText(/Reason/).focus();
    await user.keyboard('the camera at dock 4 is exchanged');
    await user.tab();
    await user.tab();
    expect(document.activeElement?.textContent).toBe('Silence rule');
    await user.keyboard('{Enter}');
    expect(
      await errors.findByText(/Silenced until .* UTC by engineer: the camera at dock 4 is exchanged/),
    ).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement?.getAttribute('aria-label')).toBe(`Silence ${ERRORS}…`);
    expect(world.alertRules.find(({ name }) => name === ERRORS)?.silenceReason).toBe(
      'the camera at dock 4 is exchanged',
    );
    await expectNoAxeViolation();
  });

  it('say why one could not be taken in hand, and are read again', async () => {
    const { world, platform } = watched();
    const { user } = openConsole(platform, page);
    const errors = await item(ERRORS);
    const [first] = world.alerts;
    await platform.quiet();
    if (first !== undefined) first.version += 1;
    await user.click(errors.getByRole('button', { name: `Acknowledge ${ERRORS}` }));
    expect((await errors.findByRole('alert')).textContent).toContain('Could not acknowledge the alert');
    const asked = () => platform.seen.filter(({ operation }) => operation === 'EndpointHealth').length;
    await waitFor(() => expect(asked()).toBe(2));
    await platform.quiet();
    await user.click(errors.getByRole('button', { name: `Acknowledge ${ERRORS}` }));
    expect(await errors.findByText(/Acknowledged by engineer/)).toBeTruthy();
  });

  it('are calm where nothing fires', async () => {
    const { world, platform } = watched();
    world.alerts = world.alerts.filter(({ status }) => status === 'RESOLVED');
    openConsole(platform, page);
    const found = await panel();
    expect(found.getByText(/Nothing fires\./)).toBeTruthy();
    expect(found.getByRole('link', { name: '2 rules' })).toBeTruthy();
    expect(found.queryByRole('listitem')).toBeNull();
    await expectNoAxeViolation();
  });

  it('say that no rule watches it, and lead to a new one', async () => {
    const { world, platform } = platformOf();
    observe(world);
    openConsole(platform, page);
    const found = await panel();
    expect(found.getByText(/No rule watches this endpoint\./)).toBeTruthy();
    expect(found.getByRole('link', { name: 'Write a rule' }).getAttribute('href')).toContain('rule=new');
  });

  it('may be looked at by who may not write, and are not there for who may not read them', async () => {
    const { world, platform } = watched();
    world.permissions = ['PROJECT_READ', 'ENDPOINT_READ', 'ALERT_READ'];
    const { unmount } = openConsole(platform, page);
    const found = await panel();
    expect(found.getAllByRole('listitem')).toHaveLength(2);
    expect(found.queryByRole('button')).toBeNull();
    expect(found.queryByRole('link', { name: /Retrain/ })).toBeNull();
    unmount();
    world.permissions = ['PROJECT_READ', 'ENDPOINT_READ'];
    openConsole(platform, page);
    expect(await screen.findByText('Quality, accuracy')).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'Alerts' })).toBeNull();
    const last = platform.seen.filter(({ operation }) => operation === 'EndpointHealth').at(-1);
    expect(last?.variables.alertRead).toBe(false);
  });
});
