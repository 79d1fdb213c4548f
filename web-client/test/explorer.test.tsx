import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

const PAGE = '/settings/graphiql';

function harbour(change: (world: ReturnType<typeof harbourWorld>) => void = () => undefined) {
  const world = harbourWorld();
  change(world);
  return new FakePlatform({ worlds: { harbour: world } });
}

function measured(platform: FakePlatform) {
  return platform.seen.filter(({ costOnly }) => costOnly);
}

// Nothing is laid out here, and the editor asks where its text is.
beforeEach(() => {
  const nowhere = { left: 0, right: 0, top: 0, bottom: 0, width: 0, height: 0 };
  Range.prototype.getBoundingClientRect = () => nowhere as DOMRect;
  Range.prototype.getClientRects = () =>
    Object.assign([nowhere], { item: () => null }) as unknown as DOMRectList;
});

// The library keeps its tabs half a second after the last change, which the end of a page is too: not into the storage of the
// next test.
afterEach(async () => {
  cleanup();
  await new Promise((kept) => setTimeout(kept, 600));
});

/** Nothing is laid out here, so that the editor draws the lines that it would show in no space: it is asked for all. */
function shownAnswer(): string {
  const drawn = document.querySelector('.graphiql-response .CodeMirror') as unknown as {
    readonly CodeMirror: { readonly getValue: () => string };
  };
  return drawn.CodeMirror.getValue();
}

describe('GraphiQL', () => {
  it('tells what the operation would cost without running it, as the person and in their organisation', async () => {
    const platform = harbour();
    openConsole(platform, PAGE);
    expect(await screen.findByText(/its lists may hold and its fields read/)).toBeTruthy();
    const [asked] = measured(platform);
    expect(asked?.operation).toBe('Projects');
    expect(asked?.headers.get('X-Keelson-CSRF')).toBe('csrf-7f3a');
    expect(asked?.headers.get('X-Keelson-Tenant')).toBe('harbour');
    expect(platform.seen.some(({ operation, costOnly }) => operation === 'Projects' && !costOnly)).toBe(
      false,
    );
    expect(screen.getByText('nothing was run yet')).toBeTruthy();
    expect(screen.getByText('of 60,000 points')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('runs it, and says what was used', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, PAGE);
    expect(await screen.findByText(/its lists may hold and its fields read/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /Execute query/ }));
    expect(await screen.findByText('of 20 that it might have asked for')).toBeTruthy();
    expect(platform.seen.some(({ operation, costOnly }) => operation === 'Projects' && !costOnly)).toBe(true);
    await waitFor(() => expect(shownAnswer()).toContain('"name": "parcel-vision"'));
  });

  it('follows a subscription over a socket, until it is stopped', async () => {
    const platform = harbour();
    const job = platform.world().jobs.find(({ status }) => status === 'RUNNING');
    sessionStorage.setItem('graphiql:query', `subscription Log { jobLog(jobId: "${job?.id}") { text } }`);
    const { user } = openConsole(platform, PAGE);
    expect(await screen.findByText(/its lists may hold and its fields read/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /Execute query/ }));
    await waitFor(() => expect(shownAnswer()).toContain('"text": '));
    expect(platform.sockets.size).toBe(1);
    expect(platform.seen.some(({ operation, costOnly }) => operation === 'Log' && !costOnly)).toBe(false);
    await user.click(screen.getByRole('button', { name: /Stop query/ }));
    await waitFor(() => expect(platform.sockets.size).toBe(0));
  });

  it('asks nobody about what the schema does not have', async () => {
    sessionStorage.setItem('graphiql:query', '{ nothing }');
    const platform = harbour();
    openConsole(platform, PAGE);
    expect(await screen.findByText('Cannot query field "nothing" on type "Query".')).toBeTruthy();
    expect(measured(platform)).toEqual([]);
  });

  it('says why it is off where only trusted operations are allowed', async () => {
    const platform = harbour((world) => {
      for (const tenant of world.tenants) tenant.trustedDocumentsOnly = true;
    });
    openConsole(platform, PAGE);
    expect(await screen.findByText("Operations of one's own are off")).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Execute query/ })).toBeNull();
    expect(measured(platform)).toEqual([]);
    await expectNoAxeViolation();
  });

  it('fails with a reason, and tries again', async () => {
    const platform = harbour();
    platform.day.faults.ExplorerRules = 'UNAVAILABLE';
    const { user } = openConsole(platform, PAGE);
    expect(await screen.findByText('Could not open GraphiQL')).toBeTruthy();
    delete platform.day.faults.ExplorerRules;
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('button', { name: /Execute query/ })).toBeTruthy();
  });
});

describe('operations of an organisation', () => {
  it("are limited to the console's after saying what that means, and let go again", async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/settings');
    await user.click(await screen.findByRole('button', { name: /Allow only the console/ }));
    expect(await screen.findByText(/every GraphQL request by an API key is refused/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Allow only these' }));
    expect(await screen.findByText(/own operations run/)).toBeTruthy();
    expect(platform.world().tenant.trustedDocumentsOnly).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Allow all operations…' }));
    await user.click(await screen.findByRole('button', { name: 'Allow all' }));
    await waitFor(() => expect(platform.world().tenant.trustedDocumentsOnly).toBe(false));
  });

  it('are not offered to be changed to whoever may not', async () => {
    const platform = harbour((world) => {
      world.permissions = world.permissions.filter((permission) => permission !== 'TENANT_WRITE');
    });
    openConsole(platform, '/settings');
    expect(await screen.findByText(/may send any operation that their rights cover/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Allow only the console/ })).toBeNull();
  });
});
