import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { observe } from '../world/health';
import { globalId } from '../world/ids';
import { page, platformOf, sent, strip } from './platform-of';

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
