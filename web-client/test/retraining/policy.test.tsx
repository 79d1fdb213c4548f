import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { pick, picked } from '../pick';
import { press, tabTo } from '../tab-to';
import { globalId } from '../world/ids';
import { retrain } from '../world/retraining';
import { page, platformOf, region, sentTo } from './platform-of';

describe('the policy', () => {
  it('shows the policy with its rules of clocks, and the next five in its zone and in UTC', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    openConsole(platform, page);
    const triggers = within(await screen.findByRole('list', { name: 'Triggers' }));
    expect(triggers.getByText(/the clocks skip runs after the gap.*missed ones are one run/)).toBeTruthy();
    expect(triggers.getAllByText('Armed')).toHaveLength(2);
    expect(triggers.getByText('Not set')).toBeTruthy();
    const policy = region('Policy');
    expect(policy.getByText('a person other than its author')).toBeTruthy();
    expect(policy.getByText(/canary 5 % for 1\sh, 25 % for 1\sh at/)).toBeTruthy();
    expect((await policy.findAllByRole('link', { name: 'parcel-images' })).length).toBe(2);
    const next = within(screen.getByRole('list', { name: 'Next five instants' })).getAllByRole('listitem');
    expect(next).toHaveLength(5);
    expect(next[0]?.textContent).toMatch(/^Thu 26 Nov06:3005:30 UTC/);
    expect(region('Cooldown and breaker').getByText(/2 of 3 trainings in 21\sdays/)).toBeTruthy();
  });
});

describe('the policy editor', () => {
  it('checks what is filled in, places what is refused, and saves', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Set a policy' }));
    const dialog = within(await screen.findByRole('dialog'));
    // All at once: the whole form is drawn anew with each key.
    const write = async (label: string | RegExp, text: string) => {
      await user.click(dialog.getByLabelText(label));
      await user.paste(text);
    };
    await write('Schedule', '* 6 * * 4');
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    expect(await dialog.findByText('A time zone such as Europe/Berlin')).toBeTruthy();
    expect(dialog.getAllByText('The column with the label').length).toBeGreaterThan(0);
    expect(sentTo(platform, 'SetRetrainingPolicy')).toHaveLength(0);
    await expectNoAxeViolation();
    await write(/^Time zone/, 'Europe/Berlin');
    await pick(user, dialog.getByLabelText('Data set'), 'parcel-images');
    await pick(user, dialog.getByLabelText('Scored on'), 'parcel-labels');
    await pick(user, dialog.getByLabelText('Experiment'), 'damage-classifier');
    await write('Label', 'damage');
    await write('Maximum cost of a run', '60');
    await pick(user, dialog.getByLabelText('Endpoint'), 'parcel-damage');
    await write('Transform', 'SELECT * FROM data');
    await pick(user, dialog.getByLabelText('Transform makes'), 'parcel-labels');
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    expect((await dialog.findAllByText('Another data set than the policy reads')).length).toBeGreaterThan(0);
    await user.clear(dialog.getByLabelText('Transform'));
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    expect((await dialog.findAllByText(/expected: at least 15 minutes apart/)).length).toBeGreaterThan(0);
    await user.clear(dialog.getByLabelText('Schedule'));
    await write('Schedule', '30 6 * * 4');
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    expect(await screen.findByRole('list', { name: 'Next five instants' })).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(world.policies[0]).toMatchObject({
      schedule: { cron: '30 6 * * 4', zone: 'Europe/Berlin' },
      maxCost: { amount: '60' },
      canary: [
        { weight: 5, hold: 'PT3600S' },
        { weight: 25, hold: 'PT3600S' },
      ],
      version: 1,
    });
  });

  it('keeps the labels that its transform joins', async () => {
    const { world, platform } = platformOf();
    const labels = globalId('Dataset', 'parcel-labels');
    retrain(world, {
      transform: { datasetId: globalId('Dataset', 'shaped'), sql: 'SELECT 1', labelsDatasetId: labels },
    });
    const { user } = openConsole(platform, page);
    await screen.findByText(/, with labels of/);
    await waitFor(() =>
      expect(screen.getByText(/, with labels of/).textContent).toMatch(/with labels of parcel-labels$/),
    );
    await user.click(screen.getByRole('button', { name: 'Edit policy' }));
    const dialog = within(await screen.findByRole('dialog'));
    await waitFor(() => expect(picked(dialog.getByLabelText('Late labels'))).toBe('parcel-labels'));
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(platform, 'SetRetrainingPolicy')[0]?.variables).toMatchObject({
      input: { transform: { labelsDatasetId: labels } },
    });
  });

  it('is used by keyboard alone, and Escape saves nothing', async () => {
    const { world, platform } = platformOf();
    retrain(world);
    const { user } = openConsole(platform, page);
    const opener = await screen.findByRole('button', { name: 'Edit policy' });
    await press(user, opener);
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(opener);
    await user.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    await tabTo(user, dialog.getByLabelText('Maximum cost of a run'));
    await user.keyboard('{Control>}a{/Control}75');
    await tabTo(user, dialog.getByRole('button', { name: 'Save policy' }));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(world.policies[0]?.maxCost.amount).toBe('75');
    expect(sentTo(platform, 'SetRetrainingPolicy')).toHaveLength(1);
  });

  it('shows what another person set meanwhile beside what one has, and lets one choose', async () => {
    const { world, platform } = platformOf();
    const policy = retrain(world);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Edit policy' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByLabelText(/^Active/));
    policy.version = 5;
    policy.maxCost = { amount: '80.00', currency: 'EUR' };
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    const sides = within(await dialog.findByRole('table', { name: 'Theirs beside yours' }));
    expect(sides.getByRole('row', { name: 'Maximum cost €80.00 €60.00' })).toBeTruthy();
    expect(sides.getByRole('row', { name: 'Active on off' })).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Take theirs' }));
    expect(dialog.getByLabelText<HTMLInputElement>('Maximum cost of a run').value).toBe('80.00');
    await user.click(dialog.getByLabelText(/^Active/));
    policy.version = 6;
    await user.click(dialog.getByRole('button', { name: 'Save policy' }));
    await user.click(await dialog.findByRole('button', { name: 'Save mine over version 6' }));
    expect(await screen.findByText('The policy is switched off.')).toBeTruthy();
    expect(world.policies[0]).toMatchObject({ active: false, version: 7 });
  });
});
