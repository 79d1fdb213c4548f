import { closeSeat, expect, openSeat, test, type Seat } from './console-test';
import { inspect } from './inspection';
import type { PersonName } from './platform';
import { openSection } from './sign-in';
import { WORLD } from './world';

/** A page, and how a person gets to it from the one before by pointing. */
interface Stop {
  readonly title: string;
  readonly open: (seat: Seat) => Promise<void>;
  /** What is done on the page before, when that is another than where the last stop was. */
  readonly prepare?: (seat: Seat) => Promise<void>;
  /** What the page's heading says once it is there. */
  readonly heading?: string;
}

const section = (name: string): Stop => ({
  title: name,
  open: ({ page }) => openSection(page, name),
  heading: name,
});

/** From a section's list to the page of one thing in it. */
const thing = (title: string, list: string, name: string, heading: string = name): Stop => ({
  title,
  open: ({ page }) =>
    page
      .getByRole('region', { name: `${list}, table` })
      .getByRole('link', { name, exact: true })
      .first()
      .click(),
  heading,
});

/** A tab of the page before, whose heading stays. */
const tab = (title: string, tabs: string, heading: string): Stop => ({
  title,
  open: ({ page }) =>
    page
      .getByRole('navigation', { name: tabs, exact: true })
      .getByRole('link', { name: new RegExp(`^${title}`) })
      .click(),
  heading,
});

const ENGINEER: readonly Stop[] = [
  section('Home'),
  {
    title: 'Activity',
    open: ({ page }) => page.getByRole('link', { name: 'All activity', exact: true }).click(),
    heading: 'Activity',
  },
  section('Projects'),
  thing('Project', 'Projects', WORLD.project),
  section('Data sets'),
  thing('Data set', 'Data sets', WORLD.dataset),
  tab('SQL', 'Data set', WORLD.dataset),
  tab('Checks', 'Data set', WORLD.dataset),
  tab('Collection', 'Data set', WORLD.dataset),
  section('Runs'),
  thing('Experiment', 'Runs', WORLD.experiment),
  thing('Run', 'Runs', WORLD.bestRun),
  {
    title: 'Compare',
    prepare: selectTwo,
    open: ({ page }) => page.getByRole('button', { name: 'Compare 2' }).click(),
    heading: 'Compare runs',
  },
  section('Models'),
  thing('Model version', 'Models', WORLD.model, `${WORLD.model} v1`),
  tab('Retraining', 'Model', `${WORLD.model} retraining`),
  section('Endpoints'),
  thing('Endpoint', 'Endpoints', WORLD.endpoint),
  tab('Health', 'Endpoint', WORLD.endpoint),
  tab('Rollout', 'Endpoint', WORLD.endpoint),
  section('Jobs'),
  thing('Job', 'Jobs', WORLD.bestRun),
  section('Alerts'),
  {
    title: 'Inbox',
    open: ({ page }) =>
      page
        .getByRole('banner')
        .getByRole('link', { name: /^Inbox/ })
        .click(),
  },
  section('Cost'),
  {
    title: 'Ledger',
    open: ({ page }) => page.getByRole('link', { name: 'Ledger', exact: true }).click(),
    heading: 'Cost',
  },
  section('Settings'),
  {
    title: 'GraphiQL',
    open: async ({ page }) => {
      await page.getByRole('main').getByRole('link', { name: 'GraphiQL' }).click();
      // The editor is fetched, and asks what the operation costs that it begins with.
      await expect(page.getByRole('textbox', { name: 'Operation', exact: true })).toHaveCount(1);
      const cost = page.getByRole('region', { name: 'Cost', exact: true });
      await expect(cost.getByRole('definition').first()).toHaveText(/^\d/);
    },
  },
];

const OWNER: readonly Stop[] = [
  section('Members'),
  tab('Service accounts', 'Members', 'Members'),
  section('API keys'),
  {
    title: 'Plan and limits',
    prepare: (seat) => section('Settings').open(seat),
    open: ({ page }) => page.getByRole('link', { name: 'Plan and limits' }).click(),
  },
  {
    title: 'Audit log',
    open: ({ page }) => page.getByRole('main').getByRole('link', { name: /audit/i }).first().click(),
  },
  {
    title: 'Dead letters',
    open: ({ page }) => page.getByRole('main').getByRole('link', { name: 'Dead letters' }).click(),
  },
];

walkThrough('engineer', ENGINEER);
walkThrough('owner', OWNER);

function walkThrough(person: PersonName, stops: readonly Stop[]) {
  test.describe(`as ${person}`, () => {
    let seat: Seat;
    test.beforeAll(async ({ browser }) => {
      seat = await openSeat(browser, person, '/settings');
    });
    test.afterAll(() => closeSeat(seat));

    for (const { title, prepare, open, heading = title } of stops) {
      test(`${title}: two requests at most, no axe violation, both themes, wide and narrow`, async () => {
        if (prepare !== undefined) await seat.watch.view(() => prepare(seat));
        const view = await seat.watch.view(async () => {
          await open(seat);
          await expect(
            seat.page.getByRole('heading', { level: 1, name: heading, exact: true }),
          ).toBeVisible();
        });
        await inspect(seat, title, view);
      });
    }
  });
}

async function selectTwo({ page }: Seat) {
  await openSection(page, 'Runs');
  await page
    .getByRole('checkbox', { name: `Select ${WORLD.slowRun}` })
    .first()
    .check();
  await page
    .getByRole('checkbox', { name: `Select ${WORLD.bestRun}` })
    .first()
    .check();
}
