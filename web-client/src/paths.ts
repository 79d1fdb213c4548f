/** Every address of the console and of the doors it opens, built in one place. Objects are named by global id. */
export const paths = {
  home: () => '/',
  inbox: () => '/inbox',
  activity: () => '/activity',
  /** Of whatever this is the global id of: leads on to the page that shows it. */
  thing: (id: string) => `/things/${segment(id)}`,
  projects: () => '/projects',
  project: (project: string) => `/projects/${segment(project)}`,
  /** Where a project to look around in is loaded. */
  sample: () => '/projects/sample',

  datasets: (filter: ListFilter = {}) => `/datasets${query(filter)}`,
  /** Of the version with this number, or of the newest. */
  dataset: (project: string, dataset: string, version?: number) =>
    `/projects/${segment(project)}/datasets/${segment(dataset)}${query({ version })}`,

  runs: () => '/runs',
  /** With the dialog that starts one open, the project filled in. */
  startRun: (project: string) => `/runs${query({ project })}&create`,
  experiment: (project: string, experiment: string) =>
    `/projects/${segment(project)}/experiments/${segment(experiment)}`,
  run: (run: string) => `/runs/${segment(run)}`,
  compare: (runs: readonly string[], baseline?: string) =>
    `/compare${query({ ids: runs.join(','), baseline })}`,

  models: (filter: ListFilter = {}) => `/models${query(filter)}`,
  model: (model: string, version?: number) => `/models/${segment(model)}${query({ version })}`,
  /** With the dialog of a decision open, for those who may decide. */
  decideModel: (model: string, version: number, decide: 'approve' | 'reject') =>
    `/models/${segment(model)}${query({ version, decide })}`,
  /** What has it trained anew, with one of its runs opened. */
  retraining: (model: string, run?: string) =>
    `/models/${segment(model)}${query({ tab: 'retraining', run })}`,

  endpoints: (filter: ListFilter = {}) => `/endpoints${query(filter)}`,
  endpoint: (endpoint: string) => `/endpoints/${segment(endpoint)}`,

  jobs: (filter: ListFilter = {}) => `/jobs${query(filter)}`,
  job: (job: string) => `/jobs/${segment(job)}`,

  alerts: () => '/alerts',
  /** Of one project, with one of them or one of its parts open. */
  projectAlerts: (project: string, open: AlertsOpen = {}) => `/alerts${query({ project, ...open })}`,

  cost: (filter: CostFilter = {}) => `/cost${query(filter)}`,

  members: () => '/members',
  /** All of them, or those of one of the page's lists. */
  keys: (show?: 'left') => `/keys${query({ show })}`,
  audit: () => '/audit',
  deadLetters: () => '/dead-letters',
  settings: () => '/settings',
  limits: () => '/settings/limits',
  explorer: () => '/settings/graphiql',
  signOn: () => '/settings/sign-on',

  /** Of those who run the installation, whether or not they belong to an organisation. */
  operator: () => '/operator',

  graphql: () => '/graphql',
  /** Subscriptions: browsers cannot set headers on a WebSocket, so that the tenant stands in the address. */
  graphqlSocket: (tenant: string) => `/graphql${query({ tenant })}`,
  /** Where the link of an invitation leads; its token stands behind the `#`, which no server sees. */
  acceptInvitation: () => '/invitation',
  session: () => '/session',
  /** Starts the platform's code flow; afterwards the browser is back at `returnTo`. */
  signIn: (returnTo: string) => `/session/login?returnTo=${encodeURIComponent(ownPage(returnTo))}`,
  signOut: () => '/session/logout',
} as const;

/** What a list is narrowed to. */
export interface ListFilter {
  /** Slug: only what is in it. */
  readonly project?: string;
}

/** What the alerts of a project are opened with. */
export interface AlertsOpen {
  readonly tab?: string;
  readonly alert?: string;
  /** A rule's id, or `new`. */
  readonly rule?: string;
}

/** What the cost page is opened with. */
export interface CostFilter {
  /** `week`, `month`, or `custom` with the days `from` and `to`. */
  readonly period?: string;
  readonly from?: string;
  readonly to?: string;
  /** Ledger lines of one thing, by global id. */
  readonly projectId?: string;
  readonly jobId?: string;
  readonly runId?: string;
  readonly endpointId?: string;
}

/** The page of an object whose kind is known by its `__typename` only; null for what has no page of its own. */
export function pathOf(node: {
  readonly __typename?: string | undefined;
  readonly id: string;
}): string | null {
  switch (node.__typename) {
    case 'Project':
      return paths.project(node.id);
    case 'Run':
      return paths.run(node.id);
    case 'RegisteredModel':
      return paths.model(node.id);
    case 'Endpoint':
      return paths.endpoint(node.id);
    case 'Job':
      return paths.job(node.id);
    default:
      return null;
  }
}

/** Patterns of the addresses above, for the routes. */
export const patterns = {
  thing: '/things/:thing',
  project: '/projects/:project',
  dataset: '/projects/:project/datasets/:dataset',
  experiment: '/projects/:project/experiments/:experiment',
  run: '/runs/:run',
  compare: '/compare',
  model: '/models/:model',
  endpoint: '/endpoints/:endpoint',
  job: '/jobs/:job',
} as const;

function segment(id: string): string {
  return encodeURIComponent(id);
}

function query(values: object): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values) as [string, unknown][]) {
    if (typeof value === 'number' || (typeof value === 'string' && value !== ''))
      search.set(name, String(value));
  }
  return search.size === 0 ? '' : `?${search}`;
}

/** A page of this console, or the home page: a foreign address must never become the way back after sign-in. */
function ownPage(address: string): string {
  if (!address.startsWith('/') || !URL.canParse(address, OWN)) return '/';
  const { origin, pathname, search, hash } = new URL(address, OWN);
  return origin === OWN ? pathname + search + hash : '/';
}

/** Stands for whatever origin the console is served from. */
const OWN = 'https://console.invalid';
