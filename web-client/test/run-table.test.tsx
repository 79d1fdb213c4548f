import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { paths } from '@/paths';
import { actionsInRow, chooseInRow, expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';
import { manyRuns } from './world/many-runs';
import { harbourWorld } from './world/world';

const EXPERIMENT = paths.experiment(
  globalId('Project', 'parcel-vision'),
  globalId('Experiment', 'damage-classifier'),
);
const BEST = globalId('Run', 'damage-vit-l #412');

const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld() } });
const lastAsked = (platform: FakePlatform, wanted: string) =>
  platform.seen.findLast(({ operation }) => operation === wanted)?.variables;

async function group(user: ReturnType<typeof openConsole>['user'], by: string) {
  await user.click(screen.getByRole('button', { name: /^Group/ }));
  await user.click(await screen.findByRole('menuitemradio', { name: by }));
}

describe('the table of runs', () => {
  it('puts runs together by a parameter, with what each group comes to', async () => {
    const { user, router } = openConsole(harbour(), `${EXPERIMENT}?sort=-m.val%2Ff1`);
    await screen.findByText('0.9187');
    await group(user, 'backbone');
    const best = await screen.findByRole('button', { name: 'ViT-L/16, 4 runs' });
    const sums = within(best.closest('tr') ?? best);
    expect(sums.getByText('0.9187')).toBeTruthy();
    expect(sums.getByText('€115.55')).toBeTruthy();
    expect(sums.getByText('1 running')).toBeTruthy();
    // The group of the best run comes first.
    expect(screen.getAllByRole('row')[1]).toBe(best.closest('tr'));
    expect(new URLSearchParams(router.state.location.search).get('group')).toBe('p.backbone');
    await expectNoAxeViolation();

    await user.click(best);
    expect(best.getAttribute('aria-expanded')).toBe('false');
    expect(screen.queryByRole('link', { name: 'damage-vit-l #418' })).toBeNull();
    // Rows of a closed group are not walked either.
    await user.keyboard('j');
    await waitFor(() => expect(document.activeElement?.textContent).toContain('damage-convnext #411'));
  });

  it('counts the runs of a group as at least so many where not all are loaded', async () => {
    const platform = harbour();
    const world = platform.world();
    world.runs = manyRuns(world, 200);
    openConsole(
      platform,
      `${paths.experiment(globalId('Project', 'parcel-vision'), globalId('Experiment', 'damage-sweep-07'))}?group=p.backbone`,
    );
    expect(await screen.findByRole('button', { name: 'ViT-L/16, 20+ runs' })).toBeTruthy();
  });

  it('puts runs without a tag last', async () => {
    const { user } = openConsole(harbour(), EXPERIMENT);
    await screen.findByText('0.9187');
    await group(user, 'stage');
    expect(await screen.findByRole('button', { name: 'candidate, 1 run' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'no stage, 8 runs' })).toBeTruthy();
  });

  it('tells a parameter that is empty from one that is not there', async () => {
    const platform = harbour();
    const [empty, without] = platform.world().runs;
    if (empty === undefined || without === undefined) throw new Error('no runs');
    empty.tags = [{ key: 'stage', value: '' }];
    without.tags = [];
    const warned = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    openConsole(platform, `${EXPERIMENT}?group=t.stage`);
    expect(await screen.findByRole('button', { name: 'empty, 1 run' })).toBeTruthy();
    expect(screen.getByRole('button', { name: /^no stage, / })).toBeTruthy();
    expect(warned).not.toHaveBeenCalled();
  });

  it('orders costs by their exact amounts', async () => {
    const platform = harbour();
    const [first, second] = platform.world().runs;
    if (first === undefined || second === undefined) throw new Error('no runs');
    // As binary numbers these two are one.
    Object.assign(first, { euros: '9007199254740993.000001' });
    Object.assign(second, { euros: '9007199254740993.000002' });
    openConsole(platform, `${EXPERIMENT}?sort=-cost`);
    await screen.findByText('0.9187');
    const rows = screen.getAllByRole('row').slice(1, 3);
    expect(rows.map((row) => within(row).getAllByRole('link')[0]?.textContent)).toEqual([
      second.name,
      first.name,
    ]);
  });

  it('has a column for each tag, the curve of the leading metric, and those of others that one picks', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, EXPERIMENT);
    expect((await screen.findAllByRole('img', { name: /^val\/f1 over its steps/ })).length).toBe(9);
    expect(lastAsked(platform, 'RunCurves')).toBeUndefined();
    await user.click(screen.getByRole('button', { name: /^Columns/ }));
    const picker = within(screen.getByRole('complementary', { name: 'Columns' }));
    await user.click(picker.getByRole('checkbox', { name: 'stage' }));
    expect(await screen.findByRole('cell', { name: 'candidate' })).toBeTruthy();
    const curves = within(picker.getByRole('group', { name: 'Curves' }));
    await user.click(curves.getByRole('checkbox', { name: 'train/loss' }));
    expect((await screen.findAllByRole('img', { name: /^train\/loss over its steps/ })).length).toBe(9);
    expect(lastAsked(platform, 'RunCurves')?.keys).toEqual(['train/loss']);
    expect(screen.queryByText(/^curves of the first/)).toBeNull();
    await expectNoAxeViolation();
  });

  it('leaves a curve out that it did not ask for, where it says nothing of one that there is not', async () => {
    const platform = harbour();
    const world = platform.world();
    const [first] = world.runs;
    if (first === undefined) throw new Error('no run');
    const [metric] = first.metrics;
    if (metric === undefined) throw new Error('no metric');
    // Nine columns are more than one question takes; none of them was logged more than once.
    first.metrics = Array.from('abcdefghi', (key) => ({ ...metric, key, step: 0 }));
    world.runs = [first];
    const columns = ['name', ...Array.from('abcdefghi', (key) => `s.${key}`)].join(',');
    openConsole(platform, `${EXPERIMENT}?columns=${columns}`);
    const link = await screen.findByRole('link', { name: first.name });
    await waitFor(() =>
      expect(
        within(link.closest('tr') ?? link)
          .getAllByRole('cell')
          .slice(-2)
          .map(({ textContent }) => textContent),
      ).toEqual(['–', '']),
    );
    expect(screen.getByText('curves of the first 100 runs and 8 metrics only')).toBeTruthy();
  });

  it('archives a run from its menu, and brings it back', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, EXPERIMENT);
    await screen.findByText('0.9187');
    await chooseInRow(user, 'baseline-r50 #404', 'Archive');
    expect(await screen.findByText(/^baseline-r50 #404 is archived/)).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('link', { name: 'baseline-r50 #404' })).toBeNull());
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Undo' }));
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('link', { name: 'baseline-r50 #404' })).toBeTruthy();
    expect(screen.queryByText(/is archived/)).toBeNull();
  });

  it('offers what the person may do, and nothing else', async () => {
    const platform = harbour();
    platform.world().permissions = ['PROJECT_READ', 'RUN_READ'];
    const { user } = openConsole(platform, EXPERIMENT);
    await screen.findByText('0.9187');
    expect(await actionsInRow(user, 'damage-vit-l #412')).toEqual(['Set as baseline']);
  });
});

describe('the comparison below the table', () => {
  const NAME = 'Comparison of the selected runs';
  const select = async (user: ReturnType<typeof openConsole>['user'], name: string) =>
    user.click(screen.getByLabelText(`Select ${name}`));

  it('tells of two runs and more what came of them and what they differ by', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, EXPERIMENT);
    await screen.findByText('0.9187');
    await select(user, 'damage-vit-l #418');
    expect(screen.queryByRole('region', { name: NAME })).toBeNull();
    await select(user, 'damage-convnext #411');
    const dock = within(await screen.findByRole('region', { name: NAME }));
    expect(await dock.findByRole('figure', { name: 'val/f1' })).toBeTruthy();
    expect(dock.getAllByRole('figure')).toHaveLength(1);
    expect(lastAsked(platform, 'CompareSeries')).toMatchObject({ keys: ['val/f1'], x: 'STEP' });
    const table = within(dock.getByRole('table'));
    const isBest = (text: string) => table.getByText(text).closest('b') !== null;
    expect(table.getByRole('row', { name: 'val/f1 0.9187 0.9120' })).toBeTruthy();
    expect([isBest('0.9187'), isBest('0.9120')]).toEqual([true, false]);
    // A loss is better where it is less, and a cost is neither.
    expect(isBest('0.2061')).toBe(true);
    expect(table.getByRole('row', { name: 'Cost €37.95 €42.05' })).toBeTruthy();
    expect(isBest('€37.95')).toBe(false);
    expect(table.getByRole('row', { name: 'backbone ViT-L/16 ConvNeXt-L' })).toBeTruthy();
    expect(dock.getByText('2 of 6 parameters differ')).toBeTruthy();
    expect(dock.queryByText('epochs')).toBeNull();
    expect(dock.getByRole('link', { name: 'Full comparison' }).getAttribute('href')).toBe(
      paths.compare([globalId('Run', 'damage-vit-l #418'), globalId('Run', 'damage-convnext #411')]),
    );
    await expectNoAxeViolation();
  });

  it('closes with Esc, and is there again when one asks for it', async () => {
    const { user } = openConsole(harbour(), EXPERIMENT);
    await screen.findByText('0.9187');
    await select(user, 'damage-vit-l #418');
    await select(user, 'damage-vit-l #412');
    await screen.findByRole('region', { name: NAME });
    // In a field the key is the field's.
    await user.click(screen.getByRole('searchbox'));
    await user.keyboard('{Escape}');
    expect(screen.getByRole('region', { name: NAME })).toBeTruthy();
    await select(user, 'damage-convnext #411');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('region', { name: NAME })).toBeNull());
    expect(screen.getByText('3 runs selected')).toBeTruthy();
    const see = screen.getByRole('button', { name: 'See below' });
    await user.click(see);
    expect(document.activeElement).toBe(screen.getByRole('region', { name: NAME }));
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(see);
  });

  it('keeps its place while one run is selected, so that no row moves under the pointer', async () => {
    const { user } = openConsole(harbour(), EXPERIMENT);
    await screen.findByText('0.9187');
    await select(user, 'damage-vit-l #418');
    await select(user, 'damage-vit-l #412');
    const dock = within(await screen.findByRole('region', { name: NAME }));
    await select(user, 'damage-vit-l #412');
    expect(dock.getByText('Select another run to compare it here.')).toBeTruthy();
    expect(dock.queryByRole('table')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Clear' }));
    expect(screen.queryByRole('region', { name: NAME })).toBeNull();
  });
});

describe('the charts beside the table', () => {
  it('draw what is selected against the baseline, and all that is loaded over what it was given', async () => {
    const platform = harbour();
    const { user, router } = openConsole(platform, EXPERIMENT);
    await screen.findByText('0.9187');
    await chooseInRow(user, 'damage-vit-l #412', 'Set as baseline');
    expect(await screen.findByText('baseline')).toBeTruthy();
    await user.click(
      within(screen.getByRole('navigation', { name: 'View' })).getByRole('link', { name: 'Charts' }),
    );
    await user.click(screen.getByLabelText('Select damage-vit-l #418'));
    expect(await screen.findByRole('figure', { name: 'val/f1' })).toBeTruthy();
    expect(lastAsked(platform, 'CompareSeries')?.ids).toEqual([globalId('Run', 'damage-vit-l #418'), BEST]);
    expect(screen.getByRole('img', { name: /^9 runs over .*Cost, val\/f1/ })).toBeTruthy();
    expect(screen.getByRole('figure', { name: 'val/f1 against Cost' })).toBeTruthy();
    await expectNoAxeViolation();
    expect(new URLSearchParams(router.state.location.search).get('baseline')).toBe(BEST);
  });

  it('keep a range by keyboard, which becomes a filter', async () => {
    const { user, router } = openConsole(harbour(), `${EXPERIMENT}?view=charts`);
    await screen.findByRole('figure', { name: 'Parameters and outcome' });
    expect(screen.getByRole('heading', { name: 'No run selected' })).toBeTruthy();
    const plot = within(screen.getByRole('figure', { name: 'Parameters and outcome' }));
    const from = plot.getByRole('textbox', { name: 'From' });
    await user.click(from);
    await user.paste('0.912');
    expect(await plot.findByText(/keeps 4 runs\./)).toBeTruthy();
    await user.click(plot.getByRole('button', { name: 'Use as filter' }));
    await waitFor(() =>
      expect(new URLSearchParams(router.state.location.search).getAll('where')).toEqual([
        'metric~val/f1~ge~0.912',
        'metric~val/f1~le~0.9187',
      ]),
    );
  });
});

describe('the views of a list', () => {
  it('are kept under a name in this browser, and are addresses', async () => {
    const { user, router } = openConsole(harbour(), `${paths.runs()}?state=FAILED`);
    await screen.findByRole('link', { name: 'damage-vit-l #409' });
    await keepView(user, 'Failed');
    const views = within(await screen.findByRole('navigation', { name: 'Saved views' }));
    await waitFor(() =>
      expect(views.getByRole('link', { name: 'Failed' }).getAttribute('aria-current')).toBe('true'),
    );
    await user.click(views.getByRole('link', { name: 'All runs' }));
    await screen.findByRole('link', { name: 'damage-vit-l #418' });
    await user.click(views.getByRole('link', { name: 'Failed' }));
    await waitFor(() => expect(router.state.location.search).toBe('?state=FAILED'));
    await expectNoAxeViolation();
    await user.click(screen.getByRole('button', { name: 'Actions of Failed' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Remove view Failed' }));
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Failed' })).toBeNull());
  });

  it('keep what another tab keeps meanwhile', async () => {
    const { user } = openConsole(harbour(), `${paths.runs()}?state=FAILED`);
    await screen.findByRole('link', { name: 'damage-vit-l #409' });
    const [place] = await keepView(user, 'Failed');
    if (place === undefined) throw new Error('nothing is kept');
    const kept = JSON.parse(localStorage.getItem(place) ?? '[]') as object[];
    const put = (views: readonly object[]) => localStorage.setItem(place, JSON.stringify(views));

    // Before the browser has told of it.
    put([...kept, { name: 'Finished', search: 'state=FINISHED' }]);
    await user.click(screen.getByRole('button', { name: 'Actions of Failed' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Remove view Failed' }));
    expect(await screen.findByRole('link', { name: 'Finished' })).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Failed' })).toBeNull();

    put([]);
    window.dispatchEvent(new StorageEvent('storage', { key: place }));
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Finished' })).toBeNull());

    // As many as there is room for.
    put(Array.from({ length: 12 }, (_, index) => ({ name: `View ${index}`, search: `q=${index}` })));
    await keepView(user, 'One more');
    expect((await screen.findByRole('alert')).textContent).toContain('keeps');
    expect(localStorage.getItem(place)).not.toContain('One more');
  });
});

/** @returns where the browser keeps views */
async function keepView(user: ReturnType<typeof openConsole>['user'], name: string): Promise<string[]> {
  await user.click(screen.getByRole('button', { name: 'Save view' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Save view' }));
  await user.click(dialog.getByRole('textbox', { name: /^Name/ }));
  await user.paste(name);
  await user.click(dialog.getByRole('button', { name: 'Save view' }));
  return Object.keys(localStorage).filter((key) => key.startsWith('keelson-views'));
}
