import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

function harbour() {
  return new FakePlatform({ worlds: { harbour: harbourWorld() } });
}

describe('what one may not do', () => {
  it('is in no menu and no list of pages', async () => {
    const platform = harbour();
    platform.world().permissions = ['PROJECT_READ', 'MEMBER_READ'];
    const { user } = openConsole(platform, '/settings');
    await screen.findByText('2026-01-12 09:00:00 UTC');
    const main = within(screen.getByRole('navigation', { name: 'Main' }));
    expect(main.getAllByRole('link').map(({ textContent }) => textContent)).toEqual([
      'Home',
      expect.stringMatching(/^Inbox/),
      'Projects',
      'Members',
      'Settings',
    ]);
    const settings = within(screen.getByRole('navigation', { name: 'Settings' }));
    expect(settings.queryByRole('link', { name: 'Audit log' })).toBeNull();

    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: 'Search or jump to' }), 'e');
    expect(screen.getByRole('option', { name: /^Projects/ })).toBeTruthy();
    for (const name of [/^Data sets/, /^Create API key/, /^Create project/, /^Open the ledger/])
      expect(screen.queryByRole('option', { name })).toBeNull();
  });

  it('asks for it with the page, never by itself', async () => {
    const platform = harbour();
    openConsole(platform, '/models');
    await screen.findByRole('link', { name: 'parcel-damage' });
    const asked = platform.seen.filter(({ path }) => path === '/graphql').map(({ operation }) => operation);
    expect(asked.filter((name) => name !== 'Viewer')).toEqual(['Models']);
    expect(screen.getByRole('link', { name: 'API keys' })).toBeTruthy();
  });
});
