import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { actionsInRow, filterBy, expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

function harbour() {
  return new FakePlatform({ worlds: { harbour: harbourWorld() } });
}

describe('audit log', () => {
  it('says in sentences what was done and to what, and what was only tried', async () => {
    const { user, router } = openConsole(harbour(), '/audit');
    const shifted = await screen.findByTitle('shifted the traffic of endpoint parcel-damage');
    expect(screen.getByText('6 audit entries of Example Harbour')).toBeTruthy();
    expect(screen.getByTitle('changed endpoint parcel-damage')).toBeTruthy();
    expect(screen.getByText('1 refused')).toBeTruthy();
    expect(screen.getByText('created an API key')).toBeTruthy();
    expect(screen.getByText('name: ci-train · permissions: RUN_WRITE, JOB_SUBMIT')).toBeTruthy();
    expect(screen.getByText('tried to change the roles of a member')).toBeTruthy();
    expect(screen.getByText('Denied')).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(within(shifted).getByRole('link', { name: 'parcel-damage' }));
    await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/endpoints\//));
  });

  it('asks the platform for what was refused alone, and for what one did', async () => {
    const platform = harbour();
    const { user, router } = openConsole(platform, '/audit');
    await screen.findByText('tried to change the roles of a member');
    await filterBy(user, 'Outcome', /^Denied\s*1$/);
    expect(router.state.location.search).toBe('?outcome=DENIED');
    await waitFor(() => expect(screen.queryByText('created an API key')).toBeNull());
    expect(screen.getByText('tried to change the roles of a member')).toBeTruthy();
    await filterBy(user, 'Outcome', /^Done/);
    expect(router.state.location.search).toBe('?outcome=DONE');
    await screen.findByTitle('shifted the traffic of endpoint parcel-damage');
    await filterBy(user, 'Who', /^engineer/);
    await waitFor(() => expect(screen.queryByTitle(/^shifted the traffic/)).toBeNull());
    expect(await screen.findByText('created an API key')).toBeTruthy();
    const asked = platform.seen.filter(({ operation }) => operation === 'AuditLog').at(-1);
    expect(asked?.variables.filter).toEqual({ outcome: 'DONE', actorId: 'person-1', actions: null });
  });

  it('has whoever was renamed once, under their newest name', async () => {
    const platform = harbour();
    const [, , , entry] = platform.world().audit;
    if (entry === undefined) throw new Error('no entry of the engineer');
    platform.world().audit.push({ ...entry, actor: 'Engineer', action: 'createTeam' });
    const { user } = openConsole(platform, '/audit');
    await screen.findByText('created a team');
    await user.click(await screen.findByRole('button', { name: /^Who / }));
    expect(await screen.findByRole('menuitemcheckbox', { name: /^engineer\s*2$/ })).toBeTruthy();
    expect(screen.queryByRole('menuitemcheckbox', { name: /^Engineer/ })).toBeNull();
  });

  it('is there for whoever may read no project, as the keys are', async () => {
    const platform = harbour();
    platform.world().permissions = ['KEY_WRITE', 'AUDIT_READ'];
    const { user } = openConsole(platform, '/audit');
    expect(await screen.findByText('tried to change the roles of a member')).toBeTruthy();
    await user.click(screen.getByRole('link', { name: 'API keys' }));
    expect(await actionsInRow(user, 'dashboards')).toEqual(['Revoke…']);
  });
});
