import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { arrowTo, press, tabTo } from './tab-to';
import { say } from './world/comments';
import { subjectOf } from './world/inbox';
import { harbourWorld, type World } from './world/world';

let world: World;
let platform: FakePlatform;
let run: string;

beforeEach(() => {
  world = harbourWorld();
  platform = new FakePlatform({ worlds: { harbour: world } });
  run = subjectOf(world, 'RUN', 'damage-vit-l #412').id;
});

async function comments() {
  const list = within(await screen.findByRole('list', { name: 'Comments' }));
  return list.getAllByRole('listitem').map((item) => within(item));
}

/** The one that was said last. */
async function last() {
  const said = (await comments()).at(-1);
  if (said === undefined) throw new Error('nothing was said');
  return said;
}

describe('comments', () => {
  it('shows what was said, by whom, what was changed and that something was deleted', async () => {
    openConsole(platform, `${paths.run(run)}#comments`);
    const [first, own, gone] = await comments();
    expect(first?.getByText('Vision lead')).toBeTruthy();
    const link = first?.getByRole('link', { name: 'the notes' });
    expect(link?.getAttribute('target')).toBe('_blank');
    expect(link?.getAttribute('rel')).toContain('noopener');
    expect(own?.getByText(/edited/)).toBeTruthy();
    expect(gone?.getByText(/This comment was deleted/)).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('sends with Ctrl Enter, and asks for nothing again', async () => {
    const { user } = openConsole(platform, paths.run(run));
    await comments();
    const asked = platform.seen.length;
    const field = await screen.findByRole('textbox', { name: 'Your comment' });
    await user.type(field, 'Within noise.{Control>}{Enter}{/Control}');
    await waitFor(async () => expect((await last()).getByText('Within noise.')).toBeTruthy());
    expect((field as HTMLTextAreaElement).value).toBe('');
    expect(platform.seen.slice(asked).map(({ operation }) => operation)).toEqual(['AddComment']);
  });

  it('mentions a member by keyboard, and says who was not told', async () => {
    const { user } = openConsole(platform, paths.run(run));
    await comments();
    const payer = world.members.find(({ grants }) => grants.every(({ role }) => role === 'BILLING'));
    const name = payer?.person.name ?? '';
    expect(name).not.toBe('');
    const field = await screen.findByRole('textbox', { name: 'Your comment' });
    await user.type(field, `ask @${name.slice(0, 4)}`);
    expect(await screen.findByRole('option', { name })).toBeTruthy();
    await expectNoAxeViolation();
    await user.keyboard('{Enter}');
    expect((field as HTMLTextAreaElement).value).toBe(`ask [@${name}](member:${payer?.id}) `);
    await user.click(screen.getByRole('button', { name: 'Comment' }));
    const said = `${name} has no access to this run and was not told.`;
    await waitFor(async () => expect((await last()).getByText(said)).toBeTruthy());
    expect(screen.getByText(`Sent. ${said}`)).toBeTruthy();
  });

  it('shows text that is HTML as text', async () => {
    say(world, run, '<script>alert(1)</script><img src=x onerror=alert(1)>', 'Stranger');
    openConsole(platform, paths.run(run));
    expect((await last()).getByText('<script>alert(1)</script><img src=x onerror=alert(1)>')).toBeTruthy();
    expect(document.querySelector('#comments script, #comments img')).toBeNull();
  });

  it('changes one’s own only, and says when it was changed meanwhile', async () => {
    const { user } = openConsole(platform, paths.run(run));
    await comments();
    await user.click(await screen.findByRole('button', { name: 'What to do with the comment of Engineer' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Edit' }));
    const field = await screen.findByRole('textbox', { name: 'Change the comment' });
    await user.clear(field);
    await user.type(field, 'Mine');
    const row = world.comments.find(({ createdBy }) => createdBy.id === world.me.id);
    if (row === undefined) throw new Error('nothing of one’s own');
    await platform.quiet();
    Object.assign(row, { version: row.version + 1, html: '<p>Theirs</p>' });
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('It was changed meanwhile.')).toBeTruthy();
    expect(await screen.findByText('Theirs')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Change the comment' })).toBeNull());
    expect(await screen.findByText('Mine')).toBeTruthy();
  });

  it('deletes after it has asked', async () => {
    const { user } = openConsole(platform, paths.run(run));
    await comments();
    await user.click(await screen.findByRole('button', { name: 'What to do with the comment of Engineer' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete your comment?' }));
    await user.click(dialog.getByRole('button', { name: 'Delete comment' }));
    await waitFor(() => expect(screen.getAllByText(/This comment was deleted/)).toHaveLength(2));
  });

  it('changes and deletes by keyboard alone', async () => {
    const { user } = openConsole(platform, paths.run(run));
    await comments();
    const menu = () => screen.findByRole('button', { name: 'What to do with the comment of Engineer' });
    await press(user, await menu());
    await arrowTo(user, 'Edit');
    await user.keyboard('{Enter}');
    const field = await screen.findByRole('textbox', { name: 'Change the comment' });
    await waitFor(() => expect(document.activeElement).toBe(field));
    await user.keyboard('{Control>}a{/Control}By hand{Control>}{Enter}{/Control}');
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Change the comment' })).toBeNull());
    expect(screen.getByText('By hand')).toBeTruthy();
    await waitFor(() =>
      expect(document.activeElement?.getAttribute('aria-label')).toBe(
        'What to do with the comment of Engineer',
      ),
    );
    await press(user, await menu());
    await arrowTo(user, 'Delete…');
    await user.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete your comment?' }));
    await tabTo(user, dialog.getByRole('button', { name: 'Delete comment' }));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getAllByText(/This comment was deleted/)).toHaveLength(2));
  });

  it('lets nobody speak without COMMENT_WRITE, and nobody delete what others said without PROJECT_WRITE', async () => {
    world.permissions = world.permissions.filter((permission) => permission !== 'COMMENT_WRITE');
    openConsole(platform, paths.run(run));
    await comments();
    await screen.findByText('Is it within noise, or do we lose it at 448?');
    expect(screen.queryByRole('textbox', { name: 'Your comment' })).toBeNull();
    expect(screen.queryByRole('button', { name: /What to do/ })).toBeNull();
  });

  it('keeps what was written when it could not be sent', async () => {
    platform.day.faults = { AddComment: 'UNAVAILABLE' };
    const { user } = openConsole(platform, paths.run(run));
    await comments();
    const field = await screen.findByRole('textbox', { name: 'Your comment' });
    await user.type(field, 'Kept');
    await user.click(screen.getByRole('button', { name: 'Comment' }));
    expect(await screen.findByText('Could not send the comment')).toBeTruthy();
    expect((field as HTMLTextAreaElement).value).toBe('Kept');
  });

  it.each([
    ['job', (of: World) => paths.job(of.jobs[0]?.id ?? '')],
    ['endpoint', (of: World) => paths.endpoint(of.endpoints[0]?.id ?? '')],
    ['version', (of: World) => paths.model(of.models[0]?.id ?? '')],
    ['version', (of: World) => paths.dataset(of.datasets[0]?.projectId ?? '', of.datasets[0]?.id ?? '')],
  ])('is on the page of a %s', async (word, path) => {
    const { user } = openConsole(platform, path(world));
    const field = await screen.findByRole('textbox', { name: 'Your comment' });
    expect(screen.getByText(new RegExp(`Nobody has said anything of this ${word} yet`))).toBeTruthy();
    await user.type(field, 'Looks well{Control>}{Enter}{/Control}');
    await waitFor(async () => expect((await last()).getByText('Looks well')).toBeTruthy());
    await expectNoAxeViolation();
  });
});
