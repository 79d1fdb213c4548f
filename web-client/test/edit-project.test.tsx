import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { openConsole } from './open-console';
import { FakePlatform } from './platform';
import { someProjects } from './world/projects';
import { emptyWorld } from './world/world';

function open() {
  const projects = someProjects(1);
  const platform = new FakePlatform({ worlds: { harbour: emptyWorld({ projects }) } });
  const project = projects[0];
  if (project === undefined) throw new Error('there is no project');
  const { user } = openConsole(platform, paths.project(project.id));
  return { platform, project, user };
}

async function rename(user: UserEvent, name: string) {
  await user.click(await screen.findByRole('button', { name: 'Edit' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Edit project' }));
  const field = dialog.getByRole('textbox', { name: /Name/ });
  await user.clear(field);
  if (name !== '') await user.type(field, name);
  await user.click(dialog.getByRole('button', { name: 'Save project' }));
  return dialog;
}

/** Also behind an open dialog. */
function heading(): string | null | undefined {
  return document.querySelector('h1')?.textContent;
}

describe('editing a project', () => {
  it('shows the new name before the platform has answered', async () => {
    const { platform, user } = open();
    platform.day.faults = { UpdateProject: 'hang' };
    await rename(user, 'Renamed');
    await waitFor(() => expect(heading()).toBe('Renamed'));
  });

  it('takes it back when the platform refuses, and keeps what was written', async () => {
    const { platform, project, user } = open();
    platform.day.faults = { UpdateProject: 'UNAVAILABLE' };
    const dialog = await rename(user, 'Renamed');
    expect(await dialog.findByText('Could not save the project')).toBeTruthy();
    expect(heading()).toBe(project.name);
    expect(dialog.getByRole<HTMLInputElement>('textbox', { name: /Name/ }).value).toBe('Renamed');
  });

  it('shows what another person wrote meanwhile, and saves over it on the second look', async () => {
    const { platform, project, user } = open();
    await screen.findByRole('button', { name: 'Edit' });
    await platform.quiet();
    Object.assign(project, { name: 'Theirs', version: project.version + 1 });
    const dialog = await rename(user, 'Mine');
    expect(await dialog.findByText('Someone else changed it meanwhile')).toBeTruthy();
    expect(dialog.getByRole('cell', { name: 'Theirs' })).toBeTruthy();

    await user.click(dialog.getByRole('button', { name: 'Save mine' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(heading()).toBe('Mine');
    const keys = platform.seen
      .filter(({ operation }) => operation === 'UpdateProject')
      .map(({ headers }) => headers.get('Idempotency-Key'));
    expect(new Set(keys).size).toBe(2);
  });

  it('takes what another person wrote into the fields on request', async () => {
    const { platform, project, user } = open();
    await screen.findByRole('button', { name: 'Edit' });
    await platform.quiet();
    Object.assign(project, { name: 'Theirs', version: project.version + 1 });
    const dialog = await rename(user, 'Mine');
    await user.click(await dialog.findByRole('button', { name: 'Take theirs' }));
    expect(dialog.queryByText('Someone else changed it meanwhile')).toBeNull();
    expect(dialog.getByRole<HTMLInputElement>('textbox', { name: /Name/ }).value).toBe('Theirs');
    await user.type(dialog.getByLabelText('Description'), 'Ours');
    await user.click(dialog.getByRole('button', { name: 'Save project' }));
    await waitFor(() => expect(project).toMatchObject({ name: 'Theirs', description: 'Ours' }));
  });

  it('begins in its first field, is sent by Ctrl Enter, and gives the focus back', async () => {
    const { project, user } = open();
    const edit = await screen.findByRole('button', { name: 'Edit' });
    await user.click(edit);
    const dialog = within(await screen.findByRole('dialog', { name: 'Edit project' }));
    const name = dialog.getByRole('textbox', { name: /Name/ });
    await waitFor(() => expect(document.activeElement).toBe(name));
    await user.clear(name);
    await user.click(dialog.getByLabelText('Description'));
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(document.activeElement).toBe(name));
    await user.type(name, 'By keyboard');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(project.name).toBe('By keyboard');
    await waitFor(() => expect(document.activeElement).toBe(edit));
  });

  it('needs a name', async () => {
    const { platform, user } = open();
    const dialog = await rename(user, '');
    expect(await dialog.findByText('A project needs a name')).toBeTruthy();
    expect(platform.seen.filter(({ operation }) => operation === 'UpdateProject')).toHaveLength(0);
  });
});
