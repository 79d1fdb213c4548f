import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import type { Permission } from './generated/schema';
import { openConsole } from './open-console';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';
import { EVERY_PERMISSION } from './world/organisation';
import { harbourWorld, type World } from './world/world';

const PROJECT = globalId('Project', 'parcel-vision');
const ENDPOINT = globalId('Endpoint', 'parcel-damage');
const MODEL = globalId('RegisteredModel', 'parcel-damage');

function open(path: string, change: (world: World) => void) {
  const world = harbourWorld(Date.now());
  change(world);
  const platform = new FakePlatform({ worlds: { harbour: world } });
  const opened = openConsole(platform, path);
  const asked = () =>
    platform.seen
      .filter(({ path: door }) => door === '/graphql')
      .map(({ operation }) => operation)
      .filter((name) => name !== 'Viewer');
  return { ...opened, platform, asked };
}

function without(...missing: readonly Permission[]) {
  return (world: World) => {
    world.permissions = EVERY_PERMISSION.filter((permission) => !missing.includes(permission));
  };
}

/** Those hold it in one project, which is not the one that the page is about. */
function elsewhere(...missing: readonly Permission[]) {
  return (world: World) => {
    without(...missing)(world);
    world.permissionsIn = { [globalId('Project', 'dock-ocr')]: [...missing] };
  };
}

function here(...missing: readonly Permission[]) {
  return (world: World) => {
    without(...missing)(world);
    world.permissionsIn = { [PROJECT]: [...missing] };
  };
}

describe('the page of a project', () => {
  const PARTS: readonly (readonly [Permission, string])[] = [
    ['DATASET_READ', 'Data sets'],
    ['RUN_READ', 'Experiments'],
    ['JOB_READ', 'Jobs'],
    ['MODEL_READ', 'Models'],
    ['ENDPOINT_READ', 'Endpoints'],
    ['COST_READ', 'Cost'],
  ];

  it.each(PARTS)('does without %s', async (permission, part) => {
    const { asked } = open(paths.project(PROJECT), without(permission));
    expect(await screen.findByRole('heading', { level: 1, name: 'parcel-vision' })).toBeTruthy();
    for (const [, title] of PARTS)
      expect(screen.queryByRole('heading', { level: 2, name: new RegExp(`^${title}`) }) === null).toBe(
        title === part,
      );
    expect(asked()).toEqual(['Project']);
  });

  it('asks a second time for what one may see in this project alone', async () => {
    const { asked } = open(paths.project(PROJECT), here('JOB_READ', 'COST_READ'));
    expect(await screen.findByRole('link', { name: 'damage-vit-l #418' })).toBeTruthy();
    expect(screen.getByText('Spent this month')).toBeTruthy();
    expect(asked()).toEqual(['Project', 'Project']);
  });

  it('shows what is there, and what failed, when the second question fails', async () => {
    const { platform, user, asked } = open(paths.project(PROJECT), here('JOB_READ'));
    platform.day.faults = {
      get Project() {
        return asked().length === 2 ? ('UNAVAILABLE' as const) : undefined;
      },
    };
    expect((await screen.findByRole('alert')).textContent).toMatch(/Could not load all of the project/);
    expect(screen.getByRole('heading', { level: 2, name: /^Data sets/ })).toBeTruthy();
    expect(screen.queryByRole('heading', { level: 2, name: /^Jobs/ })).toBeNull();
    expect(asked()).toEqual(['Project', 'Project']);
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('link', { name: 'damage-vit-l #418' })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('draws no strip for who may see no part of it', async () => {
    open(paths.project(PROJECT), (world) => {
      world.permissions = ['PROJECT_READ'];
    });
    expect(await screen.findByRole('heading', { level: 1, name: 'parcel-vision' })).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'At a glance' })).toBeNull();
  });

  it('is hidden from whoever may not read it', async () => {
    open(paths.project(globalId('Project', 'none')), () => undefined);
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
  });
});

describe('the page of an endpoint', () => {
  it.each([
    ['who may not see cost', without('COST_READ'), ['Endpoint', 'EndpointExamples']],
    ['who may elsewhere', elsewhere('COST_READ'), ['Endpoint']],
  ])('leaves cost out for %s', async (_who, change, operations) => {
    const { asked } = open(paths.endpoint(ENDPOINT), change);
    expect(await screen.findByText('of 6 wanted')).toBeTruthy();
    const strip = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(strip.queryByText('per 1,000')).toBeNull();
    await waitFor(() => expect(asked().sort()).toEqual(operations));
  });

  it('shows cost to who may see it in its project', async () => {
    open(paths.endpoint(ENDPOINT), here('COST_READ'));
    expect(await screen.findByText('per 1,000')).toBeTruthy();
  });
});

describe('the page of a model', () => {
  it.each([
    ['who may see no endpoint', without('ENDPOINT_READ')],
    ['who may elsewhere', elsewhere('ENDPOINT_READ')],
  ])('does not say where it is served to %s', async (_who, change) => {
    open(paths.model(MODEL), change);
    expect(await screen.findByRole('heading', { level: 1, name: 'parcel-damage v9' })).toBeTruthy();
    expect(screen.queryByText('not served')).toBeNull();
    const versions = within(screen.getByRole('table', { name: 'All versions' }));
    expect(versions.queryByRole('columnheader', { name: /^Live/ })).toBeNull();
  });

  it('has the column of where it is live for who may see endpoints', async () => {
    open(paths.model(MODEL), () => undefined);
    const versions = within(await screen.findByRole('table', { name: 'All versions' }));
    expect(versions.getByRole('columnheader', { name: /^Live/ })).toBeTruthy();
  });

  it.each([
    ['who may see no endpoint', without('ENDPOINT_READ'), false],
    ['who may see those of other projects', elsewhere('ENDPOINT_READ'), false],
    ['who may see those of its project', here('ENDPOINT_READ'), true],
  ])('offers to deploy as it should to %s', async (_who, change, offered) => {
    open(paths.model(MODEL, 8), change);
    expect(await screen.findByRole('button', { name: 'Set alias' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Deploy v8' }) !== null).toBe(offered);
  });
});
