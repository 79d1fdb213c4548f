import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { watch } from './world/alerts';
import { failChecks, GRANTED, waive } from './world/checks';
import { globalId } from './world/ids';
import { pauseIn } from './world/rollouts';
import { emptyWorld, harbourWorld } from './world/world';

function platformWith(change: (world: ReturnType<typeof harbourWorld>) => void = () => undefined) {
  const world = harbourWorld();
  change(world);
  return new FakePlatform({ worlds: { harbour: world } });
}

function asked(platform: FakePlatform) {
  return platform.seen.map(({ operation }) => operation).filter((name) => name !== null && name !== 'Viewer');
}

describe('home', () => {
  it('answers the four questions in one request', async () => {
    const platform = platformWith();
    openConsole(platform, '/');

    expect(await screen.findByText('€6,288.33')).toBeTruthy();
    expect(screen.getByRole('img', { name: '64\u00a0% used, 52\u00a0% of the week gone' })).toBeTruthy();
    expect(screen.getByText('120 CPUs leased, 1 queued')).toBeTruthy();
    const waits = within(screen.getByRole('list', { name: 'Waits for you' }));
    expect(waits.getByRole('link', { name: 'Review: Approve parcel-damage v9' })).toBeTruthy();
    expect(screen.getByTitle(/112 of 120 CPUs are leased/)).toBeTruthy();
    expect(screen.getByText('of 5 healthy')).toBeTruthy();
    expect(asked(platform)).toEqual(['Home']);
    await expectNoAxeViolation();
  });

  it('says how far a job is whose run tells it, and how its metric stands', async () => {
    openConsole(platformWith(), '/');
    const jobs = within(await screen.findByRole('table', { name: 'Running and queued jobs' }));
    expect(await jobs.findByRole('img', { name: 'damage-vit-l #418: 69\u00a0%' })).toBeTruthy();
    const row = jobs.getByRole('link', { name: 'damage-vit-l #418' }).closest('tr');
    if (row === null) throw new Error('no row');
    expect(within(row).getByText('val/f1')).toBeTruthy();
    expect(within(row).getByText('0.9187')).toBeTruthy();
    expect(within(row).getByText(/^about \d\d:\d\d$/)).toBeTruthy();
    expect(jobs.getAllByText(/^by \d\d:\d\d$/).length).toBeGreaterThan(0);
  });

  it('draws how the metrics of all that runs went, in the page’s own request', async () => {
    const platform = platformWith();
    openConsole(platform, '/');
    const jobs = within(await screen.findByRole('table', { name: 'Running and queued jobs' }));
    expect(
      await jobs.findByRole('img', { name: 'val/f1 of damage-vit-l #418 so far, now 0.9187' }),
    ).toBeTruthy();
    const endpoints = within(screen.getByRole('table', { name: 'Endpoints' }));
    expect(endpoints.getByRole('img', { name: 'Requests of eta in each of the last 24 hours' })).toBeTruthy();
    expect(asked(platform)).toEqual(['Home']);
  });

  it.each(['Start a run', 'Create data set'])(
    'leads to the form of “%s”, which closes for good',
    async (verb) => {
      const { user, router } = openConsole(platformWith(), '/');
      await user.click(await screen.findByRole('link', { name: verb }));
      expect(await screen.findByRole('dialog', { name: verb })).toBeTruthy();
      await user.keyboard('{Escape}');
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
      expect(router.state.location.search).toBe('');
    },
  );

  it('offers to begin nothing that the person may not', async () => {
    const platform = platformWith((world) => {
      world.permissions = world.permissions.filter(
        (permission) => permission !== 'RUN_WRITE' && permission !== 'DATASET_WRITE',
      );
    });
    openConsole(platform, '/');
    await screen.findByText('€6,288.33');
    expect(screen.queryByRole('link', { name: 'Start a run' })).toBeNull();
    expect(screen.queryByRole('link', { name: 'Create data set' })).toBeNull();
  });

  it('shows what else waits for a decision of this person, still in one request', async () => {
    const platform = platformWith((world) => {
      watch(world);
      pauseIn(world);
      waive(world, failChecks(world, 'evening-routes'), 1);
    });
    openConsole(platform, '/');
    await screen.findByText('€6,288.33');
    const waits = within(screen.getByRole('list', { name: 'Waits for you' }));
    expect(waits.getAllByRole('link', { name: /^Review: .* fires$/ }).length).toBeGreaterThan(0);
    expect(
      waits.getByRole('link', { name: 'Decide: Decide on the rollout of parcel-damage r23' }),
    ).toBeTruthy();
    expect(waits.getByText(/paused; rolled back in .* unless somebody decides/)).toBeTruthy();
    const waiver = waits.getByRole('link', { name: /^Review: Decide on a waiver for / });
    expect(waiver.getAttribute('href')).toMatch(/^\/projects\/.*\/datasets\//);
    expect(asked(platform)).toEqual(['Home']);
    await expectNoAxeViolation();
  });

  it('does not say that nothing waits where it has not looked at all', async () => {
    const platform = platformWith((world) => {
      watch(world);
      const [first] = world.alerts.filter(({ status }) => status === 'FIRING');
      if (first === undefined) throw new Error('none fires');
      const taken = Array.from({ length: 21 }, (_none, index) => ({
        ...first,
        id: globalId('Alert', `taken-${index}`),
        acknowledgedAt: first.since,
      }));
      world.alerts = [...taken, first];
    });
    openConsole(platform, '/');
    await screen.findByText('€6,288.33');
    expect(await screen.findByText(/There may be more: of the alerts that fire only the first/)).toBeTruthy();
    expect(asked(platform)).toEqual(['Home']);
  });

  it('shows no decision to who may only look, and none that is taken', async () => {
    const platform = platformWith((world) => {
      watch(world);
      pauseIn(world);
      waive(world, failChecks(world, 'evening-routes'), 1, GRANTED);
      world.permissions = world.permissions.filter(
        (permission) => permission !== 'ALERT_WRITE' && permission !== 'ENDPOINT_WRITE',
      );
    });
    openConsole(platform, '/');
    await screen.findByText('€6,288.33');
    expect(screen.queryByRole('link', { name: /^Review: .* fires$|^Decide: / })).toBeNull();
    expect(screen.queryByText(/Decide on a waiver/)).toBeNull();
  });

  it('shows no approval to who registered the version, nor to who may not approve', async () => {
    const platform = platformWith((world) => {
      world.modelVersions = world.modelVersions.map((version) =>
        version.status === 'REGISTERED' ? { ...version, author: 'engineer' } : version,
      );
    });
    openConsole(platform, '/');
    await screen.findByText('€6,288.33');
    expect(screen.queryByText('Approve parcel-damage v9')).toBeNull();
  });

  it('shows the approval of a version that a namesake registered', async () => {
    const platform = platformWith((world) => {
      world.modelVersions = world.modelVersions.map((version) =>
        version.status === 'REGISTERED'
          ? {
              ...version,
              author: 'engineer',
              registeredBy: { id: 'person-9', kind: 'PERSON', label: 'engineer' },
            }
          : version,
      );
    });
    openConsole(platform, '/');
    expect(await screen.findByText('Approve parcel-damage v9')).toBeTruthy();
  });

  it.each([
    ['parcel-vision', true],
    ['dock-ocr', false],
  ])('knows with the page who may approve in %s alone', async (project, shown) => {
    const platform = platformWith((world) => {
      world.permissions = world.permissions.filter((permission) => permission !== 'MODEL_APPROVE');
      world.permissionsIn = { [globalId('Project', project)]: ['MODEL_APPROVE'] };
    });
    openConsole(platform, '/');
    await screen.findByText('€6,288.33');
    await waitFor(() => expect(screen.getByRole('list', { name: 'Waits for you' })).toBeTruthy());
    expect(screen.queryByText('Approve parcel-damage v9') !== null).toBe(shown);
    expect(asked(platform)).toEqual(['Home']);
  });

  it('takes two requests of who may read one project, and work in all of them', async () => {
    const platform = platformWith((world) => {
      world.permissions = world.permissions.filter(
        (permission) => permission !== 'PROJECT_READ' && permission !== 'MODEL_APPROVE',
      );
      world.permissionsIn = { [globalId('Project', 'dock-ocr')]: ['PROJECT_READ', 'MODEL_APPROVE'] };
    });
    openConsole(platform, '/');
    expect(await screen.findByText('120 CPUs leased, 1 queued')).toBeTruthy();
    expect(screen.getByText('€6,288.33')).toBeTruthy();
    expect(screen.queryByText('Approve parcel-damage v9')).toBeNull();
    expect(asked(platform)).toEqual(['Home', 'Home']);
  });

  it('takes no project’s budget for the organisation’s, where the project may not be read', async () => {
    const platform = platformWith((world) => {
      world.permissions = world.permissions.filter((permission) => permission !== 'PROJECT_READ');
      world.budgets = world.budgets
        .filter(({ period, projectId }) => period !== 'WEEK' || projectId !== null)
        .map((budget) =>
          budget.projectId === null ? budget : { ...budget, period: 'WEEK', limit: 1_000_000n },
        );
    });
    openConsole(platform, '/');
    expect(await screen.findByText('no weekly budget is set')).toBeTruthy();
    const waits = within(screen.getByRole('list', { name: 'Waits for you' }));
    const link = waits.getByRole('link', { name: /^Open: A project is on course to pass its week’s budget/ });
    expect(link.getAttribute('href')).toContain(encodeURIComponent(globalId('Project', 'parcel-vision')));
    expect(waits.queryByText(/The organisation is on course to pass its week/)).toBeNull();
  });

  it('shows what is in projects to a role that may read none', async () => {
    const platform = platformWith((world) => {
      world.permissions = world.permissions.filter((permission) => permission !== 'PROJECT_READ');
    });
    openConsole(platform, '/');
    expect(await screen.findByText('120 CPUs leased, 1 queued')).toBeTruthy();
    expect(screen.getByText('of 5 healthy')).toBeTruthy();
    expect(await screen.findByRole('link', { name: 'Review: Approve parcel-damage v9' })).toBeTruthy();
    expect(screen.queryByText(/undefined/)).toBeNull();
    await expectNoAxeViolation();
  });

  it('shows money to a role that may see nothing else', async () => {
    const platform = platformWith((world) => {
      world.permissions = ['PROJECT_READ', 'COST_READ', 'BUDGET_WRITE'];
    });
    openConsole(platform, '/');

    expect(await screen.findByText('€6,288.33')).toBeTruthy();
    expect(screen.getByRole('list', { name: 'Waits for you' })).toBeTruthy();
    for (const name of ['Running and queued jobs', 'Endpoints'])
      expect(screen.queryByRole('table', { name })).toBeNull();
    expect(screen.queryByText('Running now')).toBeNull();
    expect(asked(platform)).toEqual(['Home']);
    await expectNoAxeViolation();
  });

  it.each([
    ['PROJECT_READ', 'none of it'],
    ['JOB_READ', 'Running now'],
    ['MODEL_READ', 'Review: Approve parcel-damage v9'],
    ['ENDPOINT_READ', 'of 5 healthy'],
    ['COST_READ', 'Spend this week'],
  ])('leaves out what wants %s, and nothing else', async (permission, gone) => {
    const platform = platformWith((world) => {
      world.permissions = world.permissions.filter((other) => other !== permission);
    });
    openConsole(platform, '/');

    const shown = [
      ['Spend this week', () => screen.queryByText('Spend this week')],
      ['Running now', () => screen.queryByText('Running now')],
      ['of 5 healthy', () => screen.queryByText('of 5 healthy')],
      [
        'Review: Approve parcel-damage v9',
        () => screen.queryByRole('link', { name: 'Review: Approve parcel-damage v9' }),
      ],
    ] as const;
    await waitFor(() => {
      for (const [what, find] of shown) expect(find() === null, what).toBe(what === gone);
    });
    expect(asked(platform)).toEqual(['Home']);
  });

  it('shows work when money cannot be loaded', async () => {
    const platform = platformWith();
    platform.day.faults = { Home: 'INTERNAL', HomeMoney: 'INTERNAL' };
    openConsole(platform, '/');

    expect(await screen.findByText('could not be loaded')).toBeTruthy();
    expect(screen.getByText('damage-vit-l #418')).toBeTruthy();
  });

  it('says what to do first when nothing is there yet', async () => {
    openConsole(new FakePlatform({ worlds: { harbour: emptyWorld() } }), '/');

    expect(await screen.findByRole('heading', { name: 'Create a project' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Create project' }).getAttribute('href')).toBe('/projects');
    await expectNoAxeViolation();
  });
});
