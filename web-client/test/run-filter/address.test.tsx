import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from '../open-console';
import { EXPERIMENT, harbour, lastAsked, names, tags, withTags } from './harbour';

describe('the filter of runs in the address', () => {
  it('is left out where what the address says is none', async () => {
    const platform = harbour();
    openConsole(platform, `${paths.runs()}?where=metric~val%2Ff1~ge~high`);
    await screen.findByRole('link', { name: 'damage-vit-l #418' });
    expect(lastAsked(platform, 'Runs')?.filter).toBeNull();
  });

  it('goes with what cannot be answered, which a press takes away', async () => {
    const platform = harbour();
    platform.day.faults = { Runs: 'INTERNAL' };
    const { user, router } = openConsole(platform, `${paths.runs()}?where=person~somebody&q=vit`);
    expect((await screen.findByRole('alert')).textContent).toContain('Could not load');
    expect(screen.getByRole('button', { name: 'Edit filter Person 1 person' })).toBeTruthy();
    await expectNoAxeViolation();
    platform.day.faults = {};
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => expect(names()).toHaveLength(9));
    expect(router.state.location.search).toBe('');
  });

  it('takes from the address what the platform takes together, and no order by what is no metric', async () => {
    const platform = harbour();
    const where = [
      'started~7d',
      'started~2026-11-01..2026-11-30',
      ...Array.from('abcdefghij', (key) => `tag~${key}~there~`),
    ];
    const search = new URLSearchParams([['sort', '-m.'], ...where.map((one) => ['where', one])]);
    openConsole(platform, `${EXPERIMENT}?${search.toString()}`);
    expect(await screen.findByRole('heading', { name: 'No runs match' })).toBeTruthy();
    const { filter, orderBy } = lastAsked(platform, 'Experiment') as {
      readonly filter: { readonly tags: readonly unknown[] };
      readonly orderBy: unknown;
    };
    expect(filter).toMatchObject({
      startedFrom: '2026-11-01T00:00:00.000Z',
      startedTo: '2026-12-01T00:00:00.000Z',
    });
    expect(filter.tags).toHaveLength(7);
    expect(orderBy).toBeNull();
    expect(screen.getAllByRole('button', { name: /^Edit filter / })).toHaveLength(8);
  });

  it('changes no other condition that came to stand in its place', async () => {
    const { user, router } = openConsole(harbour(), `${EXPERIMENT}?where=param~backbone~has~vit`);
    await waitFor(() => expect(names()).toHaveLength(5));
    await user.click(screen.getByRole('button', { name: /^Edit filter Parameter backbone/ }));
    await act(() => router.navigate('?where=tag~stage~there~'));
    await waitFor(() => expect(screen.queryByRole('form', { name: 'Add a filter' })).toBeNull());
    expect(screen.getByRole('button', { name: 'Edit filter Tag stage is there' })).toBeTruthy();
  });

  it.each([
    ['is added', '', 'Filter', 'Add filter'],
    ['takes the place of another', 'started~30d', /^Edit filter Started/, 'Save filter'],
  ])(
    'says so where a period with two ends %s and there is one place left, and leaves the list as it was',
    async (_how, before, open, verb) => {
      const { user, router } = openConsole(harbour(), `${paths.runs()}?${withTags(8, before)}`);
      const asked = () => new URLSearchParams(router.state.location.search).getAll('where');
      const others = [...(before === '' ? [] : [before]), ...tags(8)];
      await screen.findByRole('heading', { name: 'No runs match' });
      await user.click(screen.getByRole('button', { name: open }));
      const form = within(screen.getByRole('form', { name: 'Add a filter' }));
      await user.click(form.getByRole('radio', { name: 'Started' }));
      await user.selectOptions(form.getByRole('combobox', { name: 'Period' }), 'Days of your choice');
      fireEvent.change(form.getByLabelText('From'), { target: { value: '2026-11-01' } });
      fireEvent.change(form.getByLabelText('To'), { target: { value: '2026-11-19' } });
      await user.click(form.getByRole('button', { name: verb }));

      expect(form.getByRole('alert').textContent).toBe(
        'A period with two ends counts as two filters, and there is room for one. Leave one end open, or remove a filter.',
      );
      expect(asked()).toEqual(others);
      await expectNoAxeViolation();

      fireEvent.change(form.getByLabelText('To'), { target: { value: '' } });
      expect(form.queryByRole('alert')).toBeNull();
      await user.click(form.getByRole('button', { name: verb }));
      await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
      expect(asked().toSorted()).toEqual(['started~2026-11-01..', ...tags(8)].toSorted());
      expect(screen.getAllByRole('button', { name: /^Edit filter / })).toHaveLength(9);
    },
  );
});
