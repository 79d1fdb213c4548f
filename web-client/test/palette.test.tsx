import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

async function openPalette(address = '/settings', heading = 'Settings') {
  const platform = new FakePlatform({ worlds: { harbour: harbourWorld() } });
  const opened = openConsole(platform, address);
  await screen.findByRole('heading', { name: heading, level: 1 });
  await opened.user.keyboard('{Control>}k{/Control}');
  const field = await screen.findByRole('combobox', { name: 'Search or jump to' });
  return { ...opened, platform, field };
}

describe('the palette', () => {
  it('finds objects by name and opens one by keyboard alone', async () => {
    const { user, router, platform, field } = await openPalette();
    await user.type(field, 'parcel-dam');
    const found = within(await screen.findByRole('group', { name: 'Found' }));
    expect(found.getAllByRole('option').map((option) => option.textContent)).toEqual([
      'parcel-damageModel in parcel-vision',
      'parcel-damageEndpoint in parcel-vision',
    ]);
    await expectNoAxeViolation();
    await user.keyboard('{ArrowDown}{Enter}');

    await waitFor(() =>
      expect(router.state.location.pathname).toBe(
        `/endpoints/${encodeURIComponent(btoa('Endpoint:parcel-damage'))}`,
      ),
    );
    expect(screen.queryByRole('combobox')).toBeNull();
    const searches = platform.seen.filter(({ operation }) => operation === 'Search');
    expect(searches.map(({ variables }) => variables.text)).toContain('parcel-dam');
    expect(searches.length).toBeLessThan(5);
  });

  it('offers once what the page that is open does itself', async () => {
    const { user, field } = await openPalette('/projects', 'Projects');
    await screen.findByRole('group', { name: 'On this page' });
    await user.type(field, 'create project');
    expect(screen.getAllByRole('option', { name: /^Create project/ })).toHaveLength(1);
  });

  it('goes to pages and does things', async () => {
    const { user, router, field } = await openPalette();
    await user.type(field, 'create pro');
    await user.keyboard('{Enter}');

    expect(await screen.findByRole('dialog', { name: 'Create project' })).toBeTruthy();
    expect(router.state.location.pathname).toBe('/projects');
  });

  it('says that nothing is called so', async () => {
    const { user, field } = await openPalette();
    await user.type(field, 'zebra');
    expect(await screen.findByText(/Nothing is called “zebra”/)).toBeTruthy();
  });
});
