import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { DAY, MINUTE, iso } from './world/clock';
import { globalId } from './world/ids';
import type { InvitationRow } from './world/invitations';

const LINK = '/invitation#token-9';
const ORCHARD = { id: 'T2', slug: 'orchard', name: 'Example Orchard' };

function invited(having: Partial<InvitationRow> = {}) {
  const platform = new FakePlatform({ tenants: [] });
  const world = platform.world('nobody');
  world.tenant = { ...world.tenant, name: 'Example Orchard' };
  world.invited = [
    {
      id: globalId('Invitation', 'i9'),
      email: 'engineer@harbour.example',
      grants: [{ role: 'VIEWER' }],
      teamIds: [],
      status: 'PENDING',
      expiresAt: iso(Date.now() + DAY),
      createdAt: iso(Date.now() - DAY),
      createdBy: { id: null, kind: 'PERSON', label: 'orchard-owner' },
      token: 'token-9',
      version: 1,
      ...having,
    },
  ];
  world.onAccept = () => platform.day.tenants.push(ORCHARD);
  return { world, platform };
}

describe('the link of an invitation', () => {
  it('is accepted by whom it was sent to, and takes its token out of the address', async () => {
    const { world, platform } = invited();
    const { user } = openConsole(platform, LINK);
    expect(await screen.findByRole('heading', { name: 'Join Example Orchard?' })).toBeTruthy();
    expect(screen.getByText(/orchard-owner invites you, until 2026-11-20 14:32 UTC/)).toBeTruthy();
    expect(window.location.href).not.toContain('token-9');
    await expectNoAxeViolation();
    await user.click(screen.getByRole('button', { name: 'Join Example Orchard' }));

    expect(await screen.findByRole('heading', { name: 'You belong to Example Orchard' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Open Example Orchard' }).getAttribute('href')).toBe('/');
    expect(localStorage.getItem('keelson-tenant')).toBe('orchard');
    expect(sessionStorage.getItem('keelson-invitation')).toBeNull();
    expect(world.invited[0]?.status).toBe('ACCEPTED');
    expect(platform.seen.find(({ operation }) => operation === 'AcceptInvitation')?.variables).toEqual({
      token: 'token-9',
    });
    await expectNoAxeViolation();
  });

  it('waits while one signs in, and sends no token to the sign-in', async () => {
    const { platform } = invited();
    platform.day.session = 'signedOut';
    const { unmount } = openConsole(platform, LINK);
    const signIn = await screen.findByRole('link', { name: 'Sign in' });
    expect(signIn.getAttribute('href')).toBe('/session/login?returnTo=%2Finvitation');
    expect(screen.getByText(/You are invited to an organisation/)).toBeTruthy();
    await expectNoAxeViolation();
    unmount();
    platform.day.session = 'signedIn';
    openConsole(platform, '/invitation');
    expect(await screen.findByRole('button', { name: 'Join Example Orchard' })).toBeTruthy();
  });

  it.each(['EXPIRED', 'ACCEPTED', 'REVOKED'] as const)(
    'says of one that is %s that it is over',
    async (status) => {
      const { platform } = invited({ status });
      const { user } = openConsole(platform, LINK);
      await user.click(await screen.findByRole('button', { name: 'Accept' }));
      expect(await screen.findByRole('heading', { name: 'This invitation is over' })).toBeTruthy();
      expect(screen.getByText(/accepted already, has expired, was revoked/)).toBeTruthy();
      expect(screen.getByRole('button', { name: 'Sign in as somebody else' })).toBeTruthy();
      await expectNoAxeViolation();
    },
  );

  it('says that one belongs to it already', async () => {
    const { world, platform } = invited();
    world.members = [
      {
        id: 'm',
        person: world.me,
        grants: [],
        joinedAt: iso(Date.now()),
        lastSeenAt: null,
        version: 1,
      },
    ];
    const { user } = openConsole(platform, LINK);
    await user.click(await screen.findByRole('button', { name: 'Join Example Orchard' }));
    expect(await screen.findByRole('heading', { name: 'You belong to it already' })).toBeTruthy();
  });

  it('says that it is not for the one who is signed in', async () => {
    const { platform } = invited();
    const { user } = openConsole(platform, '/invitation#another');
    await user.click(await screen.findByRole('button', { name: /^Join/ }));
    expect(await screen.findByRole('heading', { name: 'This invitation is over' })).toBeTruthy();
    expect(screen.getByText('engineer@harbour.example')).toBeTruthy();
  });

  it('says that it was cut off', async () => {
    openConsole(invited().platform, '/invitation');
    expect(await screen.findByRole('heading', { name: 'This link is not whole' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('may be tried again when the platform did not answer', async () => {
    const { platform } = invited();
    platform.day.faults.AcceptInvitation = 'UNAVAILABLE';
    const { user } = openConsole(platform, LINK);
    await user.click(await screen.findByRole('button', { name: 'Join Example Orchard' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Could not accept the invitation');
    platform.day.faults = {};
    await user.click(screen.getByRole('button', { name: 'Join Example Orchard' }));
    expect(await screen.findByRole('heading', { name: 'You belong to Example Orchard' })).toBeTruthy();
  });
});

describe('mails of an installation without a mail server', () => {
  it('are read by whom they are for, also before they belong anywhere', async () => {
    const { world, platform } = invited();
    world.mails = [
      {
        to: 'engineer@harbour.example',
        subject: 'You are invited to Example Orchard',
        body: 'Join here:\nhttp://console.example/invitation#token-9',
        sentAt: iso(Date.now() - MINUTE),
      },
    ];
    const { user } = openConsole(platform, '/');
    await user.click(await screen.findByText('You are invited to Example Orchard'));
    const link = screen.getByRole('link', { name: 'http://console.example/invitation#token-9' });
    expect(link.getAttribute('href')).toBe('/invitation#token-9');
    await expectNoAxeViolation();
  });
});
