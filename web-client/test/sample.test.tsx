import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { screen, waitFor } from '@testing-library/react';
import { getOperationAST, parse } from 'graphql';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as documents from '@/api/generated/sample';
import type { Script } from '@/features/sample/script';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { DAY } from './world/clock';
import type { JobRow } from './world/jobs';
import { emptyWorld, type World } from './world/world';

const FILE = join(import.meta.dirname, '../src/features/sample/sample-world.json');
const script = JSON.parse(readFileSync(FILE, 'utf8')) as Script;

/** How the platform ends the jobs of the sample. */
const ENDS: Readonly<Record<string, JobRow['status']>> = {
  'grower-wrong-column': 'FAILED',
  'grower-fine': 'TIMED_OUT',
};

/** Its trainings and validations are over as soon as they are asked for. */
function quickWorld(): World {
  const world = emptyWorld();
  world.onSeal = (version) => Object.assign(version, { status: 'VALIDATED' });
  world.onSubmit = (job) => {
    // It is cancelled by who loads it.
    if (job.name === 'grower-given-up') return;
    const end = ENDS[job.name] ?? 'SUCCEEDED';
    Object.assign(job, {
      status: end,
      endedAt: job.submittedAt,
      reason: end === 'FAILED' ? 'no column grower' : null,
    });
    const run = world.runs.find(({ id }) => id === job.runId);
    if (run !== undefined) run.status = end === 'SUCCEEDED' ? 'FINISHED' : 'FAILED';
  };
  return world;
}

const loaded = () => screen.findByRole('link', { name: 'Open the sample project' }, { timeout: 100_000 });

/** What the browser would go on with. */
const begun = () => Object.keys(localStorage).filter((name) => name.startsWith('keelson-sample'));

describe('the sample project', { timeout: 120_000 }, () => {
  it('is offered where nothing is yet, and says what it has before it is loaded', async () => {
    const { user, router } = openConsole(new FakePlatform({ worlds: { harbour: emptyWorld() } }), '/');
    await user.click(await screen.findByRole('link', { name: 'Load a sample project' }, { timeout: 60_000 }));
    expect(await screen.findByText(/takes a second person/)).toBeTruthy();
    expect(router.state.location.pathname).toBe('/projects/sample');
    expect(screen.getByText('104 runs')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('is offered to nobody who may not make all of it', async () => {
    const world = emptyWorld();
    world.permissions = world.permissions.filter((permission) => permission !== 'JOB_SUBMIT');
    openConsole(new FakePlatform({ worlds: { harbour: world } }), '/');
    expect(await screen.findByRole('heading', { name: 'Create a project' })).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Load a sample project' })).toBeNull();
  });

  it('fills a project, and leaves to others what they decide on', async () => {
    const world = quickWorld();
    const { user } = openConsole(new FakePlatform({ worlds: { harbour: world } }), '/projects/sample');
    await user.click(await screen.findByRole('button', { name: 'Load the sample project' }));
    const open = await loaded();
    const [project] = world.projects;
    expect(open.getAttribute('href')).toBe(`/projects/${encodeURIComponent(project?.id ?? '')}`);
    expect(world.runs.filter(({ tags }) => tags.some(({ value }) => value === 'elsewhere'))).toHaveLength(
      104,
    );
    expect(world.datasetVersions.map(({ status }) => status)).toEqual(Array(3).fill('VALIDATED'));
    expect(world.jobs.map(({ status }) => status).sort()).toEqual([
      'CANCELLED',
      'FAILED',
      ...Array<string>(4).fill('SUCCEEDED'),
      'TIMED_OUT',
    ]);
    expect(world.models).toHaveLength(3);
    expect(world.modelVersions.map(({ status }) => status)).toEqual(Array(4).fill('REGISTERED'));
    expect(world.budgets.map(({ projectId }) => projectId)).toEqual([project?.id]);
    const dates = world.runs.flatMap(({ metrics }) => metrics.map(({ at }) => Date.parse(at)));
    expect(Math.min(...dates)).toBeLessThan(world.now() - 25 * DAY);
    expect(Math.max(...dates)).toBeLessThanOrEqual(world.now());
    expect(world.endpoints).toEqual([]);
    expect(begun()).toEqual([]);
  });

  it('goes on after a failure, even in a page that is opened anew, and makes nothing twice', async () => {
    const world = quickWorld();
    const platform = new FakePlatform({
      worlds: { harbour: world },
      faults: { SampleSealVersion: 'UNAVAILABLE' },
    });
    const first = openConsole(platform, '/projects/sample');
    await first.user.click(await screen.findByRole('button', { name: 'Load the sample project' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Could not load all of it');
    await expectNoAxeViolation();
    first.unmount();

    platform.day.faults = {};
    const { user } = openConsole(platform, '/projects/sample');
    await user.click(await screen.findByRole('button', { name: 'Go on' }));
    await loaded();
    expect(world.projects).toHaveLength(1);
    expect(world.datasets).toHaveLength(1);
    expect(world.datasetVersions).toHaveLength(3);
  });

  it('removes what was loaded when a person gives up', async () => {
    const world = quickWorld();
    const platform = new FakePlatform({
      worlds: { harbour: world },
      faults: { SampleCreateRun: 'RATE_LIMITED' },
    });
    const { user, router } = openConsole(platform, '/projects/sample');
    await user.click(await screen.findByRole('button', { name: 'Load the sample project' }));
    await screen.findByRole('alert', {}, { timeout: 100_000 });
    await user.click(screen.getByRole('button', { name: 'Remove what was loaded' }));
    await waitFor(() => expect(world.removals).toHaveLength(1));
    const [project] = world.projects;
    await waitFor(() =>
      expect(router.state.location.pathname).toBe(`/projects/${encodeURIComponent(project?.id ?? '')}`),
    );
    expect(begun()).toEqual([]);
  });

  it('removes what a step in flight still makes, and forgets it for good', async () => {
    const world = quickWorld();
    const platform = new FakePlatform({ worlds: { harbour: world } });
    let go: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (go = resolve));
    const answer = platform.fetch;
    const { user } = openConsole(
      Object.assign(Object.create(platform) as FakePlatform, {
        fetch: async (...args: Parameters<typeof answer>) => {
          const made = await answer(...args);
          if (platform.seen.at(-1)?.operation === 'SampleCreateProject') await late;
          return made;
        },
      }),
      '/projects/sample',
    );
    await user.click(await screen.findByRole('button', { name: 'Load the sample project' }));
    await waitFor(() => expect(world.projects).toHaveLength(1));
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    await user.click(screen.getByRole('button', { name: 'Remove what was loaded' }));
    expect(screen.getByText('Removing what was loaded')).toBeTruthy();
    go();
    await waitFor(() => expect(world.removals).toHaveLength(1));
    await waitFor(() => expect(begun()).toEqual([]));
    // Nothing comes after it.
    await new Promise((later) => setTimeout(later, 200));
    expect(begun()).toEqual([]);
    expect(world.datasets).toEqual([]);
  });

  it('stops where it waits for the platform, and goes on from there', async () => {
    const world = quickWorld();
    const usual = world.onSeal;
    world.onSeal = () => undefined;
    const platform = new FakePlatform({ worlds: { harbour: world } });
    const { user } = openConsole(platform, '/projects/sample');
    await user.click(await screen.findByRole('button', { name: 'Load the sample project' }));
    const asked = () => platform.seen.filter(({ operation }) => operation === 'SampleVersion').length;
    await waitFor(() => expect(asked()).toBeGreaterThan(1));
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    const before = asked();
    await new Promise((later) => setTimeout(later, 1_600));
    expect(asked()).toBeLessThanOrEqual(before + 1);
    world.datasetVersions.forEach(usual);
    world.onSeal = usual;
    await user.click(screen.getByRole('button', { name: 'Go on' }));
    await loaded();
    expect(world.projects).toHaveLength(1);
    expect(world.datasetVersions).toHaveLength(3);
  });

  it('is loaded once where two tabs are asked to', async () => {
    const world = quickWorld();
    const platform = new FakePlatform({ worlds: { harbour: world } });
    const held = new Set<string>();
    Object.defineProperty(navigator, 'locks', {
      configurable: true,
      value: {
        request: async (name: string, _how: object, act: (lock: object | null) => Promise<void>) =>
          act(held.has(name) ? null : { name }),
      },
    });
    onTestFinished(() => void Reflect.deleteProperty(navigator, 'locks'));
    const { user } = openConsole(platform, '/projects/sample');
    held.add('keelson-sample:T1');
    await user.click(await screen.findByRole('button', { name: 'Load the sample project' }));
    expect((await screen.findByRole('alert')).textContent).toContain('another tab');
    expect(world.projects).toEqual([]);
    held.clear();
    await user.click(screen.getByRole('button', { name: 'Go on' }));
    await loaded();
    expect(world.projects).toHaveLength(1);
  });
});

describe('the script of the sample project', () => {
  it('is what its maker writes: its curves are measured', () => {
    const maker = join(import.meta.dirname, '../scripts/make-sample-world.js');
    expect(execFileSync(process.execPath, [maker, '--check'], { encoding: 'utf8' })).toBe('');
  }, 60_000);

  it('has the operations that the console has, and no step asks for another', () => {
    const known = Object.keys(documents).filter((name) => name.endsWith('Document'));
    expect(
      Object.keys(script.documents)
        .map((name) => `${name}Document`)
        .sort(),
    ).toEqual(known.sort());
    for (const [name, text] of Object.entries(script.documents))
      expect(getOperationAST(parse(text))?.name?.value).toBe(name);
    const asked = script.phases.flatMap(({ steps }) =>
      steps.flatMap((step) =>
        'call' in step ? [step.call] : 'await' in step ? [step.await] : 'curve' in step ? [step.curve] : [],
      ),
    );
    expect(asked.filter((name) => script.documents[name] === undefined)).toEqual([]);
  });
});
