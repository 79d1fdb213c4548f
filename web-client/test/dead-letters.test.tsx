import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { chooseInRow, filterBy, expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

function harbour() {
  return new FakePlatform({ worlds: { harbour: harbourWorld() } });
}

describe('dead letters', () => {
  it('shows what could not be delivered and why, and sends it once more', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/dead-letters');
    expect(await screen.findByText(/damage-vit-l #411 was deleted/)).toBeTruthy();
    expect(screen.getByText('2 events wait for another try')).toBeTruthy();
    await expectNoAxeViolation();
    await chooseInRow(user, 'JobFinished for run-status', 'Replay…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Replay JobFinished?' }));
    expect(dialog.getByText(/after 12 attempts/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Replay event' }));

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(await screen.findByText('1 event waits for another try')).toBeTruthy();
    await filterBy(user, 'Another try', /^Waits/);
    await waitFor(() => expect(screen.queryByText('JobFinished')).toBeNull());
    expect(screen.getByText('BudgetExceeded')).toBeTruthy();
  });

  it('says that another person was faster, and then shows it as sent', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/dead-letters');
    await chooseInRow(user, 'JobFinished for run-status', 'Replay…');
    const letter = platform.world().deadLetters[0];
    if (letter !== undefined) letter.replayedAt = new Date().toISOString();
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Replay event' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('changed meanwhile');
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText('1 event waits for another try')).toBeTruthy();
  });

  it('is to be looked at only without the right to change the organisation', async () => {
    const platform = harbour();
    platform.world().permissions = ['AUDIT_READ'];
    openConsole(platform, '/dead-letters');
    await screen.findByText('JobFinished');
    expect(screen.queryByRole('button', { name: /^Actions of/ })).toBeNull();
    // What a screen of 390 px has between its margins and the frame of the table.
    const table = screen.getByRole('table', { name: 'Dead letters' });
    expect(Number.parseInt(table.style.getPropertyValue('--least-narrow'))).toBeLessThanOrEqual(356);
  });

  it('is calm when there is none, hides what is forbidden, fails with its request id', async () => {
    const { unmount } = openConsole(new FakePlatform(), '/dead-letters');
    expect(await screen.findByRole('heading', { name: 'No dead letters' })).toBeTruthy();
    unmount();
    const hidden = openConsole(new FakePlatform({ faults: { DeadLetters: 'FORBIDDEN' } }), '/dead-letters');
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    hidden.unmount();
    openConsole(new FakePlatform({ faults: { DeadLetters: 'UNAVAILABLE' } }), '/dead-letters');
    expect((await screen.findByRole('alert')).textContent).toMatch(/Could not load dead letters.*req_\d{4}/s);
  });
});
