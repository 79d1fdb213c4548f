import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { emptyWorld, harbourWorld } from './world/world';

function platformWith(change: (world: ReturnType<typeof harbourWorld>) => void = () => undefined) {
  const world = harbourWorld();
  change(world);
  return new FakePlatform({ worlds: { harbour: world } });
}

describe('home', () => {
  it('answers the four questions in one request', async () => {
    const platform = platformWith();
    openConsole(platform, '/');

    expect(await screen.findByText('€6,288.33')).toBeTruthy();
    expect(screen.getByRole('img', { name: '64\u00a0% used, 52\u00a0% of the week gone' })).toBeTruthy();
    expect(screen.getByText('120 CPUs leased, 1 queued')).toBeTruthy();
    const waits = within(screen.getByRole('list', { name: 'Waits for you' }));
    expect(waits.getByRole('link', { name: 'Review: Approve parcel-damage v9' })).toBeTruthy();
    expect(screen.getByTitle(/112 of 120 CPUs are leased/)).toBeTruthy();
    expect(screen.getByText('of 5 healthy')).toBeTruthy();
    const asked = platform.seen.map(({ operation }) => operation).filter((name) => name !== 'Viewer');
    expect(asked.filter(Boolean)).toEqual(['Home']);
    await expectNoAxeViolation();
  });

  it('shows no approval to who registered the version, nor to who may not approve', async () => {
    const platform = platformWith((world) => {
      world.modelVersions = world.modelVersions.map((version) =>
        version.status === 'REGISTERED' ? { ...version, author: 'engineer' } : version,
      );
    });
    openConsole(platform, '/');
    await screen.findByText('€6,288.33');
    expect(screen.queryByText('Approve parcel-damage v9')).toBeNull();
  });

  it('shows the approval of a version that a namesake registered', async () => {
    const platform = platformWith((world) => {
      world.modelVersions = world.modelVersions.map((version) =>
        version.status === 'REGISTERED'
          ? {
              ...version,
              author: 'engineer',
              registeredBy: { id: 'person-9', kind: 'PERSON', label: 'engineer' },
            }
          : version,
      );
    });
    openConsole(platform, '/');
    expect(await screen.findByText('Approve parcel-damage v9')).toBeTruthy();
  });

  it('shows work to a role that may not see money', async () => {
    const platform = platformWith();
    platform.day.faults = { Home: 'FORBIDDEN', HomeMoney: 'FORBIDDEN' };
    openConsole(platform, '/');

    expect(await screen.findByText('Your roles do not cover cost')).toBeTruthy();
    expect(screen.getByText('damage-vit-l #418')).toBeTruthy();
  });

  it('says what to do first when nothing is there yet', async () => {
    openConsole(new FakePlatform({ worlds: { harbour: emptyWorld() } }), '/');

    expect(await screen.findByRole('heading', { name: 'Create a project' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Create project' }).getAttribute('href')).toBe('/projects');
    await expectNoAxeViolation();
  });
});
