import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole, filterBy } from './open-console';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';
import { someProjects } from './world/projects';
import { find, harbourWorld } from './world/world';

const RUNNING = globalId('Job', 'damage-vit-l-418');
const QUEUED = globalId('Job', 'embed-refresh');
const FAILED = globalId('Job', 'damage-vit-l-409');

function platformOf() {
  const world = harbourWorld(Date.now());
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

describe('the list of jobs', () => {
  it('shows state, why and cost of each', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.jobs());

    const link = await screen.findByRole('link', { name: 'embed-refresh' });
    const row = within(link.closest('tr') ?? link);
    expect(row.getByText('Queued')).toBeTruthy();
    expect(row.getByText('Waits for quota: 112 of 120 CPUs are leased')).toBeTruthy();
    expect(screen.getByText('4 run now')).toBeTruthy();
    expect(platform.seen.filter(({ operation }) => operation === 'Jobs')).toHaveLength(1);
    await expectNoAxeViolation();
  });

  it('is there for whoever may read no project, and so is each job', async () => {
    const { world, platform } = platformOf();
    world.permissions = ['JOB_READ', 'JOB_SUBMIT', 'RUN_READ'];
    const { user } = openConsole(platform, paths.jobs());
    const link = await screen.findByRole('link', { name: 'embed-refresh' });
    expect(screen.queryByRole('combobox', { name: 'Project' })).toBeNull();
    expect(platform.seen.filter(({ path }) => path === '/graphql')).toHaveLength(3);
    await user.click(link);
    expect(await screen.findByRole('heading', { name: 'embed-refresh' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Cancel job' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Cancel embed-refresh?' }));
    await user.click(dialog.getByRole('button', { name: 'Cancel job' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(find(world.jobs, QUEUED)?.status).toBe('CANCELLED');
  });

  it('is hidden from whoever may read no job', async () => {
    const { platform } = platformOf();
    platform.day.faults = { Jobs: 'FORBIDDEN' };
    openConsole(platform, paths.jobs());
    expect(await screen.findByRole('heading', { name: 'Nothing here that you can see' })).toBeTruthy();
    expect(platform.seen.filter(({ operation }) => operation === 'Jobs')).toHaveLength(2);
  });

  it('keeps its filters in the address', async () => {
    const { platform } = platformOf();
    const { user, router } = openConsole(platform, paths.jobs());
    await screen.findByRole('link', { name: 'embed-refresh' });
    await filterBy(user, 'State', /^Failed\s*1$/);
    await screen.findByText('1 job of Example Harbour');
    expect(router.state.location.search).toBe('?status=FAILED');
    expect(screen.getByRole('button', { name: 'State Failed' })).toBeTruthy();
    expect(platform.seen.findLast(({ operation }) => operation === 'Jobs')?.variables.status).toEqual([
      'FAILED',
    ]);

    await filterBy(user, 'State', /^Failed/);
    // Those that the platform left out were not counted.
    await filterBy(user, 'State', /^Cancelled/);
    expect(await screen.findByText('No jobs match')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByRole('link', { name: 'embed-refresh' })).toBeTruthy();
  });

  it('is filtered by any project, also beyond the first hundred', async () => {
    const { world, platform } = platformOf();
    world.projects = [...someProjects(130), ...world.projects];
    const { user, router } = openConsole(platform, paths.jobs());
    const filter = await screen.findByRole('combobox', { name: 'Project' });
    expect(screen.getByText('The first 100 projects')).toBeTruthy();
    expect(within(filter).queryByRole('option', { name: 'parcel-vision' })).toBeNull();
    await expectNoAxeViolation();

    platform.day.faults = { ProjectNames: 'UNAVAILABLE' };
    await user.click(screen.getByRole('button', { name: 'Show more projects' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/^More projects could not be loaded/);
    expect(screen.getByRole('link', { name: 'embed-refresh' })).toBeTruthy();
    platform.day.faults = {};
    await user.click(screen.getByRole('button', { name: 'Show more projects' }));
    await within(filter).findByRole('option', { name: 'parcel-vision' });
    expect(screen.queryByText(/^The first 100/)).toBeNull();
    await user.selectOptions(filter, 'parcel-vision');
    expect(router.state.location.search).toBe('?project=parcel-vision');
    expect(await screen.findByRole('link', { name: 'damage-vit-l #418' })).toBeTruthy();
  });

  it('follows the jobs of one project', async () => {
    const { world, platform } = platformOf();
    openConsole(platform, `${paths.jobs()}?project=parcel-vision`);
    const link = await screen.findByRole('link', { name: 'damage-vit-l #418' });
    expect(screen.queryByRole('link', { name: 'embed-refresh' })).toBeNull();
    await waitFor(() => expect(world.live.followers).toBe(1));
    const job = find(world.jobs, RUNNING);
    act(() => {
      world.live.happen({
        field: 'jobChanged',
        subject: globalId('Project', 'parcel-vision'),
        value: { ...job, status: 'SUCCEEDED', version: 2 },
      });
    });
    await waitFor(() => expect(within(link.closest('tr') ?? link).getByText('Succeeded')).toBeTruthy());
  });

  it('asks for a job that was submitted meanwhile', async () => {
    const { world, platform } = platformOf();
    openConsole(platform, `${paths.jobs()}?project=parcel-vision`);
    await screen.findByRole('link', { name: 'damage-vit-l #418' });
    await waitFor(() => expect(world.live.followers).toBe(1));
    const job = find(world.jobs, RUNNING);
    if (job === undefined) throw new Error('no job');
    const made = {
      ...job,
      id: globalId('Job', 'new'),
      name: 'just submitted',
      submittedAt: new Date(Date.now() + 1_000).toISOString(),
    };
    world.jobs.unshift(made);
    act(() => {
      world.live.happen({
        field: 'jobChanged',
        subject: globalId('Project', 'parcel-vision'),
        value: made,
      });
    });
    expect(await screen.findByRole('link', { name: 'just submitted' })).toBeTruthy();
  });

  it('says what a job is when there is none, and hides an unknown project', async () => {
    const { unmount } = openConsole(new FakePlatform(), paths.jobs());
    expect(await screen.findByRole('heading', { name: 'No jobs yet' })).toBeTruthy();
    expect(screen.getByText(/trainer: "tabular"/)).toBeTruthy();
    await expectNoAxeViolation();
    unmount();
    openConsole(new FakePlatform(), `${paths.jobs()}?project=nowhere`);
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
  });

  it('fails with its request id, and tries again', async () => {
    const { platform } = platformOf();
    platform.day.faults.Jobs = 'UNAVAILABLE';
    const { user } = openConsole(platform, paths.jobs());
    expect((await screen.findByRole('alert')).textContent).toMatch(/Could not load jobs.*req_\d{4}/s);
    platform.day.faults = {};
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('link', { name: 'embed-refresh' })).toBeTruthy();
  });
});

describe('the page of a job', () => {
  it('shows how long, at what cost and what happened', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.job(RUNNING));

    expect(await screen.findByRole('heading', { level: 1, name: 'damage-vit-l #418' })).toBeTruthy();
    const strip = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(strip.getByText('€37.95')).toBeTruthy();
    expect(strip.getByRole('img', { name: /of 4 h 43 m allowed/ })).toBeTruthy();
    const happened = within(screen.getByRole('list', { name: 'What happened' }));
    expect(happened.getByText('Submitted')).toBeTruthy();
    expect(happened.getByText('Its lease started')).toBeTruthy();
    expect(happened.getAllByText(/^after \d/).length).toBeGreaterThan(0);
    const phases = within(screen.getByRole('list', { name: 'Job' }));
    expect(phases.getByText(/^Waited \d/)).toBeTruthy();
    expect(phases.getByText(/^Running, \d/)).toBeTruthy();
    const command = within(screen.getByRole('region', { name: 'Command' }));
    expect(command.getByText('python train.py')).toBeTruthy();
    expect(command.getByRole('button', { name: 'Copy command' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Open run' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says why it waits', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.job(QUEUED));
    expect(await screen.findByText('Not started yet.')).toBeTruthy();
    expect(screen.getAllByText(/Waits for quota/).length).toBeGreaterThan(0);
    expect(screen.getByText('The log starts with the job.')).toBeTruthy();
  });

  it('leads to what holds the room that it waits for', async () => {
    const { world, platform } = platformOf();
    const job = find(world.jobs, QUEUED);
    if (job === undefined) throw new Error('no such job');
    job.waitsFor = 'It is next. Room is held by damage-vit-l #418 and other organisations.';
    openConsole(platform, paths.job(QUEUED));
    const link = await screen.findByRole('link', { name: 'damage-vit-l #418' });
    expect(link.getAttribute('href')).toBe(paths.job(RUNNING));
    await expectNoAxeViolation();
  });

  it('hears of what changes in its project, and does not ask again and again', async () => {
    const { world, platform } = platformOf();
    openConsole(platform, paths.job(RUNNING));
    await screen.findByRole('heading', { level: 1, name: 'damage-vit-l #418' });
    await waitFor(() => expect(world.live.followers).toBe(2));
    const asked = () => platform.seen.filter(({ operation }) => operation === 'Job').length;
    const before = asked();
    await act(() => new Promise((resolve) => setTimeout(resolve, 2_500)));
    expect(asked()).toBe(before);

    const job = find(world.jobs, RUNNING);
    if (job === undefined) throw new Error('no job');
    Object.assign(job, { status: 'SUCCEEDED', endedAt: new Date().toISOString(), exitCode: 0, version: 2 });
    act(() =>
      world.live.happen({ field: 'jobChanged', subject: globalId('Project', 'parcel-vision'), value: job }),
    );
    expect(await screen.findByText('success')).toBeTruthy();
    await waitFor(() => expect(asked()).toBe(before + 1));
  });

  it('is asked for again where it cannot be followed', async () => {
    const { world, platform } = platformOf();
    world.permissions = ['JOB_READ'];
    openConsole(platform, paths.job(RUNNING));
    await screen.findByRole('heading', { level: 1, name: 'damage-vit-l #418' });
    const job = find(world.jobs, RUNNING);
    if (job === undefined) throw new Error('no job');
    Object.assign(job, { status: 'SUCCEEDED', endedAt: new Date().toISOString(), exitCode: 0, version: 2 });
    expect(await screen.findByText('success')).toBeTruthy();
  });

  it('explains how it ended in plain words', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.job(FAILED));
    expect(await screen.findByText(/wanted more memory than it had asked for/)).toBeTruthy();
    expect(screen.getAllByText(/out of memory at step 3,200/).length).toBeGreaterThan(0);
    expect(screen.queryByRole('button', { name: 'Cancel job' })).toBeNull();
  });

  it('cancels after saying in figures what that ends', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, paths.job(RUNNING));
    await user.click(await screen.findByRole('button', { name: 'Cancel job' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      dialog.getByText(/It has run 3 h 16 m and cost €37.95 so far. 32 cores are released/),
    ).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Cancel job' }));

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(find(world.jobs, RUNNING)?.status).toBe('CANCELLED');
    expect(screen.queryByRole('button', { name: 'Cancel job' })).toBeNull();
  });

  it('is cancelled by whoever may do so in its project alone, which comes with the job', async () => {
    const { world, platform } = platformOf();
    world.permissions = ['PROJECT_READ', 'JOB_READ'];
    world.permissionsIn = { [globalId('Project', 'parcel-vision')]: ['JOB_SUBMIT'] };
    const { unmount } = openConsole(platform, paths.job(RUNNING));
    expect(await screen.findByRole('button', { name: 'Cancel job' })).toBeTruthy();
    expect(platform.seen.some(({ operation }) => operation === 'PermissionsIn')).toBe(false);
    unmount();

    world.permissionsIn = { [globalId('Project', 'dock-ocr')]: ['JOB_SUBMIT'] };
    openConsole(platform, paths.job(RUNNING));
    await screen.findByRole('heading', { level: 1, name: 'damage-vit-l #418' });
    expect(screen.queryByRole('button', { name: 'Cancel job' })).toBeNull();
  });

  it('tells of a conflict and keeps the job as it is', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, paths.job(RUNNING));
    await user.click(await screen.findByRole('button', { name: 'Cancel job' }));
    const job = find(world.jobs, RUNNING);
    if (job === undefined) throw new Error('no job');
    job.version = 7;
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Cancel job' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('Could not cancel job');
    expect(job.status).toBe('RUNNING');
  });

  it('hides a job that is not there, and fails with its request id', async () => {
    const { platform } = platformOf();
    const { unmount } = openConsole(platform, paths.job(globalId('Job', 'none')));
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    unmount();
    platform.day.faults.Job = 'INTERNAL';
    openConsole(platform, paths.job(RUNNING));
    expect((await screen.findByRole('alert')).textContent).toMatch(/Could not load the job.*req_\d{4}/s);
  });
});
