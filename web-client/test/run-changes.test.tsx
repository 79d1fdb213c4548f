import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { actionsInRow, chooseInRow, expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';
import { harbourWorld } from './world/world';

const BEST = globalId('Run', 'damage-vit-l #412');
const LIVE = globalId('Run', 'damage-vit-l #418');

const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld() } });
const runIn = (platform: FakePlatform, id: string) => {
  const run = platform.world().runs.find((one) => one.id === id);
  if (run === undefined) throw new Error(`no run ${id}`);
  return run;
};
const lastAsked = (platform: FakePlatform, wanted: string) =>
  platform.seen.findLast(({ operation }) => operation === wanted)?.variables;

describe('what people say of a run', () => {
  it('is changed in the list by whoever may write where the run is', async () => {
    const platform = harbour();
    const world = platform.world();
    world.permissions = ['RUN_READ', 'PROJECT_READ'];
    world.permissionsIn = { [globalId('Project', 'parcel-vision')]: ['RUN_WRITE'] };
    const elsewhere = world.experiments.find(
      ({ projectId }) => projectId !== globalId('Project', 'parcel-vision'),
    );
    if (elsewhere === undefined) throw new Error('no other experiment');
    runIn(platform, BEST).experimentId = elsewhere.id;
    const { user } = openConsole(platform, paths.runs());
    await screen.findByRole('link', { name: 'damage-vit-l #412' }, { timeout: 50_000 });
    const baseline = 'Set as baseline';
    expect(await actionsInRow(user, 'damage-vit-l #412')).toEqual([baseline]);
    expect(await actionsInRow(user, 'damage-vit-l #418')).toEqual([baseline, 'Rename…', 'Note…', 'Tags…']);
  });

  it('is changed in one form: name, note and tags', async () => {
    const platform = harbour();
    runIn(platform, LIVE).tags = [{ key: 'stage', value: 'candidate' }];
    const { user } = openConsole(platform, paths.run(LIVE));
    await screen.findByRole('figure', { name: 'loss' });
    await chooseInRow(user, 'damage-vit-l #418', 'Tags…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Edit damage-vit-l #418' }));
    expect(document.activeElement).toBe(dialog.getByRole('textbox', { name: 'Key of tag 1' }));
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Remove tag stage' }));
    await user.click(dialog.getByRole('textbox', { name: 'Key of tag 1' }));
    await user.paste('team');
    await user.click(dialog.getByRole('textbox', { name: 'Value of tag 1' }));
    await user.paste('vision');
    await user.click(dialog.getByRole('textbox', { name: 'Note' }));
    await user.paste('Learns *well*.');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Learns *well*.')).toBeTruthy();
    expect(await screen.findByText('team: vision')).toBeTruthy();
    expect(screen.queryByText('stage: candidate')).toBeNull();
    expect(lastAsked(platform, 'UpdateRun')?.input).toEqual({
      id: LIVE,
      expectedVersion: 1,
      name: 'damage-vit-l #418',
      note: 'Learns *well*.',
      tags: [{ key: 'team', value: 'vision' }],
      removedTags: ['stage'],
    });
  });

  it('is not written over by whoever was slower', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, paths.run(BEST));
    await screen.findByRole('figure', { name: 'loss' });
    await chooseInRow(user, 'damage-vit-l #412', 'Rename…');
    const dialog = within(await screen.findByRole('dialog'));
    Object.assign(runIn(platform, BEST), { name: 'the best', version: 2 });
    await user.click(dialog.getByRole('textbox', { name: /^Name/ }));
    await user.paste(' again');
    await user.click(dialog.getByRole('button', { name: 'Save run' }));
    const sides = within(await dialog.findByRole('table', { name: 'Theirs beside yours' }));
    expect(sides.getByText('the best')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Save mine' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'damage-vit-l #412 again' })).toBeTruthy();
  });

  it('says what is wrong with a tag before the platform does', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, paths.run(LIVE));
    await screen.findByRole('figure', { name: 'loss' });
    await chooseInRow(user, 'damage-vit-l #418', 'Tags…');
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Add tag' }));
    await user.keyboard('stage');
    await user.click(dialog.getByRole('button', { name: 'Save run' }));
    expect(await dialog.findByText('Each key can be there once')).toBeTruthy();
    expect(lastAsked(platform, 'UpdateRun')).toBeUndefined();
  });
});

describe('a run that is archived', () => {
  it('leaves its page with a banner, and is brought back from there', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, paths.run(BEST));
    await screen.findByRole('figure', { name: 'loss' });
    await chooseInRow(user, 'damage-vit-l #412', 'Archive');
    expect(await screen.findByText(/^This run is archived/)).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Undo' })));
    await expectNoAxeViolation();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByText(/^This run is archived/)).toBeNull());
    expect(runIn(platform, BEST).archivedAt).toBeNull();
  });

  it('is not offered while it goes on, nor to whoever may not write', async () => {
    const platform = harbour();
    const { user, unmount } = openConsole(platform, paths.run(LIVE));
    await screen.findByRole('figure', { name: 'loss' });
    expect(await actionsInRow(user, 'damage-vit-l #418')).toEqual(['Rename…', 'Note…', 'Tags…']);
    unmount();
    platform.world().permissions = ['PROJECT_READ', 'RUN_READ'];
    openConsole(platform, paths.run(BEST));
    await screen.findByRole('figure', { name: 'loss' });
    expect(screen.queryByRole('button', { name: /^Actions of/ })).toBeNull();
  });

  it('is in the palette by what can be done with it', async () => {
    const { user } = openConsole(harbour(), paths.run(BEST));
    await screen.findByRole('figure', { name: 'loss' });
    await user.keyboard('{Control>}k{/Control}');
    await user.keyboard('rename');
    await user.click(await screen.findByRole('option', { name: /Rename this run…/ }));
    expect(await screen.findByRole('dialog', { name: 'Edit damage-vit-l #412' })).toBeTruthy();
  });
});

describe('the head of a run', () => {
  it('says how far it is and how it does against the run before it, and its state once', async () => {
    const platform = harbour();
    openConsole(platform, paths.run(LIVE));
    await screen.findByRole('figure', { name: 'loss' });
    const strip = within(screen.getByRole('region', { name: 'Progress' }));
    expect(strip.getByRole('img', { name: '69\u00a0%, step 3,840 of 5,520' })).toBeTruthy();
    expect(strip.getByText(/^in 1 h 25 m, 0\.33 steps\/s so far$/)).toBeTruthy();
    expect(strip.getByText(/^forecast €54\.5\d at the end$/)).toBeTruthy();
    expect(strip.getByRole('link', { name: '+0.0083 better than damage-vit-b #417' })).toBeTruthy();
    expect(screen.getAllByText('Running')).toHaveLength(1);
    expect(screen.getByText('3 differ from damage-vit-b #417')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Compare' }).getAttribute('href')).toContain('/compare?ids=');
  });

  it('says which epoch it is at where its parameters and metrics say so', async () => {
    const platform = harbour();
    const run = runIn(platform, LIVE);
    run.tags = [];
    run.metrics.push({ key: 'epoch', value: 41, step: 3_840, at: run.createdAt, min: 0, max: 41 });
    openConsole(platform, paths.run(LIVE));
    expect(await screen.findByText('epoch 41 of 60')).toBeTruthy();
    expect(screen.getByText('68 %')).toBeTruthy();
  });
});

describe('the curves of a run', () => {
  it('are smoothed, and those that are pinned stand first', async () => {
    const { user, router } = openConsole(harbour(), paths.run(BEST));
    await screen.findByRole('figure', { name: 'loss' });
    const figures = () =>
      within(screen.getByRole('region', { name: 'Charts' }))
        .getAllByRole('figure')
        .map((figure) => figure.getAttribute('aria-label'));
    const last = figures().at(-1) ?? '';
    await user.click(screen.getByRole('button', { name: new RegExp(`^Pin *${last}$`) }));
    await waitFor(() => expect(figures()[0]).toBe(last));
    expect(new URLSearchParams(router.state.location.search).get('pin')).toBe(last);

    const slider = screen.getByRole('slider', { name: /Smoothing/ });
    slider.focus();
    expect(slider.getAttribute('type')).toBe('range');
    await router.navigate('?smooth=0.6');
    expect((await screen.findAllByText(/^smoothed 0\.6/)).length).toBeGreaterThan(0);
    await expectNoAxeViolation();
  });
});
