import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, filterBy, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { done } from './world/activity';
import { globalId } from './world/ids';
import { subjectOf } from './world/inbox';
import { harbourWorld } from './world/world';

function platformWith(change: (world: ReturnType<typeof harbourWorld>) => void = () => undefined) {
  const world = harbourWorld();
  change(world);
  return new FakePlatform({ worlds: { harbour: world } });
}

async function panel() {
  return within(await screen.findByRole('region', { name: 'Activity' }));
}

function asked(platform: FakePlatform) {
  const aside = ['Viewer', 'ProjectNames'];
  return platform.seen
    .map(({ operation }) => operation)
    .filter((name) => name !== null && !aside.includes(name));
}

describe('activity', () => {
  it('says on Home who did what to which thing, by day, in the page’s own request', async () => {
    const platform = platformWith((world) => {
      world.activity.splice(
        0,
        3,
        done(
          world,
          'approver',
          'approveModelVersion',
          subjectOf(world, 'MODEL_VERSION', 'parcel-damage v8'),
          0,
        ),
      );
    });
    openConsole(platform, '/');
    const activity = await panel();
    const today = within(await activity.findByRole('region', { name: 'Today' }));
    expect(today.getAllByRole('listitem')[0]?.textContent).toContain(
      'approver approved model version parcel-damage v8',
    );
    expect(activity.getByRole('region', { name: 'Yesterday' })).toBeTruthy();
    const spoken = activity.getByRole('link', { name: 'damage-vit-l #412' });
    expect(spoken.getAttribute('href')).toBe(paths.run(globalId('Run', 'damage-vit-l #412')));
    expect(activity.getByText(/scaled endpoint/)).toBeTruthy();
    expect(asked(platform)).toEqual(['Home']);
    await expectNoAxeViolation();
  });

  it('shows five entries on Home, and leads to all of them', async () => {
    const platform = platformWith();
    const { user } = openConsole(platform, '/');
    const activity = await panel();
    expect(await activity.findAllByRole('listitem')).toHaveLength(5);
    expect(activity.queryByRole('button', { name: 'Show more' })).toBeNull();
    await user.click(activity.getByRole('link', { name: 'All activity' }));
    expect(await screen.findByRole('heading', { name: 'Activity', level: 1 })).toBeTruthy();
  });

  it('is of one project on its page', async () => {
    const platform = platformWith();
    const { user } = openConsole(platform, paths.project(globalId('Project', 'parcel-vision')));
    const activity = await panel();
    await user.click(await activity.findByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(activity.getAllByRole('listitem')).toHaveLength(25));
    expect(activity.queryByText('dock-ocr')).toBeNull();
    expect(asked(platform)).toEqual(['Project', 'EarlierActivityOfProject']);
    await expectNoAxeViolation();
  });

  it('shows names as text', async () => {
    const platform = platformWith((world) => {
      const subject = { ...subjectOf(world, 'RUN', 'damage-vit-l #412'), label: '<img src=x>' };
      world.activity = [done(world, '<b>engineer</b>', 'createRun', subject, 0)];
    });
    openConsole(platform, '/');
    const activity = await panel();
    expect(await activity.findByText('<b>engineer</b>')).toBeTruthy();
    expect(activity.getByRole('link', { name: '<img src=x>' })).toBeTruthy();
  });

  it('says when nothing was done', async () => {
    openConsole(
      platformWith((world) => (world.activity = [])),
      '/',
    );
    expect(await (await panel()).findByRole('heading', { name: 'Nothing was done yet' })).toBeTruthy();
  });

  it('keeps its place while it waits, and is not there for who may see no project', async () => {
    const waiting = platformWith();
    waiting.day.faults = { Home: 'hang' };
    const { unmount } = openConsole(waiting, '/');
    expect(await screen.findByRole('group', { name: 'Loading the activity' })).toBeTruthy();
    unmount();
    openConsole(
      platformWith((world) => {
        world.permissions = ['JOB_READ'];
      }),
      '/',
    );
    expect(await screen.findByText('Running now')).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'Activity' })).toBeNull();
  });

  it('of a project shows more, and says what failed of it', async () => {
    const platform = platformWith();
    platform.day.faults = { EarlierActivityOfProject: 'UNAVAILABLE' };
    const { user } = openConsole(platform, paths.project(globalId('Project', 'parcel-vision')));
    const activity = await panel();
    await user.click(await activity.findByRole('button', { name: 'Show more' }));
    expect(await activity.findByText('Could not load more activity')).toBeTruthy();
    expect(activity.getAllByRole('listitem')).toHaveLength(8);
    platform.day.faults = {};
    await user.click(activity.getByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(activity.getAllByRole('listitem')).toHaveLength(25));
  });

  it('says on Home where the newest entries are of what the person may not see', async () => {
    openConsole(
      platformWith((world) => {
        world.unseen = 5;
      }),
      '/',
    );
    const activity = await panel();
    expect(await activity.findByRole('heading', { name: 'Nothing here that you can see yet' })).toBeTruthy();
    expect(activity.getByRole('link', { name: 'All activity' })).toBeTruthy();
  });
});

describe('all activity', () => {
  it('stands under its days, each with who did what to which thing where', async () => {
    const platform = platformWith();
    openConsole(platform, paths.activity());
    const table = within(await screen.findByRole('table', { name: 'Activity' }));
    expect(await table.findByRole('button', { name: 'Today, 4 entries' })).toBeTruthy();
    expect(table.getByRole('button', { name: 'Yesterday, 2 entries' })).toBeTruthy();
    const row = table.getByRole('link', { name: 'parcel-damage v9' }).closest('tr');
    expect(row?.textContent).toMatch(/^11:02key:ci.*registered model version parcel-damage v9/);
    expect(await within(row ?? document.body).findByRole('link', { name: 'parcel-vision' })).toBeTruthy();
    expect(asked(platform)).toEqual(['AllActivity']);
    await expectNoAxeViolation();
  });

  it('is narrowed by kind and by who did it, in the address', async () => {
    const { user, router } = openConsole(platformWith(), paths.activity());
    await screen.findByRole('link', { name: 'parcel-damage v9' });
    await filterBy(user, 'Kind', /^Endpoint/);
    await waitFor(() => expect(screen.queryByRole('link', { name: 'parcel-damage v9' })).toBeNull());
    expect(screen.getAllByText(/endpoint/).length).toBeGreaterThan(0);
    expect(router.state.location.search).toBe('?kind=ENDPOINT');
    await filterBy(user, 'Who', /^approver/);
    expect(screen.getByRole('button', { name: 'Today, 1 entry' })).toBeTruthy();
  });

  it('shows more, and says what failed of it', async () => {
    const platform = platformWith((world) => {
      const [pattern] = world.activity;
      if (pattern === undefined) throw new Error('nothing was done');
      world.activity = Array.from({ length: 60 }, () => pattern);
    });
    const { user } = openConsole(platform, paths.activity());
    expect(await screen.findByText('The newest 50 entries of Example Harbour')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Today, 50+ entries' })).toBeTruthy();
    platform.day.faults = { AllActivity: 'UNAVAILABLE' };
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await screen.findByText(/Could not load more entries/)).toBeTruthy();
    platform.day.faults = {};
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await screen.findByText('60 entries of Example Harbour')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Today, 60 entries' })).toBeTruthy();
  });

  it('goes on behind entries that the person may not see', async () => {
    const { user } = openConsole(
      platformWith((world) => {
        world.unseen = 50;
      }),
      paths.activity(),
    );
    expect(await screen.findByRole('heading', { name: 'Nothing here that you can see yet' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await screen.findByRole('link', { name: 'parcel-damage v9' })).toBeTruthy();
  });

  it('says when nothing was done, what could not be loaded, and what is not there for whoever may see no project', async () => {
    const { unmount } = openConsole(new FakePlatform(), paths.activity());
    expect(await screen.findByRole('heading', { name: 'Nothing was done yet' })).toBeTruthy();
    unmount();
    const failing = new FakePlatform({ faults: { AllActivity: 'UNAVAILABLE' } });
    const failed = openConsole(failing, paths.activity());
    expect(await screen.findByText(/Could not load entries/)).toBeTruthy();
    failed.unmount();
    openConsole(
      platformWith((world) => {
        world.permissions = ['JOB_READ'];
      }),
      paths.activity(),
    );
    expect(await screen.findByRole('heading', { name: 'Nothing here that you can see' })).toBeTruthy();
  });
});
