import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { tellAgain } from './world/inbox';
import { emptyWorld, harbourWorld } from './world/world';

function platformWith(change: (world: ReturnType<typeof harbourWorld>) => void = () => undefined) {
  const world = harbourWorld();
  change(world);
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

function asked(platform: FakePlatform) {
  return platform.seen.map(({ operation }) => operation).filter((name) => name !== null && name !== 'Viewer');
}

async function rows() {
  return within(await screen.findByRole('list', { name: 'My inbox' })).getAllByRole('listitem');
}

function row(subject: string) {
  const found = screen.getAllByRole('listitem').find((item) => within(item).queryByText(subject) !== null);
  if (found === undefined) throw new Error(`no row of ${subject}`);
  return within(found);
}

describe('inbox', () => {
  it('lists why, what and when, with one action, in one request', async () => {
    const { platform } = platformWith();
    openConsole(platform, '/inbox');

    expect(await rows()).toHaveLength(6);
    const approval = row('parcel-damage v9');
    expect(approval.getByText('Unread')).toBeTruthy();
    expect(approval.getByText('Approval asked')).toBeTruthy();
    expect(approval.getByText('ci: waits for an approval')).toBeTruthy();
    expect(approval.getByRole('link', { name: 'Review: parcel-damage v9' })).toBeTruthy();
    expect(row('damage-vit-l #412').getByRole('link', { name: 'Reply: damage-vit-l #412' })).toBeTruthy();
    expect(row('damage-vit-l #409').queryByText('Unread')).toBeNull();
    expect(screen.getByText(/Only what you may see now is listed/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Inbox, 5 unread' })).toBeTruthy();
    expect(asked(platform)).toEqual(['Inbox']);
    await expectNoAxeViolation();
  });

  it('tells on every page how many are unread, without a request of its own', async () => {
    const { platform } = platformWith();
    const { user } = openConsole(platform, '/');
    expect(await screen.findByRole('link', { name: 'Inbox, 5 unread' })).toBeTruthy();
    await screen.findByText('€6,288.33');
    expect(asked(platform)).toEqual(['Home']);
    await user.keyboard('gi');
    expect(await screen.findByRole('heading', { name: 'Inbox', level: 1 })).toBeTruthy();
  });

  it('marks by keyboard: read, muted, done', async () => {
    const { platform, world } = platformWith();
    const { user } = openConsole(platform, '/inbox');
    await rows();

    await user.keyboard('jj');
    expect(document.activeElement?.textContent).toBe('parcel-damage v9');
    await user.keyboard('u');
    expect(await screen.findByRole('link', { name: 'Inbox, 4 unread' })).toBeTruthy();
    expect(row('parcel-damage v9').queryByText('Unread')).toBeNull();
    await user.keyboard('m');
    expect(await row('parcel-damage v9').findByText('muted')).toBeTruthy();
    await user.keyboard('e');
    await waitFor(() => expect(screen.queryByText('ci: waits for an approval')).toBeNull());
    expect(world.inbox[1]).toMatchObject({ done: true, muted: true, unread: false });
    // The focus stays in the list.
    await waitFor(() => expect(document.activeElement?.textContent).toBe('damage-vit-l #412'));
  });

  it('is narrowed to a reason by keyboard, and to a project, by the platform', async () => {
    const { platform } = platformWith();
    const { user, router } = openConsole(platform, '/inbox');
    await rows();
    await user.keyboard('/');
    expect(document.activeElement?.textContent).toMatch(/^Reason/);
    await user.keyboard('{Enter}');
    await screen.findByRole('menuitemradio', { name: 'Mention' });
    await user.keyboard('{ArrowUp}{ArrowUp}{Enter}');
    await waitFor(() => expect(router.state.location.search).toBe('?reason=MENTION'));
    await waitFor(() => expect(screen.queryByText('ci: waits for an approval')).toBeNull());
    expect(row('damage-vit-l #412').getByText('Mention')).toBeTruthy();
    expect(asked(platform)).toEqual(['Inbox', 'Inbox']);

    await user.click(screen.getByRole('button', { name: /^Project/ }));
    await user.click(await screen.findByRole('menuitemradio', { name: 'dock-ocr' }));
    expect(await screen.findByRole('heading', { name: 'No thread matches' })).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(
      within(screen.getByRole('region', { name: 'My inbox' })).getByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(async () => expect(await rows()).toHaveLength(6));
  });

  it('lists what is done, and takes it back', async () => {
    const { platform, world } = platformWith((before) => {
      before.inbox = before.inbox.map((told, place) => ({ ...told, done: place === 2, muted: place === 4 }));
    });
    const { user } = openConsole(platform, '/inbox?show=done');
    expect(await rows()).toHaveLength(1);
    await user.keyboard('je');
    expect(await screen.findByRole('heading', { name: 'Nothing is done' })).toBeTruthy();
    expect(world.inbox[2]?.done).toBe(false);
    await user.click(screen.getByRole('link', { name: 'Muted' }));
    await waitFor(() => expect(screen.getByText('damage-vit-l #418')).toBeTruthy());
    expect(await rows()).toHaveLength(1);
  });

  it('opens a version by way of the page that finds it, and has then been read', async () => {
    const { platform, world } = platformWith();
    const { user, router } = openConsole(platform, '/inbox');
    await rows();
    await user.keyboard('jj{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/models\//));
    expect(router.state.location.search).toBe('?version=9');
    await waitFor(() => expect(world.inbox[1]?.unread).toBe(false));
  });

  it('says when something new was told meanwhile, and shows it', async () => {
    const { platform, world } = platformWith();
    const { user } = openConsole(platform, '/inbox');
    await rows();
    tellAgain(world, 0, 'Input drift is over: 0.11');
    await user.click(screen.getByRole('button', { name: 'Done: catalog-rank: input drift' }));

    expect(await screen.findByText('Not marked: something new was told meanwhile.')).toBeTruthy();
    expect(await screen.findByText('Input drift is over: 0.11')).toBeTruthy();
    expect(world.inbox[0]?.done).toBe(false);
  });

  it('marks all that is shown as read', async () => {
    const { platform, world } = platformWith();
    const { user } = openConsole(platform, '/inbox');
    await rows();
    await user.click(screen.getByRole('button', { name: 'Mark all read' }));
    expect(await screen.findByRole('link', { name: 'Inbox, nothing unread' })).toBeTruthy();
    expect(world.inbox.every(({ unread }) => !unread)).toBe(true);

    await user.click(screen.getByRole('link', { name: 'Unread' }));
    expect(await screen.findByRole('heading', { name: 'Nothing is unread' })).toBeTruthy();
    await user.click(screen.getByRole('link', { name: 'Show all' }));
    expect(await rows()).toHaveLength(6);
  });

  it('shows what a thread says as text', async () => {
    const { platform } = platformWith((world) => tellAgain(world, 0, '<img src=x onerror=alert(1)>'));
    openConsole(platform, '/inbox');
    expect(await screen.findByText('<img src=x onerror=alert(1)>')).toBeTruthy();
    expect(document.querySelector('img')).toBeNull();
  });

  it('says what would be here', async () => {
    const { user } = openConsole(new FakePlatform({ worlds: { harbour: emptyWorld() } }), '/inbox');
    expect(await screen.findByRole('heading', { name: 'Nothing waits for you' })).toBeTruthy();
    await expectNoAxeViolation();
    await user.keyboard('/');
    expect(document.activeElement?.textContent).toMatch(/^Reason/);
  });

  it('says what failed, and asks again', async () => {
    const { platform } = platformWith();
    platform.day.faults = { Inbox: 'UNAVAILABLE' };
    const { user } = openConsole(platform, '/inbox');
    expect(await screen.findByText('Could not load threads')).toBeTruthy();
    platform.day.faults = {};
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await rows()).toHaveLength(6);
  });

  it('says the same of what is forbidden as of what is not there', async () => {
    const { platform } = platformWith();
    platform.day.faults = { Inbox: 'FORBIDDEN' };
    openConsole(platform, '/inbox');
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    expect(screen.queryByText(/Could not load/)).toBeNull();
  });

  it('keeps its frame while it waits', async () => {
    const { platform } = platformWith();
    platform.day.faults = { Inbox: 'hang' };
    openConsole(platform, '/inbox');
    expect(await screen.findByRole('list', { name: 'Loading the inbox' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('goes on behind threads that the person may not see', async () => {
    const { platform } = platformWith((world) => {
      world.unseen = 50;
    });
    const { user } = openConsole(platform, '/inbox');
    expect(await screen.findByRole('heading', { name: 'Nothing here that you can see yet' })).toBeTruthy();
    expect(screen.queryByText('Nothing waits for you')).toBeNull();
    await expectNoAxeViolation();
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await rows()).toHaveLength(6);
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });
});
