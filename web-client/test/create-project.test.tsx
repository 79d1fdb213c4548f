import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { someProjects } from './world/projects';
import { emptyWorld } from './world/world';

async function openDialog(user: UserEvent) {
  await user.click(await screen.findByRole('button', { name: 'Create project' }));
  return within(await screen.findByRole('dialog', { name: 'Create project' }));
}

describe('creating a project', () => {
  it('suggests a slug, sends the form once and shows the new row', async () => {
    const platform = new FakePlatform({ worlds: { harbour: emptyWorld({ projects: someProjects(1) }) } });
    const { user } = openConsole(platform);
    const dialog = await openDialog(user);

    await user.type(dialog.getByRole('textbox', { name: /Name/ }), 'Damage classifier');
    expect(dialog.getByRole<HTMLInputElement>('textbox', { name: /Slug/ }).value).toBe('damage-classifier');
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Create project' }));

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const row = (await screen.findByRole('cell', { name: /Damage classifier/ })).closest('tr');
    expect(row?.hasAttribute('data-newest')).toBe(true);
    expect(screen.getByRole('status').textContent).toBe('Project Damage classifier created');
    expect(screen.getByText('2 projects of Example Harbour')).toBeTruthy();
    const sent = platform.seen.filter(({ operation }) => operation === 'CreateProject');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
    expect(sent[0]?.headers.get('X-Keelson-Tenant')).toBe('harbour');
    expect(sent[0]?.headers.get('X-Keelson-CSRF')).toBe('csrf-7f3a');
    expect(sent[0]?.headers.get('X-Requested-With')).toBe('XMLHttpRequest');
  });

  it('puts what the platform refuses under its field and keeps the input', async () => {
    const { user } = openConsole(
      new FakePlatform({ worlds: { harbour: emptyWorld({ projects: someProjects(1) }) } }),
    );
    const dialog = await openDialog(user);
    await user.type(dialog.getByRole('textbox', { name: /Name/ }), 'X');
    await user.click(dialog.getByRole('button', { name: 'Create project' }));

    const slug = dialog.getByRole<HTMLInputElement>('textbox', { name: /Slug/ });
    await waitFor(() => expect(slug.getAttribute('aria-invalid')).toBe('true'));
    const described = (slug.getAttribute('aria-describedby') ?? '').split(' ');
    const text = described.map((id) => document.getElementById(id)?.textContent).join(' ');
    expect(text).toContain('slug: x (expected: 3 to 40 small letters');
    await expectNoAxeViolation();

    await user.type(slug, 'yz');
    expect(slug.getAttribute('aria-invalid')).not.toBe('true');
    await user.click(dialog.getByRole('button', { name: 'Create project' }));
    expect(await screen.findByText('2 projects of Example Harbour')).toBeTruthy();
  });

  it('shows a taken slug as a conflict of that field', async () => {
    const { user } = openConsole(
      new FakePlatform({ worlds: { harbour: emptyWorld({ projects: someProjects(1) }) } }),
    );
    const dialog = await openDialog(user);
    await user.type(dialog.getByRole('textbox', { name: /Name/ }), 'Project 1');
    await user.click(dialog.getByRole('button', { name: 'Create project' }));

    expect(await dialog.findByText('slug: project-1 is taken')).toBeTruthy();
  });

  it('asks for what is missing without asking the platform', async () => {
    const platform = new FakePlatform();
    const { user } = openConsole(platform);
    await screen.findByText('No projects yet');
    await user.click(screen.getByRole('button', { name: 'Create project' }));

    expect(await screen.findByText('A project needs a name')).toBeTruthy();
    expect(platform.seen.some(({ operation }) => operation === 'CreateProject')).toBe(false);
  });
});
