import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { iso } from './world/clock';
import { globalId } from './world/ids';
import { harbourWorld, type World } from './world/world';

const PROJECT = globalId('Project', 'parcel-vision');

function platformWith(change: (world: World) => void = () => undefined) {
  const world = harbourWorld();
  change(world);
  return new FakePlatform({ worlds: { harbour: world } });
}

const running = () => screen.getByText('Running now').closest('div')?.textContent;

/** So many finished ones are newer than all the others. */
function crowd(world: World, count: number, status: 'SUCCEEDED' | 'RUNNING') {
  const [pattern] = world.jobs;
  if (pattern === undefined) throw new Error('no job');
  const more = Array.from({ length: count }, (_, index) => ({
    ...pattern,
    id: globalId('Job', `crowd-${index}`),
    name: `crowd ${index}`,
    status,
    runId: null,
    submittedAt: iso(world.now() - index),
  }));
  world.jobs = [...more, ...world.jobs];
}

describe('the page of a project', () => {
  it('counts all that runs, not what runs of the newest', async () => {
    openConsole(
      platformWith((world) => crowd(world, 12, 'SUCCEEDED')),
      paths.project(PROJECT),
    );
    await waitFor(() => expect(running()).toMatch(/^Running now2jobs/));
    await expectNoAxeViolation();
  });

  it('says of more than it counts that there are more', async () => {
    openConsole(
      platformWith((world) => crowd(world, 120, 'RUNNING')),
      paths.project(PROJECT),
    );
    await waitFor(() => expect(running()).toMatch(/^Running now100\+jobs/));
  });

  it.each([
    ['data sets', paths.datasets({ project: 'parcel-vision' })],
    ['models', paths.models({ project: 'parcel-vision' })],
    ['endpoints', paths.endpoints({ project: 'parcel-vision' })],
    ['jobs', paths.jobs({ project: 'parcel-vision' })],
  ])('leads to all %s that are its own', async (what, path) => {
    openConsole(platformWith(), paths.project(PROJECT));
    const link = await screen.findByRole('link', { name: `All ${what} of the project` });
    await waitFor(() => expect(link.getAttribute('href')).toBe(path));
  });

  it('goes on with its experiments where it stands', async () => {
    const platform = platformWith((world) => {
      const [pattern] = world.experiments;
      if (pattern === undefined) throw new Error('no experiment');
      world.experiments = Array.from({ length: 14 }, (_, index) => ({
        ...pattern,
        id: globalId('Experiment', `try-${index}`),
        name: `try ${index}`,
      }));
      world.runs = [];
      world.jobs = [];
    });
    const { user } = openConsole(platform, paths.project(PROJECT));
    await screen.findByRole('link', { name: 'try 9' });
    expect(screen.queryByRole('link', { name: 'try 13' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Show more experiments' }));
    expect(await screen.findByRole('link', { name: 'try 13' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'try 0' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Show more experiments' })).toBeNull();
  });
});

describe('a list of one project', () => {
  it.each([
    [paths.datasets({ project: 'parcel-vision' }), 'parcel-images', 'gate-frames'],
    [paths.models({ project: 'eta-model' }), 'eta', 'parcel-damage'],
    [paths.endpoints({ project: 'parcel-vision' }), 'parcel-damage', 'catalog-rank'],
  ])('%s shows %s and leaves out others, until its filter is taken away', async (path, own, other) => {
    const { user, router } = openConsole(platformWith(), path);
    const table = async () => screen.findByRole('table', { name: /^(Data sets|Models|Endpoints)$/ });
    expect(await within(await table()).findByRole('link', { name: own })).toBeTruthy();
    expect(within(await table()).queryByRole('link', { name: other })).toBeNull();
    await expectNoAxeViolation();
    await user.click(await screen.findByRole('button', { name: /^Remove filter Project/ }));
    await waitFor(() => expect(router.state.location.search).toBe(''));
    expect(await screen.findByRole('link', { name: other })).toBeTruthy();
  });

  it('hides an unknown project, and says where there is nothing of one', async () => {
    const { unmount } = openConsole(platformWith(), paths.models({ project: 'nowhere' }));
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    unmount();
    const { user } = openConsole(platformWith(), paths.endpoints({ project: 'cold-chain-early-warning' }));
    expect(await screen.findByRole('heading', { name: /^No endpoints in Früherkennung/ })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByRole('link', { name: 'catalog-rank' })).toBeTruthy();
  });
});
