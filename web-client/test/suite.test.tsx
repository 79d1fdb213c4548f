import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { press, tabTo } from './tab-to';
import { putInForce, ROUTES_SUITE } from './world/checks';
import { newestOf } from './world/datasets';
import { globalId } from './world/ids';
import { harbourWorld } from './world/world';

const NAME = 'evening-routes';
const page = `${paths.dataset(globalId('Project', 'eta-model'), globalId('Dataset', NAME))}?tab=checks`;
const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld() } });
const sentTo = ({ seen }: FakePlatform, name: string) => seen.filter(({ operation }) => operation === name);

describe('what is expected of a data set', () => {
  it('keeps its place while it is on its way', async () => {
    const platform = harbour();
    platform.day.faults = { DatasetChecks: 'hang' };
    openConsole(platform, page);
    expect(await screen.findByRole('group', { name: 'Loading the checks' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says why it did not come, and comes on another try', async () => {
    const platform = harbour();
    platform.day.faults = { DatasetChecks: 'UNAVAILABLE' };
    const { user } = openConsole(platform, page);
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not load the checks.*req_\d{4}/s);
    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Nothing is expected yet')).toBeTruthy();
  });

  it('says the same of what is forbidden as of what is not there', async () => {
    const platform = harbour();
    platform.day.faults = { DatasetChecks: 'FORBIDDEN' };
    openConsole(platform, page);
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
  });

  it('is nothing at first: a sentence, an action, and how the API does it', async () => {
    openConsole(harbour(), page);
    expect(await screen.findByText('Nothing is expected yet')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Say what is expected' })).toBeTruthy();
    expect(screen.getByText(/setExpectations\(input: \$i\)/)).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('stands as sentences, with those before it, in two requests', async () => {
    const platform = harbour();
    putInForce(platform.world(), NAME, ROUTES_SUITE.slice(0, 2), 'reviewer');
    putInForce(platform.world(), NAME);
    const { user } = openConsole(platform, page);
    const list = within(await screen.findByRole('list', { name: 'Checks of suite 2' }));
    const items = list.getAllByRole('listitem');
    expect(items).toHaveLength(10);
    expect(items[8]?.textContent).toBe(
      '9rain_mm is never missing, in at least 90\u00a0% of rowsexpect_column_values_to_not_be_nullWarn',
    );
    expect(screen.getByText(/10 checks, in force since/)).toBeTruthy();
    const earlier = within(screen.getByRole('list', { name: 'Earlier suites' }));
    expect(earlier.getByText(/2 checks, by reviewer/)).toBeTruthy();
    await user.click(earlier.getByRole('button', { name: 'Suite 1' }));
    expect(
      within(earlier.getByRole('list', { name: 'Checks of suite 1' })).getAllByRole('listitem'),
    ).toHaveLength(2);
    expect(platform.seen.filter(({ operation }) => operation?.startsWith('Dataset'))).toHaveLength(2);
    await expectNoAxeViolation();
  });

  it('is not to be changed by who may only read', async () => {
    const platform = harbour();
    const world = platform.world();
    putInForce(world, NAME);
    world.permissions = ['PROJECT_READ', 'DATASET_READ'];
    openConsole(platform, `${page}&edit`);
    expect(await screen.findByRole('list', { name: 'Checks of suite 1' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Edit suite' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Import' })).toBeNull();
    expect(screen.queryByRole('region', { name: 'Suggestions' })).toBeNull();
  });
});

describe('the editor of a suite', () => {
  it('takes suggestions of the newest profile with one press, and puts them in force', async () => {
    const platform = harbour();
    const { user, router } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Say what is expected' }));
    expect(router.state.location.search).toBe('?tab=checks&edit=');
    const suggestions = within(screen.getByRole('region', { name: 'Suggestions' }));
    expect(suggestions.getByText('from the profile of v31')).toBeTruthy();
    expect(suggestions.getAllByText('0 of 182,431 missing').length).toBeGreaterThan(0);
    await user.click(suggestions.getByRole('button', { name: 'Add: route is never missing' }));
    expect(suggestions.queryByRole('button', { name: 'Add: route is never missing' })).toBeNull();
    await user.click(suggestions.getByRole('button', { name: 'Add: stops is between 3 and 41' }));
    await expectNoAxeViolation();
    await user.click(screen.getByRole('button', { name: 'Put suite 1 in force' }));

    expect(
      await screen.findByText(/Suite 1 is in force: versions sealed from now on are checked/),
    ).toBeTruthy();
    const [sent] = sentTo(platform, 'SetExpectations');
    expect(sent?.variables).toEqual({
      input: {
        datasetId: globalId('Dataset', NAME),
        expectedVersion: 0,
        expectations: [
          {
            name: 'expect_column_values_to_not_be_null',
            table: null,
            column: 'route',
            arguments: {},
            mostly: 1,
            severity: 'BLOCK',
            onEmpty: 'FAIL',
          },
          {
            name: 'expect_column_values_to_be_between',
            table: null,
            column: 'stops',
            arguments: { min_value: 3, max_value: 41 },
            mostly: 1,
            severity: 'BLOCK',
            onEmpty: 'FAIL',
          },
        ],
      },
    });
    expect(sent?.headers.get('Idempotency-Key')).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'Check v31 now' }));
    expect(await screen.findByText(/v31 is being checked: see/)).toBeTruthy();
    expect(newestOf(platform.world(), NAME).status).toBe('VALIDATING');
  });

  it('adds a check by its fields, and puts it in force at Ctrl Enter', async () => {
    const platform = harbour();
    putInForce(platform.world(), NAME, ROUTES_SUITE.slice(0, 2));
    const { user } = openConsole(platform, `${page}&edit`);
    await user.click(await screen.findByRole('button', { name: 'Add a check' }));
    const save = screen.getByRole('button', { name: 'Put suite 2 in force' });
    await user.click(save);
    expect(screen.getAllByText(/What is expected/).length).toBeGreaterThan(1);
    expect(sentTo(platform, 'SetExpectations')).toEqual([]);

    await user.selectOptions(screen.getByLabelText(/^What is expected/), 'expect_column_values_to_be_in_set');
    await user.click(screen.getByLabelText(/^Column/));
    await user.paste('stops');
    expect(screen.getByText('integer, 0 missing, 3 to 41')).toBeTruthy();
    await user.click(screen.getByLabelText(/^Values/));
    await user.paste('3\n"4"\nx');
    const share = screen.getByLabelText(/^Of rows, percent at least/);
    await user.clear(share);
    await user.paste('99.5');
    await user.selectOptions(screen.getByLabelText(/^Where it fails/), 'WARN');
    await user.selectOptions(screen.getByLabelText(/^Where the column has no value/), 'PASS');
    expect(screen.getByRole('button', { name: /^stops is 3, 4 or x, in at least 99.5/ })).toBeTruthy();
    await user.keyboard('{Control>}{Enter}{/Control}');

    expect(await screen.findByText(/Suite 2 is in force/)).toBeTruthy();
    expect(platform.world().suites[0]?.expectations[2]).toEqual({
      name: 'expect_column_values_to_be_in_set',
      table: null,
      column: 'stops',
      arguments: { value_set: [3, '4', 'x'] },
      mostly: 0.995,
      severity: 'WARN',
      onEmpty: 'PASS',
    });
  });

  it('orders and removes, and keeps the focus where it is', async () => {
    const platform = harbour();
    putInForce(platform.world(), NAME, ROUTES_SUITE.slice(0, 3));
    const { user } = openConsole(platform, `${page}&edit`);
    const said = () =>
      within(screen.getByRole('list', { name: 'Checks' }))
        .getAllByRole('button', { expanded: false })
        .map(({ textContent }) => textContent);
    const down = await screen.findByRole('button', { name: 'Move check 1 down' });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Put suite 2 in force' }).disabled).toBe(
      true,
    );
    await user.click(down);
    expect(said()).toEqual(['minutes exists', 'The table has at least 1000 rows', 'route is never missing']);
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Move check 2 down' }));
    await user.click(screen.getByRole('button', { name: 'Remove check 3' }));
    expect(said()).toEqual(['minutes exists', 'The table has at least 1000 rows']);
    await user.click(screen.getByRole('button', { name: 'Put suite 2 in force' }));
    expect(await screen.findByRole('list', { name: 'Checks of suite 2' })).toBeTruthy();
  });

  it('is used by keyboard alone: a check is moved, one removed, and the rest put in force', async () => {
    const platform = harbour();
    putInForce(platform.world(), NAME, ROUTES_SUITE.slice(0, 3));
    const { user } = openConsole(platform, page);
    await press(user, await screen.findByRole('button', { name: 'Edit suite' }));
    await press(user, await screen.findByRole('button', { name: 'Move check 1 down' }));
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Move check 2 down' }));
    await tabTo(user, screen.getByRole('button', { name: 'Remove check 3' }));
    await user.keyboard(' ');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Remove check 2' }));
    await tabTo(user, screen.getByRole('button', { name: 'Put suite 2 in force' }));
    await user.keyboard('{Enter}');
    const list = within(await screen.findByRole('list', { name: 'Checks of suite 2' }));
    expect(list.getAllByRole('listitem')).toHaveLength(2);
    expect(sentTo(platform, 'SetExpectations')).toHaveLength(1);
  });

  it('shows what the platform refused beside the row that it names', async () => {
    const platform = harbour();
    putInForce(platform.world(), NAME, [
      ...ROUTES_SUITE.slice(0, 2),
      {
        ...(ROUTES_SUITE[6] ?? ROUTES_SUITE[0]),
        arguments: { regex: '(?x' },
      } as (typeof ROUTES_SUITE)[number],
    ]);
    const { user } = openConsole(platform, `${page}&edit`);
    await user.click(await screen.findByRole('button', { name: 'Remove check 1' }));
    await user.click(screen.getByRole('button', { name: 'Put suite 2 in force' }));
    const list = within(screen.getByRole('list', { name: 'Checks' }));
    expect(
      await list.findByText(/expectations\[1\].arguments.regex .*expected: a regular expression/),
    ).toBeTruthy();
    await user.click(list.getByRole('button', { name: /^route matches/ }));
    expect(list.getByLabelText(/^Pattern/).getAttribute('aria-invalid')).toBe('true');
    await expectNoAxeViolation();
  });

  it('shows their suite beside yours where another was put in force meanwhile', async () => {
    const platform = harbour();
    putInForce(platform.world(), NAME, ROUTES_SUITE.slice(0, 2));
    const { user } = openConsole(platform, `${page}&edit`);
    await user.click(await screen.findByRole('button', { name: 'Remove check 2' }));
    putInForce(platform.world(), NAME, ROUTES_SUITE.slice(0, 3), 'reviewer');
    await user.click(screen.getByRole('button', { name: 'Put suite 2 in force' }));

    const conflict = within(await screen.findByRole('region', { name: 'Suite 2 is in force meanwhile' }));
    expect(conflict.getByText(/^reviewer put it in force/)).toBeTruthy();
    expect(
      within(conflict.getByRole('list', { name: 'Only in theirs' })).getAllByRole('listitem'),
    ).toHaveLength(2);
    await expectNoAxeViolation();
    await user.click(conflict.getByRole('button', { name: 'Put mine in force over suite 2' }));
    expect(await screen.findByText(/Suite 3 is in force/)).toBeTruthy();
    expect(platform.world().suites[0]?.expectations).toHaveLength(1);
  });

  it('lets one take theirs instead', async () => {
    const platform = harbour();
    putInForce(platform.world(), NAME, ROUTES_SUITE.slice(0, 2));
    const { user } = openConsole(platform, `${page}&edit`);
    await user.click(await screen.findByRole('button', { name: 'Remove check 2' }));
    putInForce(platform.world(), NAME, ROUTES_SUITE.slice(0, 3), 'reviewer');
    await user.click(screen.getByRole('button', { name: 'Put suite 2 in force' }));
    await user.click(await screen.findByRole('button', { name: 'Take theirs' }));
    expect(screen.queryByRole('region', { name: 'Suite 2 is in force meanwhile' })).toBeNull();
    expect(screen.getAllByRole('button', { name: /^Remove check/ })).toHaveLength(3);
  });

  it('says why nothing was put in force where no row is to blame', async () => {
    const platform = harbour();
    putInForce(platform.world(), NAME, ROUTES_SUITE.slice(0, 2));
    platform.day.faults = { SetExpectations: 'UNAVAILABLE' };
    const { user } = openConsole(platform, `${page}&edit`);
    await user.click(await screen.findByRole('button', { name: 'Remove check 2' }));
    await user.click(screen.getByRole('button', { name: 'Put suite 2 in force' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Could not put the suite in force');
  });

  it('goes on from an earlier suite, and offers to check what no suite has checked', async () => {
    const platform = harbour();
    const world = platform.world();
    putInForce(world, NAME, ROUTES_SUITE.slice(0, 1));
    putInForce(world, NAME, []);
    const { user } = openConsole(platform, page);
    expect(await screen.findByText(/Suite 2 is empty: versions are not checked/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Suite 1' }));
    await user.click(screen.getByRole('button', { name: 'Edit from suite 1' }));
    await user.click(await screen.findByRole('button', { name: 'Put suite 3 in force' }));
    expect(await screen.findByRole('button', { name: 'Check v31 now' })).toBeTruthy();
  });
});

describe('a suite of Great Expectations', () => {
  const suite = (...expectations: readonly object[]) => JSON.stringify({ name: 'routes', expectations });

  it('is pasted, looked over and put in force', async () => {
    const platform = harbour();
    putInForce(platform.world(), NAME);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Import' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Import a suite' }));
    await user.click(dialog.getByRole('button', { name: 'Put suite 2 in force' }));
    expect(dialog.getByText('The JSON of a suite')).toBeTruthy();
    const field = dialog.getByLabelText(/^Suite of Great Expectations/);
    await user.click(field);
    await user.paste(suite({ type: 'expect_column_to_exist', kwargs: { column: 'route' } }));
    expect(dialog.getByText('route exists')).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Put suite 2 in force' }));
    expect(await screen.findByRole('list', { name: 'Checks of suite 2' })).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('is pasted from the editor, which ends with it', async () => {
    const { user } = openConsole(harbour(), page);
    await user.click(await screen.findByRole('button', { name: 'Say what is expected' }));
    await user.click(await screen.findByRole('button', { name: 'Import' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Import a suite' }));
    await user.click(dialog.getByLabelText(/^Suite of Great Expectations/));
    await user.paste(suite({ type: 'expect_column_to_exist', kwargs: { column: 'route' } }));
    await user.click(dialog.getByRole('button', { name: 'Put suite 1 in force' }));
    expect(await screen.findByRole('list', { name: 'Checks of suite 1' })).toBeTruthy();
    expect(screen.queryByText(/in force meanwhile/)).toBeNull();
  });

  it('comes from a file, and says beside which row it was refused', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, `${page}&import`);
    const dialog = within(await screen.findByRole('dialog'));
    const text = suite(
      { type: 'expect_column_to_exist', kwargs: { column: 'route' } },
      { type: 'expect_the_moon', kwargs: {} },
    );
    await user.upload(
      dialog.getByLabelText('File of a suite'),
      new File([text], 'suite.json', { type: 'application/json' }),
    );
    const rows = within(await dialog.findByRole('list', { name: 'Checks of the file' }));
    await user.click(dialog.getByRole('button', { name: 'Put suite 1 in force' }));
    const refused = await rows.findByText(/'expect_the_moon' is no known expectation/);
    expect(rows.getAllByRole('listitem')[1]?.contains(refused)).toBe(true);
    await expectNoAxeViolation();
  });

  it('is put in the place of one that came meanwhile on another press', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, `${page}&import`);
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByLabelText(/^Suite of Great Expectations/));
    await user.paste(suite({ type: 'expect_column_to_exist', kwargs: { column: 'route' } }));
    putInForce(platform.world(), NAME);
    await user.click(dialog.getByRole('button', { name: 'Put suite 1 in force' }));
    expect(await dialog.findByText(/Another suite is in force meanwhile/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Decide on that' }));
    await user.click(await dialog.findByRole('button', { name: 'Put suite 2 in force' }));
    expect(await screen.findByRole('list', { name: 'Checks of suite 2' })).toBeTruthy();
  });
});
