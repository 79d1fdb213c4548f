import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { globalId } from '../world/ids';
import { retrain, retrained } from '../world/retraining';
import { find } from '../world/world';
import { page, platformOf, sentTo } from './platform-of';

describe('what people do with it', () => {
  it('retrains now, with a note', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Retrain now' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/with the rights of Vision lead.*at most €60\.00/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.type(dialog.getByLabelText('Why'), 'new camera');
    await user.click(dialog.getByRole('button', { name: 'Retrain now' }));
    expect(await screen.findByText('By hand triggered a run.')).toBeTruthy();
    expect(sentTo(platform, 'Retrain')[0]?.variables.note).toBe('new camera');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says before that it would be refused', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'TRAINING');
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Retrain now' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/Another run goes on: this one would be refused/)).toBeTruthy();
  });

  it('leads to the dialog of the decision on the version', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'AWAITING_APPROVAL');
    const { user, router } = openConsole(platform, page);
    await user.click(await screen.findByRole('link', { name: 'Approve v9' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('button', { name: 'Approve v9' })).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Approve v9' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(find(world.modelVersions, globalId('ModelVersion', 'parcel-damage-9'))?.status).toBe('APPROVED');
    expect(router.state.location.search).not.toContain('decide');
  });

  it('offers no decision to the challenger’s author', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'AWAITING_APPROVAL');
    Object.assign(find(world.modelVersions, globalId('ModelVersion', 'parcel-damage-9')) ?? {}, {
      author: 'engineer',
    });
    openConsole(platform, page);
    expect(await screen.findByText(/You are its author: somebody else decides/)).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Approve v9' })).toBeNull();
  });

  it('rolls back with a reason, and says what becomes of the traffic', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    const run = retrained(world, 'PROMOTED', {
      championId: globalId('ModelVersion', 'parcel-damage-7'),
      challengerId: globalId('ModelVersion', 'parcel-damage-8'),
    });
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Roll back to v7' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText(/v8 \(r23\) loses its 10 % of parcel-damage’s traffic/)).toBeTruthy();
    expect(dialog.getByText(/The alias champion points at v7 again/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Roll back to v7' }));
    expect(await dialog.findByText('Why it is rolled back, in a few words')).toBeTruthy();
    await expectNoAxeViolation();
    await platform.quiet();
    run.version += 1;
    await user.type(dialog.getByLabelText(/Reason/), 'dents fell');
    await user.click(dialog.getByRole('button', { name: 'Roll back to v7' }));
    expect(await dialog.findByText('The run changed meanwhile.')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Decide on that' }));
    await user.click(dialog.getByRole('button', { name: 'Roll back to v7' }));
    expect(await screen.findByText('v8 was rolled back: dents fell.')).toBeTruthy();
  });

  it('offers what one may do alone', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    retrained(world, 'PROMOTED');
    world.permissions = ['PROJECT_READ', 'MODEL_READ'];
    openConsole(platform, page);
    expect(await screen.findByRole('list', { name: 'Triggers' })).toBeTruthy();
    for (const name of ['Retrain now', 'Edit policy', /^Roll back/])
      expect(screen.queryByRole('button', { name })).toBeNull();
    await waitFor(() => {
      expect(sentTo(platform, 'RetrainingBeside')[0]?.variables).toMatchObject({
        datasetRead: false,
        alertRead: false,
      });
    });
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
