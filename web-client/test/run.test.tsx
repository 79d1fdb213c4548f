import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { listOf, pick, picked } from './pick';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';
import { find, harbourWorld } from './world/world';

const LIVE = globalId('Run', 'damage-vit-l #418');
const BEST = globalId('Run', 'damage-vit-l #412');
const FAILED = globalId('Run', 'damage-vit-l #409');

const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld() } });

const seriesAsked = (platform: FakePlatform) =>
  platform.seen.filter(({ operation }) => operation === 'RunSeries').map(({ variables }) => variables);

describe('a run', () => {
  it('keeps its place while it is on its way', async () => {
    openConsole(new FakePlatform({ faults: { Run: 'hang' } }), paths.run(LIVE));
    expect(await screen.findByRole('group', { name: 'Loading the run' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('shows how it stands in two requests, and follows log and metrics', async () => {
    const platform = harbour();
    openConsole(platform, paths.run(LIVE));

    expect(await screen.findByRole('heading', { level: 1, name: 'damage-vit-l #418' })).toBeTruthy();
    expect(await screen.findByRole('figure', { name: 'loss' })).toBeTruthy();
    expect(await screen.findByRole('log', { name: 'Log' })).toBeTruthy();
    expect(platform.seen.filter(({ operation }) => operation?.startsWith('Run'))).toHaveLength(2);

    const { live } = platform.world();
    await waitFor(() => expect(live.followers).toBe(3));
    const point = { key: 'val/f1', value: 0.9501, step: 9_000, at: new Date().toISOString(), cursor: 'm1' };
    act(() => live.happen({ field: 'runMetrics', subject: LIVE, value: point }));
    expect(await screen.findAllByText('0.9501')).not.toHaveLength(0);
    expect(await screen.findByText(/now 0.9501, step 9,000/)).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('leads with its parts on a narrow screen, for the eye and for the keyboard', async () => {
    const wide = globalThis.matchMedia;
    vi.stubGlobal('matchMedia', (media: string) =>
      Object.assign(new EventTarget(), { media, matches: media === '(max-width: 900px)' }),
    );
    openConsole(harbour(), paths.run(LIVE));
    const tabs = await screen.findByRole('navigation', { name: 'Parts of the run' });
    const strip = screen.getByRole('region', { name: 'Progress' });
    expect(tabs.compareDocumentPosition(strip) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    vi.stubGlobal('matchMedia', wide);
  });

  it('asks for all its curves at once, over steps or over time', async () => {
    const platform = harbour();
    const { user, router } = openConsole(platform, paths.run(LIVE));
    await screen.findByRole('figure', { name: 'loss' });
    expect(seriesAsked(platform)).toMatchObject([
      { id: LIVE, keys: ['val/f1', 'val/loss', 'train/loss', 'lr'], x: 'STEP' },
    ]);

    const axis = within(screen.getByRole('navigation', { name: 'Horizontal axis' }));
    await user.click(axis.getByRole('link', { name: 'Time' }));
    await waitFor(() => expect(seriesAsked(platform).at(-1)).toMatchObject({ id: LIVE, x: 'TIME' }));
    expect(router.state.location.search).toBe('?x=time');
  });

  it('draws the run before it beside its own, over steps alone', async () => {
    const { user } = openConsole(harbour(), paths.run(LIVE));
    const single = await screen.findByRole('figure', { name: 'val/f1' });
    expect(within(single).getByText('damage-vit-b #417')).toBeTruthy();
    expect(
      within(screen.getByRole('figure', { name: 'loss' })).getByText('val, damage-vit-b #417'),
    ).toBeTruthy();

    const axis = within(screen.getByRole('navigation', { name: 'Horizontal axis' }));
    await user.click(axis.getByRole('link', { name: 'Time' }));
    const overTime = await screen.findByRole('figure', { name: 'val/f1' });
    await waitFor(() => expect(within(overTime).queryByText('damage-vit-b #417')).toBeNull());
  });

  it('asks again when a metric appears that there was none of', async () => {
    const platform = harbour();
    const world = platform.world();
    openConsole(platform, paths.run(LIVE));
    await screen.findByRole('figure', { name: 'loss' });
    await waitFor(() => expect(world.live.followers).toBe(3));
    const at = new Date().toISOString();
    find(world.runs, LIVE)?.metrics.push({ key: 'val/map', value: 0.7, step: 40, at, min: 0.1, max: 0.7 });
    const point = { key: 'val/map', value: 0.7, step: 40, at, cursor: 'm1' };
    act(() => world.live.happen({ field: 'runMetrics', subject: LIVE, value: point }));
    expect(await screen.findByRole('figure', { name: 'val/map' })).toBeTruthy();
  });

  it('keeps its other parts when the charts fail', async () => {
    const platform = harbour();
    platform.day.faults = { RunSeries: 'UNAVAILABLE' };
    const { user } = openConsole(platform, paths.run(BEST));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not load the charts.*req_\d{4}/s);
    expect(screen.getByRole('button', { name: /evaluation\.json/ })).toBeTruthy();

    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('figure', { name: 'loss' })).toBeTruthy();
  });

  it.each([
    ['everywhere', ['PROJECT_READ'], {}, true],
    ['in its project alone', [], { 'parcel-vision': ['PROJECT_READ'] }, true],
    ['in another project alone', [], { 'dock-ocr': ['PROJECT_READ'] }, false],
    ['in no project', [], {}, false],
  ] as const)(
    'takes two requests of who may read projects %s, and names the project where it may be read',
    async (_where, everywhere, places, named) => {
      const platform = harbour();
      const world = platform.world();
      world.permissions = ['RUN_READ', 'JOB_READ', 'DATASET_READ', ...everywhere];
      world.permissionsIn = Object.fromEntries(
        Object.entries(places).map(([slug, held]) => [globalId('Project', slug), [...held]]),
      );
      openConsole(platform, paths.run(LIVE));
      expect(await screen.findByRole('figure', { name: 'loss' })).toBeTruthy();
      const trail = within(screen.getByRole('navigation', { name: 'Breadcrumb' }));
      const project = globalId('Project', 'parcel-vision');
      const experiment = trail.getByRole('link', { name: 'damage-classifier' });
      expect(experiment.getAttribute('href')).toBe(
        paths.experiment(project, globalId('Experiment', 'damage-classifier')),
      );
      expect(trail.queryByRole('link', { name: 'parcel-vision' }) !== null).toBe(named);
      expect(screen.getByRole('link', { name: 'parcel-images v14' }).getAttribute('href')).toContain(
        encodeURIComponent(project),
      );
      const asked = platform.seen.filter(({ path }) => path === '/graphql').map(({ operation }) => operation);
      expect(asked.filter((name) => name !== 'Viewer').sort()).toEqual(['Run', 'RunSeries']);
      await waitFor(() => expect(world.live.followers).toBe(3));
    },
  );

  it('is cloned with its own data and experiment by whoever may not read its project', async () => {
    const platform = harbour();
    const world = platform.world();
    world.permissions = ['RUN_READ', 'JOB_READ', 'DATASET_READ'];
    world.permissionsIn = { [globalId('Project', 'parcel-vision')]: ['JOB_SUBMIT', 'RUN_WRITE'] };
    const { user } = openConsole(platform, paths.run(LIVE));
    expect(await screen.findByRole('button', { name: 'Stop' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clone' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Clone the run' }));
    expect(await dialog.findByText(/You may not read this project/)).toBeTruthy();
    const chosen = (label: string | RegExp) => picked(dialog.getByLabelText(label));
    expect(chosen('Data set version')).toBe('parcel-images v14');
    expect(chosen(/^Experiment/)).toBe('damage-classifier');
    await expectNoAxeViolation();

    const own = dialog.getByLabelText(/^Name of the run/);
    await user.clear(own);
    await user.type(own, 'again');
    await pick(user, dialog.getByLabelText(/^Experiment/), 'New experiment');
    await user.type(dialog.getByLabelText(/^Name of the experiment/), 'second-look');
    await user.click(dialog.getByRole('button', { name: 'Start run' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'again' })).toBeTruthy();
    const [started] = world.jobs;
    expect(started?.projectId).toBe(globalId('Project', 'parcel-vision'));
    const trail = within(screen.getByRole('navigation', { name: 'Breadcrumb' }));
    expect(trail.getByRole('link', { name: 'second-look' })).toBeTruthy();
  });

  it('is over when its job is, without being asked', async () => {
    const platform = harbour();
    const world = platform.world();
    openConsole(platform, paths.run(LIVE));
    expect(await screen.findByText('None until it ends')).toBeTruthy();
    expect(screen.getByText('none until it ends')).toBeTruthy();
    await waitFor(() => expect(world.live.followers).toBe(3));
    const run = find(world.runs, LIVE);
    const job = world.jobs.find(({ runId }) => runId === LIVE);
    if (run === undefined || job === undefined) throw new Error('no run');
    Object.assign(run, { status: 'FINISHED', endedAt: new Date().toISOString(), version: 2 });
    Object.assign(job, { status: 'SUCCEEDED', version: job.version + 1 });
    const subject = globalId('Project', 'parcel-vision');
    act(() => world.live.happen({ field: 'jobChanged', subject, value: job }));
    expect(await screen.findByRole('button', { name: /evaluation\.json/ })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
  });

  it('hears of the end of the next run too, when the page goes on to it', async () => {
    const platform = harbour();
    const world = platform.world();
    const jobOf = (id: string) => world.jobs.find(({ runId }) => runId === id);
    Object.assign(find(world.runs, BEST) ?? {}, { status: 'RUNNING', endedAt: null });
    Object.assign(jobOf(BEST) ?? {}, { status: 'RUNNING', endedAt: null });
    const { router } = openConsole(platform, paths.run(LIVE));
    const asked = (id: string) =>
      platform.seen.filter(({ operation, variables }) => operation === 'Run' && variables.id === id).length;
    async function end(id: string) {
      await waitFor(() => expect(world.live.followers).toBe(3));
      Object.assign(find(world.runs, id) ?? {}, { status: 'FINISHED', endedAt: new Date().toISOString() });
      const job = jobOf(id);
      if (job === undefined) throw new Error('no job');
      Object.assign(job, { status: 'SUCCEEDED', version: job.version + 1 });
      const subject = globalId('Project', 'parcel-vision');
      act(() => world.live.happen({ field: 'jobChanged', subject, value: job }));
      await waitFor(() => expect(asked(id)).toBe(2));
    }
    await screen.findByRole('figure', { name: 'loss' });
    await end(LIVE);
    await act(() => router.navigate(paths.run(BEST)));
    await screen.findByRole('heading', { level: 1, name: 'damage-vit-l #412' });
    await end(BEST);
  });

  it('shows where it came from and what became of it', async () => {
    const { user, router } = openConsole(harbour(), paths.run(BEST));
    const lineage = within(await screen.findByRole('list', { name: 'Lineage' }));
    const data = lineage.getByRole('link', { name: 'parcel-images v14' });
    expect(lineage.getByRole('link', { name: 'parcel-damage v9' })).toBeTruthy();
    await user.click(data);
    await waitFor(() => expect(router.state.location.pathname).toContain('/datasets/'));
  });

  it('says why it failed', async () => {
    openConsole(harbour(), paths.run(FAILED));
    expect((await screen.findAllByText(/out of memory at step 3,200/)).length).toBeGreaterThan(0);
    expect(screen.getByText('It left no files.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
  });

  it('tells a conflict when it is stopped, and stops on the second look', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, paths.run(LIVE));
    await user.click(await screen.findByRole('button', { name: 'Stop' }));
    const dialog = within(await screen.findByRole('dialog'));
    const job = platform.world().jobs.find(({ runId }) => runId === LIVE);
    if (job === undefined) throw new Error('no job');
    await platform.quiet();
    job.version += 1;
    await user.click(dialog.getByRole('button', { name: 'Stop run' }));
    expect(await dialog.findByText(/Look again before you stop it/)).toBeTruthy();
    await expectNoAxeViolation();

    await waitFor(() => expect(platform.seen.filter(({ operation }) => operation === 'Run')).toHaveLength(2));
    await user.click(dialog.getByRole('button', { name: 'Stop run' }));
    await waitFor(() => expect(job.status).toBe('CANCELLED'));
  });

  it('is cloned with its data, parameters and resources', async () => {
    const { user } = openConsole(harbour(), paths.run(BEST));
    await user.click(await screen.findByRole('button', { name: 'Clone' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Clone the run' }));

    expect(dialog.getByLabelText<HTMLTextAreaElement>(/^Command/).value).toBe('python\ntrain.py');
    expect(JSON.parse(dialog.getByLabelText<HTMLTextAreaElement>(/^Parameters/).value)).toMatchObject({
      epochs: 60,
    });
    expect(dialog.getByLabelText<HTMLInputElement>('CPU cores').value).toBe('32');
  });

  it('is cloned with its own data, also where only newer versions are offered', async () => {
    const platform = harbour();
    const world = platform.world();
    const run = world.runs.find(({ id }) => id === BEST);
    if (run === undefined) throw new Error('no run');
    run.datasetVersionIds = [globalId('DatasetVersion', 'parcel-images-2')];
    const { user } = openConsole(platform, paths.run(BEST));
    await user.click(await screen.findByRole('button', { name: 'Clone' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Clone the run' }));
    expect(await dialog.findByText('The newest 10 versions')).toBeTruthy();
    const data = dialog.getByLabelText('Data set version');
    expect(picked(data)).toBe('parcel-images v2');
    expect((await listOf(user, data)).getByRole('option', { name: 'parcel-images v14' })).toBeTruthy();
  });

  it('may only be looked at by a viewer', async () => {
    const platform = harbour();
    platform.world().permissions = ['PROJECT_READ', 'RUN_READ'];
    openConsole(platform, paths.run(LIVE));
    await screen.findByRole('figure', { name: 'loss' });
    expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Clone' })).toBeNull();
  });

  it('does not tell missing from forbidden, and says what failed', async () => {
    const platform = harbour();
    platform.day.faults = { Run: 'UNAVAILABLE' };
    const { user, unmount } = openConsole(platform, paths.run(globalId('Run', 'none')));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not load the run.*req_\d{4}/s);
    expect(screen.queryByText('Nothing here that you can see')).toBeNull();

    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    unmount();

    platform.day.faults = { Run: 'FORBIDDEN' };
    openConsole(platform, paths.run(LIVE));
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
  });
});

describe('what a run left', () => {
  async function openArtifacts() {
    const platform = harbour();
    const opened = openConsole(platform, paths.run(BEST));
    const artifact = (name: string) => screen.findByRole('button', { name: new RegExp(`^${name}`) });
    await artifact('evaluation.json');
    return { ...opened, platform, artifact };
  }

  it('is looked into: JSON indented, a table as rows', async () => {
    const { user, artifact } = await openArtifacts();
    await user.click(await artifact('evaluation.json'));
    const json = await screen.findByRole('region', { name: 'Content of evaluation.json' });
    expect(json.textContent).toContain('"accuracy": 0.9187,\n');

    await user.click(await artifact('predictions.csv'));
    const rows = within(await screen.findByRole('region', { name: 'Rows of predictions.csv' }));
    expect(rows.getByRole('columnheader', { name: 'predicted' })).toBeTruthy();
    expect(rows.getByRole('cell', { name: 'dock, 4.jpg' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Download predictions.csv' })).toBeTruthy();
    await expectNoAxeViolation();

    await user.click(screen.getByRole('button', { name: 'Close preview' }));
    expect(screen.queryByRole('region', { name: 'Rows of predictions.csv' })).toBeNull();
  });

  it('is opened folder by folder; a picture is shown', async () => {
    const { user, artifact } = await openArtifacts();
    await user.click(await artifact('plots'));
    await user.click(await artifact('confusion.png'));
    const picture = await screen.findByRole('img', { name: 'plots/confusion.png' });
    expect(picture.getAttribute('src')).toMatch(/^data:image\/png;base64,/);
  });

  it('says what there is no preview of', async () => {
    const { user, artifact } = await openArtifacts();
    await user.click(await artifact('model.onnx'));
    expect(await screen.findByText('No preview for this kind of file.')).toBeTruthy();
  });

  it('becomes the next version of a model', async () => {
    const { user, artifact } = await openArtifacts();
    await user.click(await artifact('model.onnx'));
    await user.click(await screen.findByRole('button', { name: 'Register model' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Register a model version' }));
    const path = dialog.getByLabelText(/^Artifact/);
    await user.clear(path);
    await user.type(path, 'evaluation.json');
    await user.click(dialog.getByRole('button', { name: 'Register version' }));
    expect(await dialog.findByText(/expected: an ONNX file, or a folder with one/)).toBeTruthy();
    await user.clear(path);
    await user.type(path, 'model.onnx');
    const name = dialog.getByLabelText(/^Model/);
    await user.clear(name);
    await user.click(dialog.getByRole('button', { name: 'Register version' }));
    expect(await dialog.findByText('A model needs a name')).toBeTruthy();
    await user.type(name, 'parcel-damage');
    await user.click(dialog.getByRole('button', { name: 'Register version' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'parcel-damage v10' })).toBeTruthy();
  });
});
