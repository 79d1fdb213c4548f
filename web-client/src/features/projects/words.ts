import { count, counted, outOf } from '@/format/number';

/** How many a page has of something, and whether there are more. */
interface Known {
  readonly count: number;
  readonly isMore: boolean;
}

/** Null for what the person may not see. */
function several(known: Known | null, one: string, many: string): string {
  if (known === null) return `all ${many}`;
  return counted(known.count, one, many, known.isMore);
}

const HOLDS = 'A project holds data sets, runs, models and endpoints, and the bill for all of them.';

/** What the pages of projects and their forms say. */
export const words = {
  list: {
    title: 'Projects',
    noun: ['project', 'projects'],
    placeholder: 'Name, slug or description',
    sample: 'Load a sample project',
    created: (name: string) => `Project ${name} created`,
    none: 'No projects yet',
    noneText: `${HOLDS} Create the first one.`,
    byApi: 'Or by the API',
    byApiText: (tenant: string) => `With an API key of ${tenant}.`,
    copy: 'Copy',
    noneSeen: 'No project that you can see',
    noneSeenText: (tenant: string) =>
      `${HOLDS} An owner of ${tenant} can create one, or give you a role in one.`,
  },
  columns: {
    name: 'Name',
    beingRemoved: 'Being removed',
    running: 'Running',
    runningNow: 'Jobs that run now',
    best: 'Best of the newest runs',
    bestOf: (metric: string, run: string) => `${metric} of ${run}, of the five runs that finished last`,
    live: 'Live endpoint',
    others: (n: string) => ` and ${n} more`,
    noneOfNewest: (n: number) => `none of the newest ${count(n)}`,
    spent: 'This month',
    activity: 'Last activity',
    slug: 'Slug',
    description: 'Description',
    created: 'Created',
  },
  glance: {
    spent: 'Spent this month',
    byProjects: (n: number) => `by ${counted(n, 'project', 'projects')}, removed ones too`,
    running: 'Running now',
    jobs: (n: number) => (n === 1 ? 'job' : 'jobs'),
    noneRunning: 'None running',
    noneQueued: 'none queued',
    queued: (jobs: string) => `${jobs} queued`,
    inProjects: (n: number, isAll: boolean) => `in ${counted(n, 'project', 'projects', !isAll)}`,
    live: 'Live endpoints',
    ofProjects: (n: number, isAll: boolean) => outOf(n, isAll, 'project', 'projects'),
    activity: 'Last activity',
    noActivity: 'nothing in 90 days',
    activityBy: (who: string, project: string) => `${who} in ${project}`,
    datasets: 'Data sets',
    experiments: (n: string) => (n === '1' ? '1 experiment' : `${n} experiments`),
    models: 'Models',
    noneAwaiting: 'None awaiting approval',
    noneAwaitingOf: (n: number) => `None of the first ${count(n)} awaiting approval`,
    awaiting: (n: string) => `${n} awaiting approval`,
    endpoints: 'Endpoints',
    scaled: (n: string) => `of ${n} scaled as wanted`,
    scaledOfFirst: (n: string) => `of the first ${n} scaled as wanted`,
    same: 'Same as last month',
    onLastMonth: (difference: string, relative: string | null) =>
      `${difference}${relative === null ? '' : `, ${relative}`} on last month, rounded`,
    overBudget: (amount: string) => `forecast ${amount} over its budget, rounded`,
    withinBudget: (amount: string) => `within its budget of ${amount}`,
  },
  page: {
    title: 'Project',
    projects: 'Projects',
    back: 'Back to Projects',
    notLoaded: 'Could not load the project',
    notAllLoaded: 'Could not load all of the project',
    created: 'created',
    edit: 'Edit',
    startHere: 'Start a run here',
    removeVerb: 'Remove project…',
    ledger: 'Ledger',
  },
  panels: {
    allOf: (things: string) => `All ${things.toLowerCase()} of the project`,
    all: 'All',
    firstTen: 'These are ten; all',
    none: 'None yet',
    jobs: 'Jobs',
    noJob: 'A job trains, transforms or profiles on leased capacity.',
    experiments: 'Experiments',
    noExperiment: 'An experiment groups the runs that try the same thing.',
    moreExperiments: 'Show more experiments',
    noMoreExperiments: 'Could not load more experiments',
    datasets: 'Data sets',
    noDataset: 'A data set keeps every version of its files.',
    models: 'Models',
    noModel: 'A model is registered from a run’s artifacts.',
    noVersion: 'no version yet',
    endpoints: 'Endpoints',
    noEndpoint: 'An endpoint answers calls with an approved version.',
    ready: (ready: number, wanted: number) => `${ready} of ${wanted} replicas ready`,
  },
  cost: {
    title: 'Cost',
    note: 'this month',
    noResource: 'no resource',
    all: 'In all',
    allRounded: 'In all, rounded',
  },
  createWhat: 'create the project',
  saveWhat: 'save the project',
  description: 'Description',
  name: 'Name',
  needsName: 'A project needs a name',
  needsSlug: 'A project needs a slug',
  slug: 'In addresses and in the API; it cannot be changed later',
  create: 'Create project',
  edit: 'Edit project',
  save: 'Save project',
  remove: {
    button: 'Remove',
    verb: 'Remove project',
    title: (name: string) => `Remove ${name}?`,
    slug: (slug: string) => `Type ${slug} to confirm`,
    wrongSlug: (slug: string) => `It is not ${slug}`,
    ends: (jobs: Known | null, endpoints: Known | null) =>
      `At once nothing in it can be changed, and what goes on ends: ${several(jobs, 'running job', 'running jobs')}, ${several(endpoints, 'endpoint', 'endpoints')}.`,
    goes: (datasets: Known | null, models: Known | null) =>
      `Then all that is in it is deleted: ${several(datasets, 'data set', 'data sets')}, ${several(models, 'model', 'models')}, all experiments, runs and files. Nobody can bring them back.`,
    stays: 'What it has cost stays in the ledger, and what was done in it in the audit log.',
    removing: 'Removing',
    startedBy: (who: string) => `${who} started it`,
    left: 'Still has to end',
    soon: 'All of it has ended. What is in the project goes within minutes.',
    kept: 'What stays',
    gone: (name: string) => `${name} is removed`,
  },
} as const;
