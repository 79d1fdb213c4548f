import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { someProjects } from './world/projects';
import { emptyWorld } from './world/world';

describe('the project list', () => {
  it('shows its frame and skeleton while the answer is on its way', async () => {
    openConsole(new FakePlatform({ faults: { '*': 'hang' } }));

    const table = await screen.findByRole('table', { name: 'Loading projects' });
    expect(table.getAttribute('aria-busy')).toBe('true');
    expect(screen.getByRole('heading', { level: 1, name: 'Projects' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('shows name, slug, description and when each was created', async () => {
    openConsole(new FakePlatform({ worlds: { harbour: emptyWorld({ projects: someProjects(2) }) } }));

    const row = (await screen.findByRole('cell', { name: /Project 2/ })).closest('tr');
    if (row === null) throw new Error('no row');
    expect(within(row).getAllByText('project-2')).not.toHaveLength(0);
    expect(within(row).getByText('What project 2 is for')).toBeTruthy();
    expect(within(row).getByTitle('2026-01-01 02:00:00 UTC').tagName).toBe('TIME');
    expect(screen.getByText('2 projects of Example Harbour')).toBeTruthy();
    await waitFor(() => expect(document.title).toBe('Projects · Keelson'));
    await expectNoAxeViolation();
  });

  it('fetches page after page and keeps what it has', async () => {
    const { user } = openConsole(
      new FakePlatform({ worlds: { harbour: emptyWorld({ projects: someProjects(70) }) } }),
    );

    await screen.findByText('The first 50 projects of Example Harbour');
    await user.click(screen.getByRole('button', { name: 'Show more' }));

    await screen.findByText('70 projects of Example Harbour');
    expect(screen.getByText('Project 70')).toBeTruthy();
    expect(screen.getByText('Project 1')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it('says what a project is and offers the form when there is none', async () => {
    openConsole(new FakePlatform());

    expect(await screen.findByRole('heading', { name: 'No projects yet' })).toBeTruthy();
    expect(screen.getByRole('textbox', { name: /Name/ })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('offers no form to whoever may create none, not by the address either', async () => {
    const world = emptyWorld();
    world.permissions = ['PROJECT_READ'];
    openConsole(new FakePlatform({ worlds: { harbour: world } }), '/projects?create');

    expect(await screen.findByRole('heading', { name: 'No project that you can see' })).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: /Name/ })).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
    await expectNoAxeViolation();
  });

  it('says what failed with its request id, and tries again', async () => {
    const platform = new FakePlatform({
      faults: { '*': 'UNAVAILABLE' },
      worlds: { harbour: emptyWorld({ projects: someProjects(1) }) },
    });
    const { user } = openConsole(platform);

    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Could not load projects');
    expect(alert.textContent).toContain('The database did not answer within 5 s.');
    expect(alert.textContent).toMatch(/req_\d{4}/);
    await expectNoAxeViolation();

    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Project 1')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('does not tell forbidden from missing', async () => {
    openConsole(new FakePlatform({ faults: { '*': 'FORBIDDEN' } }));

    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    expect(document.body.textContent).not.toContain('PROJECT_READ');
    expect(screen.queryByRole('button', { name: 'Create project' })).toBeNull();
    await expectNoAxeViolation();
  });
});
