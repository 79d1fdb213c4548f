import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, filterBy, openConsole } from './open-console';
import { listOf, pick, picked } from './pick';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';
import { someProjects } from './world/projects';
import { harbourWorld } from './world/world';

const LIVE = globalId('Run', 'damage-vit-l #418');
const BEST = globalId('Run', 'damage-vit-l #412');
const EXPERIMENT = paths.experiment(
  globalId('Project', 'parcel-vision'),
  globalId('Experiment', 'damage-classifier'),
);

const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld() } });

const lastAsked = (platform: FakePlatform, wanted: string) =>
  platform.seen.findLast(({ operation }) => operation === wanted)?.variables;

describe('the runs', () => {
  it('stand as grey rows while they are on their way', async () => {
    openConsole(new FakePlatform({ faults: { Runs: 'hang' } }), paths.runs());
    const table = await screen.findByRole('table', { name: 'Loading runs' });
    expect(table.getAttribute('aria-busy')).toBe('true');
    await expectNoAxeViolation();
  });

  it('name their experiment and project', async () => {
    const platform = harbour();
    openConsole(platform, paths.runs());
    const link = await screen.findByRole('link', { name: 'damage-vit-l #418' });
    const row = within(link.closest('tr') ?? link);
    expect(row.getByText('Running')).toBeTruthy();
    expect(row.getByRole('link', { name: 'damage-classifier' })).toBeTruthy();
    expect(row.getByRole('link', { name: 'parcel-vision' })).toBeTruthy();
    expect(row.getByText('€37.95')).toBeTruthy();
    expect(screen.getByText('9 runs of Example Harbour')).toBeTruthy();
    expect(platform.seen.filter(({ operation }) => operation === 'Runs')).toHaveLength(1);
    await expectNoAxeViolation();
  });

  it('are listed to whoever may read no project, and none is offered to start', async () => {
    const platform = harbour();
    platform.world().permissions = ['RUN_READ', 'RUN_WRITE', 'JOB_SUBMIT'];
    openConsole(platform, paths.runs());
    const link = await screen.findByRole('link', { name: 'damage-vit-l #418' });
    const row = within(link.closest('tr') ?? link);
    expect(row.getByRole('link', { name: 'damage-classifier' }).getAttribute('href')).toBe(EXPERIMENT);
    expect(row.queryByText('parcel-vision')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Start a run' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Create experiment' })).toBeNull();
    expect(platform.seen.filter(({ operation }) => operation === 'Runs')).toHaveLength(1);
  });

  it('are filtered by state in the address, and say when none is left', async () => {
    const platform = harbour();
    const { user, router } = openConsole(platform, paths.runs());
    await screen.findByRole('link', { name: 'damage-vit-l #418' });
    await filterBy(user, 'State', /^Scheduled/);
    expect(await screen.findByRole('heading', { name: 'No runs match' })).toBeTruthy();
    expect(router.state.location.search).toBe('?state=SCHEDULED');
    expect(lastAsked(platform, 'Runs')?.status).toEqual(['SCHEDULED']);

    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByRole('link', { name: 'damage-vit-l #418' })).toBeTruthy();
    expect(router.state.location.search).toBe('');
  });

  it('say how a first one comes about', async () => {
    openConsole(new FakePlatform(), paths.runs());
    expect(await screen.findByRole('heading', { name: 'No runs yet' })).toBeTruthy();
    expect(screen.getByText(/^mutation \{ createRun/)).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('fail with the request id, and try again', async () => {
    const platform = harbour();
    platform.day.faults = { Runs: 'UNAVAILABLE' };
    const { user } = openConsole(platform, paths.runs());
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not load runs.*req_\d{4}/s);
    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('link', { name: 'damage-vit-l #418' })).toBeTruthy();
  });

  it('do not tell forbidden from missing', async () => {
    openConsole(new FakePlatform({ faults: { Runs: 'FORBIDDEN' } }), paths.runs());
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Start a run' })).toBeNull();
  });

  it('get an experiment to stand in', async () => {
    const { user, router } = openConsole(harbour(), paths.runs());
    await user.click(await screen.findByRole('button', { name: 'Create experiment' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Create experiment' }));
    await pick(user, dialog.getByLabelText(/Project/), 'parcel-vision');
    await user.type(dialog.getByLabelText(/Name/), 'damage-classifier');
    await user.click(dialog.getByRole('button', { name: 'Create experiment' }));
    expect(await dialog.findByText('name: damage-classifier is taken')).toBeTruthy();

    await user.type(dialog.getByLabelText(/Name/), '-2');
    await user.click(dialog.getByRole('button', { name: 'Create experiment' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'damage-classifier-2' })).toBeTruthy();
    expect(router.state.location.pathname).toContain('/experiments/');
  });

  it('are started in any project and experiment, with any data set, also beyond the first hundred', async () => {
    const platform = harbour();
    const world = platform.world();
    world.projects = [...someProjects(130), ...world.projects];
    const projectId = globalId('Project', 'dock-ocr');
    for (let number = 1; number <= 120; number += 1)
      world.experiments.push({
        id: globalId('Experiment', `many-${number}`),
        projectId,
        name: `many-${number}`,
        tags: [],
        createdAt: '2026-11-01T00:00:00Z',
        version: 1,
      });
    const frames = world.datasets.find(({ name }) => name === 'gate-frames');
    if (frames === undefined) throw new Error('no data set');
    world.datasets = [
      ...Array.from({ length: 110 }, (_, index) => ({
        ...frames,
        id: globalId('Dataset', `other-${index}`),
        name: `other-${index}`,
      })),
      ...world.datasets,
    ];
    const { user } = openConsole(platform, paths.runs());
    await user.click(await screen.findByRole('button', { name: 'Start a run' }));
    const dialog = within(await screen.findByRole('dialog'));
    // It is none of the first hundred: the platform is asked while one types.
    await pick(user, dialog.getByLabelText(/^Project/), 'dock-ocr');
    expect(platform.seen.some(({ operation }) => operation === 'PickProjects')).toBe(true);

    await dialog.findByText('The first 100 data sets');
    const experiment = dialog.getByLabelText(/^Experiment/);
    await listOf(user, experiment);
    expect(dialog.getByText('The first 100 experiments')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Show more experiments' }));
    await waitFor(() => expect(dialog.queryByText('The first 100 experiments')).toBeNull());
    await pick(user, experiment, 'many-120');
    await user.click(dialog.getByRole('button', { name: 'Show more data sets' }));
    await waitFor(() => expect(dialog.queryByText(/^The first .* data sets$/)).toBeNull());
    await pick(user, dialog.getByLabelText('Data set version'), 'gate-frames v6');
    expect(picked(experiment)).toBe('many-120');
    await expectNoAxeViolation();
  });

  it('say that they are over without being asked, and then are not asked for any more', async () => {
    const platform = harbour();
    openConsole(platform, paths.runs());
    const link = await screen.findByRole('link', { name: 'damage-vit-l #418' });
    const row = within(link.closest('tr') ?? link);
    expect(row.getByText('Running')).toBeTruthy();
    finish(platform, 'damage-vit-l #418');
    await waitFor(() => expect(row.getByText('Finished')).toBeTruthy());
    expect(lastAsked(platform, 'RunProgressOfAll')).toEqual({
      first: 50,
      after: null,
      status: null,
      filter: null,
    });
    const asked = () => platform.seen.filter(({ operation }) => operation === 'RunProgressOfAll').length;
    const until = asked();
    await new Promise((resolve) => setTimeout(resolve, 5_500));
    expect(asked()).toBe(until);
    expect(platform.seen.filter(({ operation }) => operation === 'Runs')).toHaveLength(1);
  });
});

/** The run ends by itself while a page shows it. */
function finish(platform: FakePlatform, name: string) {
  const run = platform.world().runs.find((one) => one.name === name);
  if (run === undefined) throw new Error(`no run ${name}`);
  Object.assign(run, { status: 'FINISHED', endedAt: new Date().toISOString(), version: run.version + 1 });
}

describe('the runs of an experiment', () => {
  it('show the best value in bold and are compared by keyboard', async () => {
    const { user, router } = openConsole(harbour(), EXPERIMENT);
    const best = await screen.findByText('0.9187');
    expect(best.tagName).toBe('B');
    await expectNoAxeViolation();

    await user.click(screen.getByLabelText('Select damage-vit-l #418'));
    const bar = within(screen.getByRole('region', { name: 'Selected runs' }));
    expect(bar.getByRole('button', { name: /Select another/ }).hasAttribute('disabled')).toBe(true);
    await user.click(screen.getByLabelText('Select damage-vit-l #412'));
    expect(bar.getByText('2 runs selected')).toBeTruthy();
    await user.keyboard('c');
    await waitFor(() => expect(router.state.location.pathname).toBe('/compare'));
    expect(new URLSearchParams(router.state.location.search).get('ids')).toBe(`${LIVE},${BEST}`);
  });

  it('are walked, selected and opened without a mouse', async () => {
    const { user, router } = openConsole(harbour(), EXPERIMENT);
    await screen.findByText('0.9187');
    await user.keyboard('jjx');
    await waitFor(() =>
      expect(screen.getByLabelText('Select damage-vit-b #417')).toHaveProperty('checked', true),
    );
    await user.keyboard('k');
    await waitFor(() => expect(document.activeElement?.textContent).toContain('damage-vit-l #418'));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toBe(paths.run(LIVE)));
  });

  it('are sorted by a metric and filtered by state by the platform', async () => {
    const platform = harbour();
    const { user, router } = openConsole(platform, EXPERIMENT);
    await screen.findByText('0.9187');
    await user.click(screen.getByRole('button', { name: /val\/f1/ }));
    await filterBy(user, 'State', /^Failed/);

    await waitFor(() => {
      expect(lastAsked(platform, 'Experiment')).toMatchObject({
        orderBy: { key: 'val/f1', direction: 'DESC' },
        status: ['FAILED'],
      });
    });
    expect(await screen.findByText('damage-vit-l #409')).toBeTruthy();
    expect(new URLSearchParams(router.state.location.search).get('sort')).toBe('-m.val/f1');
    expect(screen.getByRole('columnheader', { name: 'val/f1' }).getAttribute('aria-sort')).toBe('descending');
  });

  it('show columns that a person picks, and keep them in the address', async () => {
    const { user, router } = openConsole(harbour(), EXPERIMENT);
    await screen.findByText('0.9187');
    expect(screen.queryByRole('columnheader', { name: 'seed' })).toBeNull();
    await user.click(screen.getByRole('button', { name: /^Columns/ }));
    const picker = within(screen.getByRole('complementary', { name: 'Columns' }));
    await user.click(picker.getByRole('checkbox', { name: 'seed' }));
    expect(await screen.findByRole('columnheader', { name: 'seed' })).toBeTruthy();
    expect(new URLSearchParams(router.state.location.search).get('columns')).toContain('p.seed');
    await expectNoAxeViolation();

    await user.click(picker.getByRole('button', { name: 'Reset' }));
    await waitFor(() => expect(screen.queryByRole('columnheader', { name: 'seed' })).toBeNull());
    expect(router.state.location.search).toBe('');
  });

  it('are started with the trainer and lead to their page', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, EXPERIMENT);
    await user.click(await screen.findByRole('button', { name: 'Start a run' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Start run' }));
    expect(await dialog.findByText('A run needs a name')).toBeTruthy();
    expect(platform.seen.some(({ operation }) => operation === 'StartRun')).toBe(false);
    await expectNoAxeViolation();

    await user.type(dialog.getByLabelText(/Name of the run/), 'labels-1');
    await pick(user, dialog.getByLabelText(/Data set version/), 'parcel-labels v9');
    await user.selectOptions(dialog.getByLabelText(/Target column/), 'label');
    await user.type(dialog.getByLabelText('Epochs'), '20');
    await user.selectOptions(dialog.getByLabelText('Needs data that is'), 'Validated');
    await user.clear(dialog.getByLabelText('Retries on error'));
    await user.type(dialog.getByLabelText('Retries on error'), '21');
    await user.click(dialog.getByRole('button', { name: 'Start run' }));
    expect(await dialog.findByText('A whole number from 0 to 20')).toBeTruthy();
    await user.type(dialog.getByLabelText('Retries on error'), '{Backspace}');
    expect(dialog.queryByText(/would be refused/)).toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Start run' }));

    expect(await screen.findByRole('heading', { level: 1, name: 'labels-1' })).toBeTruthy();
    expect(lastAsked(platform, 'StartRun')?.input).toMatchObject({
      trainer: 'tabular',
      parameters: { task: 'CLASSIFICATION', data: 'data', target: 'label', epochs: 20 },
      inputs: [{ datasetVersionId: globalId('DatasetVersion', 'parcel-labels-9'), path: 'data' }],
      requires: 'VALIDATED',
      maxDuration: 'PT3600S',
      retries: [{ cause: 'EXIT', most: 2 }],
    });
  });

  it('are started with any version of a data set, older ones ten at a time, by keyboard too', async () => {
    const platform = harbour();
    const { user } = openConsole(
      platform,
      paths.experiment(globalId('Project', 'eta-model'), globalId('Experiment', 'eta-gbm')),
    );
    const asked = () => platform.seen.filter(({ operation }) => operation === 'OlderVersions').length;
    await user.click((await screen.findAllByRole('button', { name: 'Start a run' }))[0] ?? document.body);
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText('The newest 10 versions')).toBeTruthy();
    expect(dialog.getByLabelText<HTMLSelectElement>('Versions of').value).toBe(
      globalId('Dataset', 'evening-routes'),
    );
    expect(dialog.queryByRole('option', { name: 'evening-routes v21' })).toBeNull();
    expect(asked()).toBe(0);

    platform.day.faults = { OlderVersions: 'UNAVAILABLE' };
    dialog.getByRole('button', { name: 'Show more versions' }).focus();
    await user.keyboard('{Enter}');
    expect((await dialog.findByRole('alert')).textContent).toMatch(/req_\d{4}/);
    expect(dialog.getByText('The newest 10 versions')).toBeTruthy();
    platform.day.faults = {};
    for (const loaded of ['The newest 20 versions', 'The newest 30 versions', 'All 31 versions']) {
      await user.keyboard('{Enter}');
      expect(await dialog.findByText(loaded)).toBeTruthy();
    }
    expect(asked()).toBe(4);
    expect(dialog.queryByRole('alert')).toBeNull();
    // The button has gone: who pressed it is beside where it was.
    expect(document.activeElement).toBe(dialog.getByLabelText('Versions of'));
    await pick(user, dialog.getByLabelText('Data set version'), 'evening-routes v1');
    await expectNoAxeViolation();

    await user.type(dialog.getByLabelText(/^Name of the run/), 'from the first');
    await user.type(dialog.getByLabelText(/^Target column/), 'minutes');
    await user.click(dialog.getByRole('button', { name: 'Start run' }));
    await screen.findByRole('heading', { level: 1, name: 'from the first' });
    expect(platform.world().runs[0]?.datasetVersionIds).toEqual([
      globalId('DatasetVersion', 'evening-routes-1'),
    ]);
  });

  it('are brought up to date while one of them runs, and nothing is asked while the page is hidden', async () => {
    const platform = harbour();
    openConsole(platform, EXPERIMENT);
    const link = await screen.findByRole('link', { name: 'damage-vit-l #418' });
    const row = within(link.closest('tr') ?? link);
    const sight = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    finish(platform, 'damage-vit-l #418');
    await new Promise((resolve) => setTimeout(resolve, 5_500));
    expect(row.getByText('Running')).toBeTruthy();
    expect(lastAsked(platform, 'RunProgressOfExperiment')).toBeUndefined();
    sight.mockReturnValue('visible');
    await waitFor(() => expect(row.getByText('Finished')).toBeTruthy());
  });

  it('are started in the experiment of the page, also where the list does not begin with it', async () => {
    const platform = harbour();
    const world = platform.world();
    const [first] = world.experiments;
    if (first === undefined) throw new Error('no experiment');
    const others = Array.from({ length: 110 }, (_, index) => ({
      ...first,
      id: globalId('Experiment', `earlier-${index}`),
      name: `earlier-${index}`,
    }));
    world.experiments = [...others, ...world.experiments];
    const { user } = openConsole(platform, EXPERIMENT);
    await user.click(await screen.findByRole('button', { name: 'Start a run' }));
    const dialog = within(await screen.findByRole('dialog'));
    const chosen = dialog.getByLabelText(/^Experiment/);
    await listOf(user, chosen);
    expect(await dialog.findByText('The first 100 experiments')).toBeTruthy();
    expect(picked(chosen)).toBe('damage-classifier');
  });

  it('are shown to whoever may read them and not their project', async () => {
    const platform = harbour();
    platform.world().permissions = ['RUN_READ', 'JOB_SUBMIT', 'RUN_WRITE'];
    openConsole(platform, EXPERIMENT);
    expect(await screen.findByText('0.9187')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1, name: 'damage-classifier' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Start a run' })).toBeTruthy();
    expect(screen.queryByText('parcel-vision')).toBeNull();
    expect(platform.seen.filter(({ operation }) => operation === 'Experiment')).toHaveLength(1);
  });

  it('are not started by who may only read, nor told from what is missing', async () => {
    const platform = harbour();
    platform.world().permissions = ['PROJECT_READ', 'RUN_READ'];
    const { unmount } = openConsole(platform, EXPERIMENT);
    await screen.findByText('0.9187');
    expect(screen.queryByRole('button', { name: 'Start a run' })).toBeNull();
    unmount();

    openConsole(
      platform,
      paths.experiment(globalId('Project', 'parcel-vision'), globalId('Experiment', 'none')),
    );
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
  });
});
