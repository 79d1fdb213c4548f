import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { press, tabTo } from './tab-to';
import {
  by,
  checking,
  errChecks,
  fail,
  failChecks,
  GRANTED,
  passChecks,
  putInForce,
  waive,
} from './world/checks';
import { REFERENCE_NOW } from './world/clock';
import { newestOf } from './world/datasets';
import { globalId } from './world/ids';
import { harbourWorld } from './world/world';

const NAME = 'evening-routes';
const routes = paths.dataset(globalId('Project', 'eta-model'), globalId('Dataset', NAME));
const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld(Date.now()) } });
const ofDatasets = ({ seen }: FakePlatform) =>
  seen.filter(({ operation }) => operation?.startsWith('Dataset') === true);

async function gate() {
  return within(await screen.findByRole('region', { name: 'Gate' }));
}

describe('the gate of a version', () => {
  it('says that nothing is expected yet, and where to say it', async () => {
    openConsole(harbour(), routes);
    const panel = await gate();
    expect(panel.getByText(/Nothing is expected of this data set yet/)).toBeTruthy();
    expect(panel.getByRole('link', { name: 'Say what is expected' }).getAttribute('href')).toMatch(
      /\?tab=checks$/,
    );
    expect(screen.queryByRole('region', { name: 'Checks' })).toBeNull();
  });

  it('tells a passed version with its digests, job and checks in one request', async () => {
    const platform = harbour();
    passChecks(platform.world(), NAME);
    openConsole(platform, routes);

    const panel = await gate();
    const past = within(panel.getByRole('list', { name: 'How it came to its state' }));
    expect(past.getAllByRole('listitem').map((item) => item.querySelector('.med')?.textContent)).toEqual([
      'Sealed',
      'Validating',
      '9 of 10 checks passed',
      'Validated',
    ]);
    expect(panel.getByRole('button', { name: 'Copy digest of version' })).toBeTruthy();
    expect(panel.getByRole('button', { name: 'Copy digest of suite' })).toBeTruthy();
    const [job] = platform.world().jobs;
    expect(panel.getByRole('link', { name: 'Succeeded' }).getAttribute('href')).toBe(
      paths.job(job?.id ?? ''),
    );
    const strip = within(screen.getByRole('region', { name: 'Version 31' }));
    expect(strip.getByText('of 10 checks')).toBeTruthy();
    expect(strip.getByText('1 warning')).toBeTruthy();
    expect(ofDatasets(platform)).toHaveLength(1);
    await expectNoAxeViolation();
  });

  it('says that checks are running, and is followed until they are over', async () => {
    const platform = harbour();
    const validation = checking(platform.world(), NAME);
    openConsole(platform, routes);
    const panel = await gate();
    expect(panel.getByText('Not decided yet')).toBeTruthy();
    expect(screen.getByText(/shown once its job has ended/)).toBeTruthy();
    await expectNoAxeViolation();

    Object.assign(validation, { status: 'PASSED', endedAt: new Date().toISOString() });
    newestOf(platform.world(), NAME).status = 'VALIDATED';
    await waitFor(() => expect(screen.queryByText('Not decided yet')).toBeNull());
  });

  it('says why the platform could not tell', async () => {
    const platform = harbour();
    errChecks(platform.world(), NAME);
    openConsole(platform, routes);
    const panel = await gate();
    expect(panel.getByText('the engine ran out of memory at 4 GiB')).toBeTruthy();
    expect(screen.getByText(/None was judged/)).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('offers to check anew by a suite that was put in force since', async () => {
    const platform = harbour();
    passChecks(platform.world(), NAME);
    putInForce(platform.world(), NAME);
    const { user } = openConsole(platform, routes);
    const panel = await gate();
    expect(panel.getByText(/Suite 1 said so; suite 2 is in force now/)).toBeTruthy();
    await user.click(panel.getByRole('button', { name: 'Check v31 by suite 2' }));
    expect(await screen.findByText('Not decided yet')).toBeTruthy();
    const sent = platform.seen.find(({ operation }) => operation === 'ValidateVersion');
    expect(sent?.variables).toEqual({ id: globalId('DatasetVersion', `${NAME}-31`), expectedVersion: 1 });
  });

  it('says that somebody else was quicker to have it checked', async () => {
    const platform = harbour();
    passChecks(platform.world(), NAME);
    putInForce(platform.world(), NAME);
    platform.day.faults = { ValidateVersion: 'CONFLICT' };
    const { user } = openConsole(platform, routes);
    await user.click((await gate()).getByRole('button', { name: 'Check v31 by suite 2' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/Could not check v31.*changed meanwhile/);
  });
});

describe('the checks of a version', () => {
  it('stand failed first, with what was looked at and what was not as expected', async () => {
    const platform = harbour();
    failChecks(platform.world(), NAME);
    openConsole(platform, routes);

    const table = within(await screen.findByRole('table', { name: 'Checks, failures first' }));
    const rows = table.getAllByRole('row').slice(1);
    expect(rows[0]?.textContent).toMatch(
      /^route is unique.*expect_column_values_to_be_uniqueBlock182,431412 0.23\u00a0%0–Failed$/,
    );
    expect(rows[1]?.textContent).toMatch(/^The mean of distance_km is between 20 and 80.*104.25Failed$/);
    expect(rows[2]?.textContent).toMatch(
      /^rain_mm is never missing, in at least 90\u00a0% of rows.*Warn.*21,904 12.01\u00a0%.*Failed$/,
    );
    expect(rows[3]?.textContent).toMatch(/Passed$/);
    const kept = within(screen.getByRole('region', { name: 'Checks' }));
    expect(kept.getByText(/412 rows kept apart in/)).toBeTruthy();
    expect(kept.getByRole('link', { name: 'orders v46' })).toBeTruthy();
    expect(screen.getByText(/v31 was rejected: 2 of 10 checks failed/)).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('open to their samples, which the address keeps', async () => {
    const platform = harbour();
    failChecks(platform.world(), NAME);
    const { user, router } = openConsole(platform, routes);
    const row = await screen.findByRole('button', { name: /^route is unique/ });
    row.focus();
    await user.keyboard('{Enter}');
    expect(router.state.location.search).toBe('?check=4');
    expect(row.getAttribute('aria-expanded')).toBe('true');
    const samples = within(screen.getByRole('list', { name: 'Unexpected values' }));
    expect(samples.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'A-001',
      'A-002',
      'Z-118',
    ]);
    await expectNoAxeViolation();
    await user.keyboard('{Enter}');
    expect(router.state.location.search).toBe('');
  });

  it('say why one could not be judged, which the address opens', async () => {
    const platform = harbour();
    const validation = failChecks(platform.world(), NAME);
    fail(validation, 2, { error: 'the column "minutes" is not there', elementCount: null });
    openConsole(platform, `${routes}?check=2`);
    expect(await screen.findByText(/could not be judged.*"minutes" is not there/)).toBeTruthy();
    expect(screen.getByText('Not judged')).toBeTruthy();
  });

  it('come page by page, and say how many failed further down', async () => {
    const platform = harbour();
    const validation = failChecks(platform.world(), NAME);
    const [last] = validation.results.splice(9, 1);
    const [some] = validation.results;
    if (some === undefined || last === undefined) throw new Error('no results');
    validation.results = [
      ...validation.results,
      ...Array.from({ length: 120 }, (_, index) => ({ ...some, number: 11 + index })),
      { ...last, number: 200, success: false },
    ];
    const { user } = openConsole(platform, routes);
    expect(await screen.findByText('1 failed one is further down.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show more checks' }));
    expect(await screen.findByRole('button', { name: /^The greatest rain_mm is at most 60/ })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show all 130' }));
    await waitFor(() =>
      expect(screen.getAllByRole('button', { name: /^The table has at least 1000 rows/ })).toHaveLength(121),
    );
  });
});

describe('waivers', () => {
  const waivers = async () => within(await screen.findByRole('list', { name: 'Waivers' }));

  it('are asked for with a reason and an end, and say what they will do', async () => {
    const platform = harbour();
    failChecks(platform.world(), NAME);
    const { user } = openConsole(platform, `${routes}?check=4`);
    await user.click(await screen.findByRole('button', { name: 'Ask for a waiver' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Ask for a waiver for v31?' }));
    expect(
      dialog.getByText(/1 other check that blocks has failed and needs a waiver of its own/),
    ).toBeTruthy();
    expect(dialog.getByText(/You cannot grant it yourself/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Ask for the waiver' }));
    expect(dialog.getByText(/Why the check should pass/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.type(dialog.getByLabelText(/^Reason/), 'Two drivers share a route.');
    await user.click(dialog.getByRole('button', { name: 'Ask for the waiver' }));

    const list = await waivers();
    expect(list.getByText('Asked')).toBeTruthy();
    expect(list.getByText(/^you, so not yours to grant/)).toBeTruthy();
    expect(list.queryByRole('button', { name: 'Grant' })).toBeNull();
    expect(list.getByRole('button', { name: 'Take back' })).toBeTruthy();
    const sent = platform.seen.find(({ operation }) => operation === 'AskForWaiver');
    expect(sent?.variables).toMatchObject({ input: { number: 4, reason: 'Two drivers share a route.' } });
    expect(screen.getByText('Failed, waiver asked for')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Ask for a waiver' })).toBeNull();
  });

  it('are asked for by keyboard alone; Escape asks for nothing and gives the focus back', async () => {
    const platform = harbour();
    failChecks(platform.world(), NAME);
    const { user } = openConsole(platform, `${routes}?check=4`);
    const opener = await screen.findByRole('button', { name: 'Ask for a waiver' });
    await press(user, opener);
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(opener);
    await user.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    await tabTo(user, dialog.getByLabelText(/^Reason/));
    await user.keyboard('Two drivers share a route.');
    await tabTo(user, dialog.getByRole('button', { name: 'Ask for the waiver' }));
    await user.keyboard('{Enter}');
    expect((await waivers()).getByText('Asked')).toBeTruthy();
    expect(platform.world().waivers[0]?.reason).toBe('Two drivers share a route.');
  });

  it('end within 90 days, which the platform says under the field', async () => {
    const platform = harbour();
    failChecks(platform.world(), NAME);
    const { user } = openConsole(platform, `${routes}?check=4`);
    await user.click(await screen.findByRole('button', { name: 'Ask for a waiver' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/^Reason/), 'x');
    const last = dialog.getByLabelText(/^Last day/);
    await user.clear(last);
    await user.type(last, '2099-01-01');
    await user.click(dialog.getByRole('button', { name: 'Ask for the waiver' }));
    expect(dialog.getByText(/^A day from/)).toBeTruthy();
    expect(platform.seen.some(({ operation }) => operation === 'AskForWaiver')).toBe(false);
  });

  it('that wait are granted by somebody else, and the version says until when it is let through', async () => {
    const platform = harbour();
    const world = platform.world();
    const validation = failChecks(world, NAME);
    waive(world, validation, 4);
    waive(world, validation, 8, GRANTED);
    const { user } = openConsole(platform, routes);
    const list = await waivers();
    await user.click(list.getByRole('button', { name: 'Grant' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Grant the waiver?' }));
    expect(dialog.getByText(/your name is kept with it/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Grant the waiver' }));

    await waitFor(() => expect(screen.getAllByText(/^Waived until /)).toHaveLength(2));
    expect(screen.getByText(/each check that blocks is waived: jobs may read it until/)).toBeTruthy();
    expect(screen.getAllByText('Failed, waived')).toHaveLength(2);
    await expectNoAxeViolation();
  });

  it('are declined, and said by whom', async () => {
    const platform = harbour();
    waive(platform.world(), failChecks(platform.world(), NAME), 4);
    const { user } = openConsole(platform, routes);
    await user.click((await waivers()).getByRole('button', { name: 'Decline' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/^Comment/), 'Mend the rows.');
    await user.click(dialog.getByRole('button', { name: 'Decline the waiver' }));
    const list = await waivers();
    expect(await list.findByText('Declined')).toBeTruthy();
    expect(list.getByText('Declined by')).toBeTruthy();
    expect(list.getByText('Mend the rows.')).toBeTruthy();
  });

  it('that were granted are taken back, and the version is rejected again', async () => {
    const platform = harbour();
    const world = platform.world();
    const validation = failChecks(world, NAME);
    waive(world, validation, 4, GRANTED);
    waive(world, validation, 8, GRANTED);
    const { user } = openConsole(platform, routes);
    expect(await screen.findAllByText(/^Waived until /)).toHaveLength(2);
    const [take] = (await waivers()).getAllByRole('button', { name: 'Take back' });
    await user.click(take ?? document.body);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/new jobs are refused v31 at once/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Take the waiver back' }));
    await waitFor(() => expect(screen.queryByText(/^Waived until /)).toBeNull());
    expect((await waivers()).getByText('Ended')).toBeTruthy();
  });

  it('whose time is over say so and offer nothing', async () => {
    const platform = harbour();
    const world = platform.world();
    waive(world, failChecks(world, NAME), 4, {
      ...GRANTED,
      endsAt: new Date(REFERENCE_NOW - 1).toISOString(),
    });
    openConsole(platform, routes);
    const list = await waivers();
    expect(list.getByText('Lapsed')).toBeTruthy();
    expect(list.queryByRole('button')).toBeNull();
  });

  it('show that somebody else decided meanwhile', async () => {
    const platform = harbour();
    const world = platform.world();
    const waiver = waive(world, failChecks(world, NAME), 4);
    const { user } = openConsole(platform, routes);
    await user.click((await waivers()).getByRole('button', { name: 'Grant' }));
    Object.assign(waiver, {
      status: 'DECLINED',
      decidedBy: by('owner'),
      decidedAt: waiver.askedAt,
      version: 2,
    });
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Grant the waiver' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('Could not grant the waiver');
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText('Declined')).toBeTruthy();
  });

  it('are shown and not offered to who may only read', async () => {
    const platform = harbour();
    const world = platform.world();
    waive(world, failChecks(world, NAME), 4);
    world.permissions = ['PROJECT_READ', 'DATASET_READ'];
    openConsole(platform, `${routes}?check=8`);
    const list = await waivers();
    expect(list.queryByRole('button')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Ask for a waiver' })).toBeNull();
    const panel = await gate();
    expect(panel.queryByText('Job')).toBeNull();
    expect(panel.getByRole('link', { name: 'Suite' })).toBeTruthy();
  });

  it('stand in the list of data sets', async () => {
    const platform = harbour();
    const world = platform.world();
    const validation = failChecks(world, NAME);
    waive(world, validation, 4, GRANTED);
    waive(world, validation, 8, GRANTED);
    openConsole(platform, paths.datasets());
    expect(await screen.findByText(/^Waived until /)).toBeTruthy();
  });
});
