import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { rule, speak, watch, watchLatency } from '../world/alerts';
import { drift, observe } from '../world/health';
import { globalId } from '../world/ids';
import { ENDPOINT, page, platformOf } from './platform-of';

describe('what to do next, beside the health of an endpoint', () => {
  const DRIFT = 'Drift of parcel-damage';

  const steps = async () => within(await screen.findByRole('list', { name: 'What to do next' }));

  it('is to look at the feature that drifted, to retrain, or to accept it, where no rule watches', async () => {
    const { world, platform } = platformOf();
    drift(world);
    openConsole(platform, page);
    const found = await steps();
    expect(found.getAllByRole('listitem').map((one) => one.querySelector('p')?.textContent)).toEqual([
      'Look at query_length',
      'Retrain parcel-damage',
      'Or accept it for now',
    ]);
    expect(
      found.getByText(/^30 or more: 60\s% of the rows, 40\s% in training\. Drifted since .* UTC\.$/),
    ).toBeTruthy();
    expect(found.getByRole('link', { name: 'Open its retraining' }).getAttribute('href')).toBe(
      paths.retraining(globalId('RegisteredModel', 'parcel-damage')),
    );
    expect(found.getByText(/No rule watches the drift: nobody is told\./)).toBeTruthy();
    expect(found.getByRole('link', { name: 'Write a rule' }).getAttribute('href')).toContain('rule=new');
    // It stands here alone.
    expect(
      within(screen.getByRole('region', { name: 'Alerts' })).queryByRole('link', { name: /Retrain/ }),
    ).toBeNull();
    await expectNoAxeViolation();
  });

  it('leads to the captured rows, and says that quality has not fallen', async () => {
    const { world, platform } = platformOf();
    observe(world);
    const { windows, rule: quality } = world.health[0] ?? {};
    drift(world);
    Object.assign(world.health[0] ?? {}, { windows, rule: quality });
    openConsole(platform, page);
    const found = await steps();
    expect(found.getByRole('link', { name: /^Rows of / }).getAttribute('href')).toContain('/datasets/');
    expect(found.getByText(/Quality has not fallen: /)).toBeTruthy();
  });

  it('silences the rule that fires because of drift', async () => {
    const { world, platform } = platformOf();
    drift(world);
    speak(world, rule(world, { name: DRIFT, kind: 'DRIFT', threshold: 0 }), 20, { value: 1 });
    const { user } = openConsole(platform, page);
    const found = await steps();
    await user.click(found.getByRole('button', { name: `Silence ${DRIFT}…` }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/Reason/), 'long queries are article numbers');
    await user.click(dialog.getByRole('button', { name: 'Silence rule' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(world.alertRules.find(({ name }) => name === DRIFT)?.silenceReason).toBe(
      'long queries are article numbers',
    );
    await waitFor(() => expect(found.queryByRole('button', { name: /^Silence/ })).toBeNull());
  });

  it('is to look at the requests, where they fail, and no training', async () => {
    const { world, platform } = platformOf();
    observe(world);
    watch(world);
    openConsole(platform, page);
    const found = await steps();
    expect(found.getByText(/^Errors of parcel-damage: 3\.12\s%, fires over 2\s%/)).toBeTruthy();
    expect(found.getByRole('link', { name: 'Requests, errors and latency' }).getAttribute('href')).toBe(
      paths.endpoint(ENDPOINT),
    );
    expect(found.getAllByRole('listitem')).toHaveLength(1);
  });

  it('is nothing where all is well, and offers nothing that one may not do', async () => {
    const { world, platform } = platformOf();
    observe(world);
    watchLatency(world);
    const { unmount } = openConsole(platform, page);
    await screen.findByText(/Nothing fires\./);
    expect(screen.queryByRole('region', { name: 'What to do next' })).toBeNull();
    unmount();
    drift(world);
    world.permissions = ['PROJECT_READ', 'ENDPOINT_READ'];
    openConsole(platform, page);
    const found = await steps();
    expect(found.getAllByRole('listitem')).toHaveLength(1);
    expect(found.queryByRole('link', { name: /retraining|rule/ })).toBeNull();
    expect(found.queryByRole('button')).toBeNull();
  });
});
