import { screen, waitFor, within } from '@testing-library/react';
import type { RouteObject } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import { paths } from '@/paths';
import { routes } from '@/routes';
import { expectNoAxeViolation, filterBy, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { harbourWorld } from './world/world';

const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld(Date.now()) } });
const modelNames = () => screen.getAllByRole('row').length - 1;

describe('the filter of a list', () => {
  it('counts the rows that are there, says so, and stands in the address', async () => {
    const { user, router } = openConsole(harbour(), paths.models());
    await screen.findByRole('link', { name: 'parcel-damage' });
    const all = modelNames();
    await user.click(screen.getByRole('button', { name: 'State all' }));
    const registered = await screen.findByRole('menuitemcheckbox', { name: /^Registered\s*1$/ });
    expect(screen.getByText(`Of ${all} models`)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(registered);
    await waitFor(() => expect(modelNames()).toBe(1));
    expect(router.state.location.search).toBe('?state=REGISTERED');
    // It stays open for a second choice, and still counts what it left out.
    expect(screen.getByText(`Of ${all} models`)).toBeTruthy();
    await user.click(screen.getByRole('menuitem', { name: 'Clear filter' }));
    await waitFor(() => expect(modelNames()).toBe(all));
    expect(router.state.location.search).toBe('');
  });

  it('says that nothing matches, which is not the same as nothing being there', async () => {
    const { user } = openConsole(harbour(), `${paths.models()}?state=ARCHIVED`);
    expect(await screen.findByRole('heading', { name: 'No models match' })).toBeTruthy();
    expect(screen.queryByText('No models yet')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByRole('link', { name: 'parcel-damage' })).toBeTruthy();
  });

  it('shows no count of what the platform left out', async () => {
    const { user } = openConsole(harbour(), `${paths.jobs()}?status=FAILED`);
    await screen.findByText('1 job of Example Harbour');
    await user.click(screen.getByRole('button', { name: 'State Failed' }));
    expect(await screen.findByRole('menuitemcheckbox', { name: /^Failed\s*1$/ })).toBeTruthy();
    expect(screen.getByRole('menuitemcheckbox', { name: /^Running\s*–$/ })).toBeTruthy();
  });

  it('asks the platform anew, from the first page, where the platform picks', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, paths.runs());
    await screen.findByRole('link', { name: 'damage-vit-l #418' });
    await filterBy(user, 'State', /^Failed/);
    await waitFor(() =>
      expect(platform.seen.findLast(({ operation }) => operation === 'Runs')?.variables).toMatchObject({
        status: ['FAILED'],
        after: null,
      }),
    );
  });
});

describe('the menu of a row', () => {
  it('opens by "." for the row that the keyboard is at, and gives the focus back after its dialog', async () => {
    const { user } = openConsole(harbour(), paths.keys());
    const button = await screen.findByRole('button', { name: 'Actions of ci-train' });
    const names = screen.getAllByRole('button', { name: /^Actions of/ });
    const row = button.closest('tr');
    for (let at = 0; at <= names.indexOf(button); at++) await user.keyboard('j');
    await waitFor(() => expect(document.activeElement).toBe(row));
    await user.keyboard('.');
    const revoke = await screen.findByRole('menuitem', { name: 'Revoke…' });
    await expectNoAxeViolation();
    await user.click(revoke);
    const dialog = within(await screen.findByRole('dialog', { name: 'Revoke ci-train?' }));
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(document.activeElement).toBe(button));
  });
});

describe('what a page can do', () => {
  const palette = async (user: ReturnType<typeof openConsole>['user'], text: string) => {
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: 'Search or jump to' }), text);
  };

  it('stands in the palette, and is done from there', async () => {
    const { user } = openConsole(harbour(), paths.datasets());
    await screen.findByRole('button', { name: 'Create data set' });
    await palette(user, 'create data');
    const group = within(await screen.findByRole('group', { name: 'On this page' }));
    await user.click(group.getByRole('option', { name: /^Create data set/ }));
    expect(await screen.findByRole('dialog', { name: 'Create data set' })).toBeTruthy();
  });

  it('is not offered to whoever may not, nor on another page', async () => {
    const platform = harbour();
    platform.world().permissions = ['PROJECT_READ', 'DATASET_READ', 'MODEL_READ'];
    const { user } = openConsole(platform, paths.datasets());
    await screen.findByRole('table', { name: 'Data sets' });
    await palette(user, 'create data');
    expect(screen.queryByRole('group', { name: 'On this page' })).toBeNull();
  });
});

describe('the script of a page', () => {
  it('is fetched while the pointer rests on a link to it', async () => {
    const { user } = openConsole(harbour(), paths.projects());
    const main = within(await screen.findByRole('navigation', { name: 'Main' }));
    const link = main.getByRole('link', { name: 'Models' });
    const handle = routeOf(paths.models()).handle as { load: () => Promise<unknown> };
    const load = vi.spyOn(handle, 'load');
    await user.hover(link);
    await waitFor(() => expect(load).toHaveBeenCalledOnce());
    load.mockRestore();
  });
});

function routeOf(path: string): RouteObject {
  const flat = (list: readonly RouteObject[]): RouteObject[] =>
    list.flatMap((route) => [route, ...flat(route.children ?? [])]);
  const found = flat(routes).find((route) => route.path === path);
  if (found === undefined) throw new Error(`no route ${path}`);
  return found;
}
