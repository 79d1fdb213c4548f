import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { someProjects } from './world/projects';
import { emptyWorld } from './world/world';

const TWO_TENANTS = [
  { id: 'T1', slug: 'harbour', name: 'Example Harbour' },
  { id: 'T2', slug: 'orchard', name: 'Example Orchard' },
];

describe('the session', () => {
  it('asks a stranger to sign in and leads back to the page', async () => {
    openConsole(new FakePlatform({ session: 'signedOut' }), '/projects?after=x');

    const signIn = await screen.findByRole('link', { name: 'Sign in' });
    expect(signIn.getAttribute('href')).toBe('/session/login?returnTo=%2Fprojects%3Fafter%3Dx');
    await expectNoAxeViolation();
  });

  it('says so when the platform does not answer, and asks again', async () => {
    const platform = new FakePlatform({ session: 'broken' });
    const { user } = openConsole(platform);

    expect(await screen.findByText('Could not find out who is signed in')).toBeTruthy();
    await expectNoAxeViolation();
    platform.day.session = 'signedIn';
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('heading', { name: 'Projects' })).toBeTruthy();
  });

  it('returns to the sign-in page when the session ends meanwhile', async () => {
    openConsole(new FakePlatform({ faults: { '*': 'UNAUTHENTICATED' } }));

    expect(await screen.findByText(/Your session has ended/)).toBeTruthy();
  });

  it('returns to the sign-in page on a bare 401 too', async () => {
    const platform = new FakePlatform({ worlds: { harbour: emptyWorld({ projects: someProjects(1) }) } });
    const { user } = openConsole(platform);
    await screen.findByText('Project 1');
    platform.day.session = 'signedOut';
    await user.click(screen.getByRole('button', { name: 'Create project' }));
    await user.type(await screen.findByRole('textbox', { name: /Name/ }), 'Dock OCR{Enter}');

    expect(await screen.findByText(/Your session has ended/)).toBeTruthy();
  });

  it('tells a person without an organisation whom to ask', async () => {
    openConsole(new FakePlatform({ tenants: [] }));

    expect(await screen.findByText('engineer@harbour.example')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('signs out with the proof against forged requests', async () => {
    const platform = new FakePlatform();
    const { user } = openConsole(platform);
    await user.click(await screen.findByRole('button', { name: /Account:\s*Engineer/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));

    expect(await screen.findByRole('link', { name: 'Sign in' })).toBeTruthy();
    const logout = platform.seen.find(({ path }) => path === '/session/logout');
    expect(logout?.method).toBe('POST');
    expect(logout?.headers.get('X-Keelson-CSRF')).toBe('csrf-7f3a');
  });

  it('creates an organisation, which the console then opens in', async () => {
    const { user } = openConsole(new FakePlatform({ tenants: [] }));
    await user.click(await screen.findByRole('button', { name: 'Create organisation' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Create organisation' }));
    await user.type(dialog.getByRole('textbox', { name: /Name/ }), 'Q');
    expect(dialog.getByRole<HTMLInputElement>('textbox', { name: /Slug/ }).value).toBe('q');
    await user.click(dialog.getByRole('button', { name: 'Create organisation' }));
    expect(await dialog.findByText(/slug: q \(expected/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.type(dialog.getByRole('textbox', { name: /Name/ }), 'uay');
    await user.click(dialog.getByRole('button', { name: 'Create organisation' }));

    const open = await screen.findByRole('link', { name: 'Open Quay' });
    expect(open.getAttribute('href')).toBe('/');
    expect(localStorage.getItem('keelson-tenant')).toBe('quay');
  });

  it('offers to create none to whoever may not', async () => {
    const platform = new FakePlatform({ tenants: [] });
    platform.world('nobody').canCreateTenant = false;
    openConsole(platform);
    expect(await screen.findByRole('button', { name: 'Look again' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Create organisation' })).toBeNull();
  });

  it('goes over to another organisation by the palette', async () => {
    const { user } = openConsole(new FakePlatform({ tenants: TWO_TENANTS }));
    await screen.findByRole('heading', { name: 'Projects' });
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: 'Search or jump to' }), 'switch to');
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('button', { name: /Organisation:\s*Example Orchard/ })).toBeTruthy();
  });

  it('shows nothing of one organisation in another', async () => {
    const platform = new FakePlatform({
      tenants: TWO_TENANTS,
      worlds: { harbour: emptyWorld({ projects: someProjects(3) }) },
    });
    const { user } = openConsole(platform);
    await screen.findByText('Project 3');
    await user.click(screen.getByRole('button', { name: /Organisation:\s*Example Harbour/ }));
    await user.click(await screen.findByRole('menuitemradio', { name: /^Example Orchard/ }));

    expect(await screen.findByText('No projects yet')).toBeTruthy();
    expect(screen.queryByText('Project 3')).toBeNull();
    expect(platform.seen.at(-1)?.headers.get('X-Keelson-Tenant')).toBe('orchard');
    expect(localStorage.getItem('keelson-tenant')).toBe('orchard');
  });
});

describe('the shell', () => {
  it('goes to a section by g and its key, and lists the keys behind ?', async () => {
    const { user, router } = openConsole(new FakePlatform(), '/nowhere');
    await screen.findByText('Nothing here that you can see');
    await expectNoAxeViolation();

    await user.keyboard('?');
    expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeTruthy();
    await expectNoAxeViolation();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.keyboard('gp');
    await waitFor(() => expect(router.state.location.pathname).toBe('/projects'));
  });

  it('switches the theme and remembers it', async () => {
    const { user } = openConsole(new FakePlatform());
    await user.click(await screen.findByRole('button', { name: 'Switch between light and dark' }));

    expect(document.documentElement.dataset.mantineColorScheme).toBe('dark');
    expect(localStorage.getItem('keelson-theme')).toBe('dark');
    expect(document.querySelectorAll('style[data-mantine-styles]')).toHaveLength(0);
  });
});
