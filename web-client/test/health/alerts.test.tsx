import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { watch } from '../world/alerts';
import { observe } from '../world/health';
import { globalId } from '../world/ids';
import { page, platformOf } from './platform-of';

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
