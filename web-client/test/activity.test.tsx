import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
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
  return platform.seen.map(({ operation }) => operation).filter((name) => name !== null && name !== 'Viewer');
}

describe('activity', () => {
  it('says on Home who did what to which thing, by day, in the page’s own request', async () => {
    const platform = platformWith((world) => {
      world.activity.unshift(
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

  it('shows more, and says what failed of it', async () => {
    const platform = platformWith();
    platform.day.faults = { EarlierActivity: 'UNAVAILABLE' };
    const { user } = openConsole(platform, '/');
    const activity = await panel();
    await user.click(await activity.findByRole('button', { name: 'Show more' }));
    expect(await activity.findByText('Could not load more activity')).toBeTruthy();
    expect(activity.getAllByRole('listitem')).toHaveLength(8);
    platform.day.faults = {};
    await user.click(activity.getByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(activity.getAllByRole('listitem')).toHaveLength(26));
    expect(activity.queryByRole('button', { name: 'Show more' })).toBeNull();
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

  it('goes on behind entries that the person may not see', async () => {
    const platform = platformWith((world) => {
      world.unseen = 8;
    });
    const { user } = openConsole(platform, '/');
    const activity = await panel();
    expect(await activity.findByRole('heading', { name: 'Nothing here that you can see yet' })).toBeTruthy();
    await user.click(activity.getByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(activity.getAllByRole('listitem')).toHaveLength(20));
  });
});
