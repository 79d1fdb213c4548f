import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { MINUTE } from './world/clock';
import { someProjects } from './world/projects';
import { emptyWorld } from './world/world';

const TWO_TENANTS = [
  { id: 'T1', slug: 'harbour', name: 'Example Harbour' },
  { id: 'T2', slug: 'orchard', name: 'Example Orchard' },
];

/** Which organisation each question about the person named. */
function named(platform: FakePlatform) {
  return platform.seen
    .filter(({ operation }) => operation === 'Viewer')
    .map(({ headers }) => headers.get('X-Keelson-Tenant'));
}

function auditOf(action: string, outcome: 'DONE' | 'DENIED', detail: string) {
  return {
    at: new Date(Date.now() - MINUTE).toISOString(),
    actor: 'operator',
    action,
    outcome,
    detail,
    targetId: null,
    projectId: null,
    requestId: null,
    address: null,
  };
}

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

  it('finds out in one question who comes back to the organisation of before, and what they may', async () => {
    const platform = new FakePlatform({ tenants: TWO_TENANTS });
    const { unmount } = openConsole(platform);
    await screen.findByRole('heading', { name: 'Projects' });
    expect(named(platform)).toEqual([null, 'harbour']);
    unmount();
    openConsole(platform);
    await screen.findByRole('heading', { name: 'Projects' });
    expect(named(platform)).toEqual([null, 'harbour', 'harbour']);
  });

  it('opens an organisation of one’s own where the one of before was left', async () => {
    localStorage.setItem('keelson-tenant', 'gone');
    const platform = new FakePlatform({ tenants: TWO_TENANTS });
    openConsole(platform);
    expect(await screen.findByRole('button', { name: /Organisation:\s*Example Harbour/ })).toBeTruthy();
    expect(named(platform)).toEqual(['gone', null, 'harbour']);
    expect(localStorage.getItem('keelson-tenant')).toBe('harbour');
  });

  it('opens the other organisations where the points of the one of before are used up', async () => {
    localStorage.setItem('keelson-tenant', 'harbour');
    const platform = new FakePlatform({ tenants: TWO_TENANTS });
    platform.day.shut = { harbour: 'RATE_LIMITED' };
    openConsole(platform, '/jobs');
    expect(await screen.findByText('Could not open Example Harbour')).toBeTruthy();
    expect(named(platform)).toEqual(['harbour', null, 'harbour']);
    await expectNoAxeViolation();
    const other = screen.getByRole('link', { name: 'Open Example Orchard' });
    expect(other.getAttribute('href')).toBe('/');
    fireEvent.click(other);
    expect(localStorage.getItem('keelson-tenant')).toBe('orchard');
  });

  it('opens the page of an operator whose own organisation has no points left', async () => {
    localStorage.setItem('keelson-tenant', 'harbour');
    const platform = new FakePlatform({ tenants: TWO_TENANTS });
    platform.day.shut = { harbour: 'RATE_LIMITED' };
    platform.world('nobody').operator = true;
    openConsole(platform, '/operator');
    expect(await screen.findByRole('heading', { level: 1, name: 'Organisations' })).toBeTruthy();
  });

  it('finds out that the organisation is suspended by a refusal, and asks once a minute at most', async () => {
    const platform = new FakePlatform({ tenants: TWO_TENANTS });
    const { user } = openConsole(platform);
    await screen.findByRole('heading', { name: 'Projects' });
    const before = named(platform).length;
    platform.day.faults = { Models: 'FORBIDDEN', Endpoints: 'FORBIDDEN' };
    const main = within(screen.getByRole('navigation', { name: 'Main' }));
    await user.click(main.getByRole('link', { name: 'Models' }));
    await user.click(main.getByRole('link', { name: 'Endpoints' }));
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    expect(named(platform)).toHaveLength(before + 1);
  });

  it('shows that the organisation is suspended meanwhile', async () => {
    const platform = new FakePlatform({ tenants: TWO_TENANTS });
    const { user } = openConsole(platform);
    await screen.findByRole('heading', { name: 'Projects' });
    Object.assign(platform.world().tenant, { status: 'SUSPENDED' });
    platform.day.faults = { Models: 'FORBIDDEN' };
    const main = within(screen.getByRole('navigation', { name: 'Main' }));
    await user.click(main.getByRole('link', { name: 'Models' }));
    expect(await screen.findByRole('heading', { name: 'Example Harbour is suspended' })).toBeTruthy();
  });

  it('says where the reason of a suspension is when the newest entries have none', async () => {
    const platform = new FakePlatform({ tenants: TWO_TENANTS });
    const world = platform.world();
    Object.assign(world.tenant, { status: 'SUSPENDED' });
    world.permissions = ['AUDIT_READ'];
    world.audit = [auditOf('submitJob', 'DENIED', '{}')];
    openConsole(platform, '/');
    expect(await screen.findByText('The reason is further down in the audit log.')).toBeTruthy();
  });

  it('says so when the reason of a suspension cannot be loaded, and asks again', async () => {
    const platform = new FakePlatform({ tenants: TWO_TENANTS, faults: { Suspension: 'UNAVAILABLE' } });
    const world = platform.world();
    Object.assign(world.tenant, { status: 'SUSPENDED' });
    world.permissions = ['AUDIT_READ'];
    world.audit = [auditOf('suspendTenant', 'DONE', '{"reason": "unpaid since August"}')];
    const { user } = openConsole(platform, '/');
    expect((await screen.findByRole('alert')).textContent).toMatch(/Could not load why/);
    platform.day.faults = {};
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('unpaid since August')).toBeTruthy();
  });

  it('tells the owner of a suspended organisation why, and lets them read its audit log', async () => {
    const platform = new FakePlatform({ tenants: TWO_TENANTS });
    const world = platform.world();
    Object.assign(world.tenant, { status: 'SUSPENDED' });
    world.permissions = ['AUDIT_READ'];
    world.audit = [
      auditOf('submitJob', 'DENIED', '{}'),
      auditOf('suspendTenant', 'DONE', '{"reason": "unpaid since August"}'),
    ];
    const { user } = openConsole(platform, '/');

    expect(await screen.findByRole('heading', { name: 'Example Harbour is suspended' })).toBeTruthy();
    expect(await screen.findByText('unpaid since August')).toBeTruthy();
    const main = within(screen.getByRole('navigation', { name: 'Main' }));
    expect(main.getAllByRole('link').map(({ textContent }) => textContent)).toEqual([
      'Home',
      'Inbox',
      'Settings',
    ]);
    await expectNoAxeViolation();
    await user.click(screen.getByRole('link', { name: 'Open the audit log' }));
    expect(await screen.findByRole('heading', { name: 'Audit log' })).toBeTruthy();
    expect(await screen.findByText('suspended the organisation')).toBeTruthy();
  });

  it('tells a person without an organisation whom to ask', async () => {
    openConsole(new FakePlatform({ tenants: [] }));

    expect(await screen.findByText('engineer@harbour.example')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says so when the membership ends while a page is open', async () => {
    const platform = new FakePlatform({ tenants: TWO_TENANTS });
    const { user } = openConsole(platform);
    await screen.findByRole('heading', { name: 'Projects' });
    platform.day.tenants = TWO_TENANTS.slice(1);
    const main = within(screen.getByRole('navigation', { name: 'Main' }));
    await user.click(main.getByRole('link', { name: 'Models' }));

    expect(
      await screen.findByRole('heading', { name: 'You cannot get into Example Harbour at present' }),
    ).toBeTruthy();
    expect(screen.queryByRole('navigation', { name: 'Main' })).toBeNull();
    expect(screen.getByRole('link', { name: 'Continue' }).getAttribute('href')).toBe('/');
    await expectNoAxeViolation();
  });

  it('finds out by the socket that is closed, before the person asks for anything', async () => {
    const platform = new FakePlatform({ worlds: { harbour: emptyWorld({ projects: someProjects(1) }) } });
    openConsole(platform, '/jobs?project=project-1');
    await waitFor(() => expect(platform.sockets.size).toBe(1));
    platform.day.tenants = [];
    for (const socket of platform.sockets) socket.close(4403, 'Forbidden');

    expect(
      await screen.findByRole('heading', { name: 'You cannot get into Example Harbour at present' }),
    ).toBeTruthy();
  });

  it('stays where it is when a socket is closed and the membership goes on', async () => {
    const platform = new FakePlatform({ worlds: { harbour: emptyWorld({ projects: someProjects(1) }) } });
    openConsole(platform, '/jobs?project=project-1');
    await waitFor(() => expect(platform.sockets.size).toBe(1));
    const asked = () => platform.seen.filter(({ operation }) => operation === 'Viewer').length;
    const before = asked();
    for (const socket of platform.sockets) socket.close(4403, 'Forbidden');

    await waitFor(() => expect(asked()).toBe(before + 1));
    await waitFor(() => expect(platform.sockets.size).toBe(1));
    expect(screen.getByRole('heading', { level: 1, name: 'Jobs' })).toBeTruthy();
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

    expect(await screen.findByRole('heading', { name: 'Example Orchard is ready' })).toBeTruthy();
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
