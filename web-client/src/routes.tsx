import type { ComponentType } from 'react';
import { matchRoutes, type RouteObject } from 'react-router';
import { paths, patterns } from './paths';
import { BrokenPage } from './shell/BrokenPage';
import type { Crumb } from './shell/Crumbs';
import { NotFoundPage } from './shell/NotFoundPage';
import { Shell } from './shell/Shell';

const crumb = (label: string): Crumb => ({ crumb: label });

interface PageHandle extends Crumb {
  /** Fetches the page's script. */
  readonly load: () => Promise<unknown>;
}

/** One page; its script is fetched when it is first opened. */
function page(path: string, label: string, load: () => Promise<ComponentType>): RouteObject {
  const handle: PageHandle = { ...crumb(label), load };
  return { path, handle, lazy: async () => ({ Component: await load() }) };
}

const personal: RouteObject[] = [
  page(paths.inbox(), 'Inbox', async () => (await import('./features/inbox/InboxPage')).InboxPage),
  page(
    paths.activity(),
    'Activity',
    async () => (await import('./features/all-activity/ActivityPage')).ActivityPage,
  ),
  page(patterns.thing, 'Open', async () => (await import('./features/inbox/ThingPage')).ThingPage),
];

const build: RouteObject[] = [
  page(
    paths.projects(),
    'Projects',
    async () => (await import('./features/projects/ProjectListPage')).ProjectListPage,
  ),
  page(
    paths.sample(),
    'Sample project',
    async () => (await import('./features/sample/SamplePage')).SamplePage,
  ),
  page(
    patterns.project,
    'Project',
    async () => (await import('./features/projects/ProjectPage')).ProjectPage,
  ),
  page(
    paths.datasets(),
    'Data sets',
    async () => (await import('./features/datasets/DatasetListPage')).DatasetListPage,
  ),
  page(
    patterns.dataset,
    'Data set',
    async () => (await import('./features/datasets/DatasetPage')).DatasetPage,
  ),
  page(paths.runs(), 'Runs', async () => (await import('./features/runs/RunListPage')).RunListPage),
  page(
    patterns.experiment,
    'Runs',
    async () => (await import('./features/runs/ExperimentPage')).ExperimentPage,
  ),
  page(patterns.run, 'Run', async () => (await import('./features/runs/RunPage')).RunPage),
  page(patterns.compare, 'Compare', async () => (await import('./features/runs/ComparePage')).ComparePage),
  page(paths.models(), 'Models', async () => (await import('./features/models/ModelListPage')).ModelListPage),
  page(patterns.model, 'Model', async () => (await import('./features/models/ModelPage')).ModelPage),
];

const operate: RouteObject[] = [
  page(
    paths.endpoints(),
    'Endpoints',
    async () => (await import('./features/endpoints/EndpointListPage')).EndpointListPage,
  ),
  page(
    patterns.endpoint,
    'Endpoint',
    async () => (await import('./features/endpoints/EndpointPage')).EndpointPage,
  ),
  page(paths.jobs(), 'Jobs', async () => (await import('./features/jobs/JobListPage')).JobListPage),
  page(patterns.job, 'Job', async () => (await import('./features/jobs/JobPage')).JobPage),
  page(paths.alerts(), 'Alerts', async () => (await import('./features/alerts/AlertsPage')).AlertsPage),
  page(paths.cost(), 'Cost', async () => (await import('./features/cost/CostPage')).CostPage),
];

const organisation: RouteObject[] = [
  page(paths.members(), 'Members', async () => (await import('./features/members/MembersPage')).MembersPage),
  page(paths.keys(), 'API keys', async () => (await import('./features/keys/KeysPage')).KeysPage),
  page(paths.audit(), 'Audit log', async () => (await import('./features/audit/AuditPage')).AuditPage),
  page(
    paths.deadLetters(),
    'Dead letters',
    async () => (await import('./features/deadletters/DeadLettersPage')).DeadLettersPage,
  ),
  page(
    paths.limits(),
    'Plan and limits',
    async () => (await import('./features/limits/LimitsPage')).LimitsPage,
  ),
  page(
    paths.signOn(),
    'Single sign-on',
    async () => (await import('./features/signon/SignOnPage')).SignOnPage,
  ),
  page(
    paths.explorer(),
    'GraphiQL',
    async () => (await import('./features/explorer/ExplorerPage')).ExplorerPage,
  ),
  page(
    paths.settings(),
    'Settings',
    async () => (await import('./features/settings/SettingsPage')).SettingsPage,
  ),
];

/** All pages. */
export const routes: RouteObject[] = [
  {
    element: <Shell />,
    children: [
      {
        errorElement: <BrokenPage />,
        hydrateFallbackElement: <></>,
        children: [
          page(paths.home(), 'Home', async () => (await import('./features/home/HomePage')).HomePage),
          ...personal,
          ...build,
          ...operate,
          ...organisation,
          { path: '*', handle: crumb('Not found'), element: <NotFoundPage /> },
        ],
      },
    ],
  },
];

/** Fetches the script of the page at this address ahead of time. One that does not come is asked for when it is opened. */
export function prefetch(pathname: string) {
  for (const { route } of matchRoutes(routes, pathname) ?? []) {
    const handle = route.handle as Partial<PageHandle> | undefined;
    handle?.load?.().catch(() => undefined);
  }
}
