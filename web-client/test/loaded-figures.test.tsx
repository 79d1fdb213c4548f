import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { openConsole } from './open-console';
import { FakePlatform } from './platform';
import { rule, speak } from './world/alerts';
import { iso } from './world/clock';
import { globalId } from './world/ids';
import { someProjects } from './world/projects';
import { harbourWorld, type World } from './world/world';

function open(world: World, path: string) {
  return openConsole(new FakePlatform({ worlds: { harbour: world } }), path);
}

/** What a figure of the page's strip says, beside its label. */
async function figure(label: string, name = 'At a glance'): Promise<string> {
  const said = await waitFor(() => {
    const strip = screen.getByRole('region', { name });
    expect(strip.closest('[aria-busy=true]')).toBeNull();
    return within(strip).getByText(label).closest('div')?.textContent ?? '';
  });
  return said.slice(label.length);
}

/** One row more often, each of its own name. */
function copies<Row extends { id: string; name: string }>(row: Row | undefined, many: number): Row[] {
  if (row === undefined) throw new Error('nothing to be copied');
  return Array.from({ length: many }, (_, index) => ({
    ...row,
    id: `${row.id}-${index}`,
    name: `copy-${index}`,
  }));
}

// A figure of the rows that are loaded says that it is, and nothing is said of rows that nobody has seen.
describe('a figure of a list that goes on', () => {
  it('counts the endpoints of projects that have more than were asked for as at least so many', async () => {
    const world = harbourWorld();
    const id = globalId('Project', 'dock-ocr');
    const usual = world.endpoints.find(({ projectId }) => projectId === id);
    world.endpoints = copies(usual, 7);
    open(world, paths.projects());
    const link = await screen.findByRole('link', { name: /^copy-\d and 4\+ more$/ });
    expect(link).toBeTruthy();
    expect(await figure('Live endpoints')).toMatch(/^5\+of \d+ projects$/);
  });

  it('says of a project none of whose newest endpoints answers that there are more', async () => {
    const world = harbourWorld();
    const id = globalId('Project', 'dock-ocr');
    const usual = world.endpoints.find(({ projectId }) => projectId === id);
    world.endpoints = copies(usual, 7).map((row) => ({ ...row, ready: 0 }));
    open(world, paths.projects());
    expect(await screen.findByText('none of the newest 5')).toBeTruthy();
    expect(await figure('Live endpoints')).toMatch(/^0\+of \d+ projects$/);
  });

  it('says of which projects it is told what runs, answers and was done last', async () => {
    const world = harbourWorld();
    world.projects = someProjects(70);
    world.jobs = [];
    open(world, paths.projects());
    expect(await figure('Running now')).toBe('0+jobsNone running, of 50 loaded');
    expect(await figure('Live endpoints')).toBe('0+of 50 loaded');
    expect(await figure('Last activity')).toMatch(/, of 50 loaded$/);
  });

  it('adds up the endpoints that are loaded as a part of all', async () => {
    const world = harbourWorld();
    const id = globalId('Endpoint', 'dock-ocr');
    const copied = copies(
      world.endpoints.find((row) => row.id === id),
      60,
    );
    const revision = world.revisions.find(({ endpointId }) => endpointId === id);
    world.revisions = copied.flatMap((row) =>
      revision === undefined ? [] : [{ ...revision, id: `${revision.id}-${row.id}`, endpointId: row.id }],
    );
    world.endpoints = copied;
    open(world, paths.endpoints());
    expect(await figure('Serving')).toBe('50+of 50 loadedAll serve, of 50 loaded');
    expect(await figure('Traffic')).toMatch(
      /^[\d,.]+\+requests\/min[\d,.]+ on average in 60 min, of 50 loaded$/,
    );
    expect(await figure('Errors')).toMatch(/0 of [\d,]+ requests, of 50 loaded$/);
    expect(await figure('Replicas ready')).toBe('100+of 100+ wantedAll scaled as wanted, of 50 loaded');
    expect(await figure('Spent this month')).toMatch(/by the 50 loaded$/);
  });

  it('says of which models none waits and none is behind', async () => {
    const world = harbourWorld();
    world.models = copies(
      world.models.find(({ name }) => name === 'dock-ocr'),
      60,
    );
    open(world, paths.models());
    expect(await figure('Live models')).toBe('0+of 50 loadedNone served by an endpoint, of 50 loaded');
    expect(await figure('Serving their latest version')).toBe(
      '0+of 0+ liveNone on an older version, of 50 loaded',
    );
    expect(await figure('Awaiting approval')).toBe('0+None awaiting approval, of 50 loaded');
    expect(await figure('Last registered')).toBe('–No version yet, of 50 loaded');
  });

  it('says of which data sets none was rejected and none is unused', async () => {
    const world = harbourWorld();
    const usual = world.datasets.find(({ name }) => name === 'parcel-images');
    const copied = copies(usual, 60);
    world.datasetVersions = copied.flatMap(({ id }) => {
      const newest = world.datasetVersions.find(({ datasetId }) => datasetId === usual?.id);
      return newest === undefined ? [] : [{ ...newest, datasetId: id }];
    });
    world.datasets = copied;
    open(world, paths.datasets());
    expect(await figure('Validated')).toBe('50+of 50 loadedNone rejected, of 50 loaded');
    expect(await figure('Used by runs or jobs')).toBe('50+of 50 loadedNone unused, of 50 loaded');
    expect(await figure('Size')).toMatch(/^[\d.]+\sTiB\+of the newest versions, of 50 loaded$/);
    expect(await figure('Last version')).toMatch(/ by engineer, of 50 loaded$/);
  });

  it('says of which members and invitations it is told who is in no team and what ends next', async () => {
    const world = harbourWorld();
    const guest = world.members.find(({ person }) => person.name === 'Guest');
    const [invitation] = world.invitations;
    if (guest === undefined || invitation === undefined) throw new Error('nobody to be copied');
    world.members = [
      ...world.members,
      ...Array.from({ length: 120 }, (_, index) => ({ ...guest, id: globalId('Member', `copy-${index}`) })),
    ];
    world.invitations = Array.from({ length: 120 }, (_, index) => ({
      ...invitation,
      id: `${invitation.id}-${index}`,
    }));
    open(world, paths.members());
    expect(await figure('Members')).toMatch(/^\d+\+of \d+ seats\d+\+ active this week$/);
    expect(await figure('Teams')).toMatch(/^2\d+\+ people in none$/);
    expect(await figure('Pending invitations')).toMatch(/^100\+one ends .*, of 100 loaded$/);
  });

  it('says of which alerts that go on it is told what fires in how many projects', async () => {
    const world = harbourWorld();
    const of = rule(world, {});
    for (let at = 1; at <= 120; at++)
      speak(world, of, at, { firedAt: iso(world.now()), acknowledgedAt: iso(world.now()) });
    const { unmount } = open(world, paths.alerts());
    expect(await figure('Projects')).toBe('1+have something that fires');
    expect(await figure('Not acknowledged')).toBe('0+somebody has each in hand, of 100 loaded');
    expect(await figure('Pending')).toBe('0+nothing is about to fire, of 100 loaded');
    unmount();
    open(world, paths.projectAlerts(of.projectId));
    expect(await figure('Firing')).toBe('100+all acknowledged, of 100 loaded');
    expect(await figure('Median until acknowledged')).toMatch(/7 days, 100\+ alerts$/);
    expect(await figure('Rules')).toBe('10 silenced');
  });

  it('says of a version with more tables and files than are loaded that they are at least so many', async () => {
    const world = harbourWorld();
    const id = globalId('Dataset', 'evening-routes');
    const newest = world.datasetVersions.find(({ datasetId }) => datasetId === id);
    const [table] = newest?.tables ?? [];
    const [file] = newest?.files ?? [];
    if (newest === undefined || table === undefined || file === undefined) throw new Error('no version');
    const numbers = Array.from({ length: 120 }, (_, index) => index);
    newest.tables = numbers.map((number) => ({ ...table, name: `${number}.csv`, rows: 10 }));
    newest.files = numbers.map((number) => ({ ...file, path: `${number}.csv` }));
    open(world, paths.dataset(globalId('Project', 'eta-model'), id));
    const name = `Version ${newest.number}`;
    expect(await figure('Rows', name)).toBe('1,000+in 100+ tables');
    expect(await figure('Tables', name)).toBe('100+100+ with a profile');
    expect(await figure('Size', name)).toMatch(/B\d+\+ files$/);
  });

  it('calls no data set unused whose older versions nobody looked at', async () => {
    const world = harbourWorld();
    const [set] = world.datasets.filter(({ name }) => name === 'orders');
    const [version] = world.datasetVersions.filter(({ datasetId }) => datasetId === set?.id);
    if (set === undefined || version === undefined) throw new Error('no data set');
    world.datasets = [set];
    world.datasetVersions = Array.from({ length: 201 }, (_, index) => ({
      ...version,
      id: `${version.id}-${index}`,
      number: 201 - index,
    }));
    open(world, paths.datasets());
    expect(await screen.findByRole('cell', { name: 'none of its newest versions' })).toBeTruthy();
    expect(await figure('Used by runs or jobs')).toBe('0+of 1 data setolder versions not looked at: orders');
  });
});
