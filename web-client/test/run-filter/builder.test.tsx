import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, filterBy, openConsole } from '../open-console';
import { FakePlatform } from '../platform';
import { globalId } from '../world/ids';
import { harbourWorld } from '../world/world';
import { EXPERIMENT, harbour, lastAsked, names } from './harbour';

describe('the filter of runs', () => {
  it('is built of a condition at a time, says how many runs it keeps, and stands in the address', async () => {
    const platform = harbour();
    const { user, router } = openConsole(platform, EXPERIMENT);
    await screen.findByText('0.9187');
    await user.click(screen.getByRole('button', { name: 'Filter' }));
    const form = within(screen.getByRole('form', { name: 'Add a filter' }));
    expect(document.activeElement).toBe(form.getByRole('radio', { name: 'Parameter' }));
    await user.click(form.getByRole('radio', { name: 'Metric' }));
    await user.clear(form.getByRole('combobox', { name: 'Metric' }));
    await user.paste('val/f1');
    await user.click(form.getByRole('textbox', { name: 'Value' }));
    await user.paste('0.91');
    expect(await form.findByText('keeps 5 runs')).toBeTruthy();
    expect(form.getByRole('img', { name: 'Values of 9 runs loaded, 0.741 to 0.9187' })).toBeTruthy();
    await expectNoAxeViolation();
    await user.keyboard('{Enter}');

    await waitFor(() => expect(names()).toHaveLength(5));
    expect(new URLSearchParams(router.state.location.search).getAll('where')).toEqual([
      'metric~val/f1~ge~0.91',
    ]);
    expect(lastAsked(platform, 'Experiment')?.filter).toEqual({
      metrics: [{ key: 'val/f1', operator: 'AT_LEAST', number: 0.91 }],
    });
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Filter' }));
    await expectNoAxeViolation();

    await user.click(screen.getByRole('button', { name: /^Remove filter Metric val\/f1/ }));
    await waitFor(() => expect(names()).toHaveLength(9));
    expect(router.state.location.search).toBe('');
  });

  it('is changed where it stands, and left as it was by Esc', async () => {
    const { user, router } = openConsole(harbour(), `${EXPERIMENT}?where=param~backbone~has~vit`);
    await waitFor(() => expect(names()).toHaveLength(5));
    await user.click(screen.getByRole('button', { name: /^Edit filter Parameter backbone/ }));
    const form = within(screen.getByRole('form', { name: 'Add a filter' }));
    const value = form.getByRole('textbox', { name: 'Value' });
    await user.type(value, '-l');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('form', { name: 'Add a filter' })).toBeNull();
    expect(names()).toHaveLength(5);
    await user.click(screen.getByRole('button', { name: /^Edit filter Parameter backbone/ }));
    await user.type(screen.getByRole('textbox', { name: 'Value' }), '-l');
    await user.click(screen.getByRole('button', { name: 'Save filter' }));
    await waitFor(() => expect(names()).toHaveLength(4));
    expect(new URLSearchParams(router.state.location.search).getAll('where')).toEqual([
      'param~backbone~has~vit-l',
    ]);
  });

  it('is typed into the search, and becomes a chip on Enter', async () => {
    const platform = harbour();
    const { user, router } = openConsole(platform, paths.runs());
    await screen.findByRole('link', { name: 'damage-vit-l #418' });
    await user.keyboard('/');
    await user.paste('params.lr >= 0.00');
    await user.keyboard('1{Enter}');
    await waitFor(() => expect(names()).toEqual(['damage-effnet #406', 'baseline-r50 #404']));
    expect(router.state.location.search).toBe('?where=param%7Elr%7Ege%7E0.001');
    // What was on its way to a condition was no name to look for.
    expect(
      platform.seen.filter(({ variables }) => (variables.filter as { name?: string } | null)?.name),
    ).toEqual([]);
  });

  it('looks for a part of the name on the platform, and says what it looked through', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, paths.runs());
    await screen.findByRole('link', { name: 'damage-vit-l #418' });
    const field = screen.getByRole('searchbox');
    await user.type(field, 'sweep');
    await waitFor(() => expect(names()).toEqual(['sweep-07/t36 #416', 'sweep-07/t35 #415']));
    expect(lastAsked(platform, 'Runs')?.filter).toEqual({ name: 'sweep' });
    await user.type(field, 'ing');
    expect(await screen.findByText('No run that the filters keep has “sweeping” in its name.')).toBeTruthy();
    expect(document.activeElement).toBe(field);
    await user.click(screen.getByRole('button', { name: 'Clear filter' }));
    await waitFor(() => expect(names()).toHaveLength(9));
  });

  it('takes people, whose names it knows, and days', async () => {
    const platform = new FakePlatform({ worlds: { harbour: harbourWorld(Date.now()) } });
    const { user } = openConsole(platform, paths.runs());
    await screen.findByRole('link', { name: 'damage-vit-l #418' });
    await user.click(screen.getByRole('button', { name: 'Filter' }));
    await user.click(screen.getByRole('radio', { name: 'Person' }));
    await user.click(await screen.findByRole('checkbox', { name: 'Engineer (you)' }));
    await user.click(screen.getByRole('button', { name: 'Add filter' }));
    await waitFor(() => expect(names()).toHaveLength(7));
    expect(screen.getByRole('button', { name: 'Edit filter Person Engineer (you)' })).toBeTruthy();

    await user.click(screen.getByRole('button', { name: 'Filter' }));
    await user.click(screen.getByRole('radio', { name: 'Started' }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Period' }), '7d');
    await user.click(screen.getByRole('button', { name: 'Add filter' }));
    await waitFor(() => expect(names()).toEqual(['damage-vit-l #418', 'damage-vit-b #417']));
    expect(lastAsked(platform, 'Runs')?.filter).toMatchObject({
      creatorIds: ['person-1'],
      startedFrom: expect.stringMatching(/T00:00:00.000Z$/) as string,
    });
  });

  it('has its states counted by the platform, beyond the rows that are loaded', async () => {
    const platform = harbour();
    const world = platform.world();
    const [first] = world.runs.filter(({ status }) => status === 'FINISHED');
    if (first === undefined) throw new Error('no run');
    world.runs.push(
      ...Array.from({ length: 200 }, (_, index) => ({
        ...first,
        id: globalId('Run', `older-${index}`),
        name: `older #${index}`,
      })),
    );
    const { user } = openConsole(platform, paths.runs());
    await screen.findByRole('link', { name: 'damage-vit-l #418' });
    expect(await screen.findByText('209 match')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'State all' }));
    expect(await screen.findByRole('menuitemcheckbox', { name: /^Finished\s*206$/ })).toBeTruthy();
    expect(screen.getByRole('menuitemcheckbox', { name: /^Scheduled\s*0$/ })).toBeTruthy();
    expect(screen.getByText('Of all 209 runs that the other filters keep')).toBeTruthy();
    await user.keyboard('{Escape}');
    await filterBy(user, 'State', /^Failed/);
    expect(await screen.findByText('1 match')).toBeTruthy();
    // They are counted once, whatever state is chosen and however far the list is read.
    expect(platform.seen.filter(({ operation }) => operation === 'RunCounts')).toHaveLength(1);
  });

  it('says so where the platform did not look at all of them', async () => {
    const platform = harbour();
    const world = platform.world();
    const [first] = world.runs;
    if (first === undefined) throw new Error('no run');
    world.runs = Array.from({ length: 10_001 }, (_, index) => ({
      ...first,
      id: globalId('Run', `many-${index}`),
      name: `many #${index}`,
    }));
    openConsole(platform, paths.runs());
    expect(await screen.findByText('10,000 of the newest 10,000 match')).toBeTruthy();
  });

  it('says that none match, and is cleared at once', async () => {
    const { user, router } = openConsole(
      harbour(),
      `${paths.runs()}?where=tag~stage~is~nothing&where=started~7d&state=FAILED`,
    );
    expect(await screen.findByRole('heading', { name: 'No runs match' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Edit filter Tag stage = nothing' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => expect(names()).toHaveLength(9));
    expect(router.state.location.search).toBe('');
  });
});
