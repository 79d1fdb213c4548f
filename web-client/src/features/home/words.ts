import { FEWEST_PRICED } from '@/format/amount';
import { counted } from '@/format/number';

interface Rollout {
  readonly endpoint: string;
  readonly candidate: number;
}

/** What Home says. */
export const words = {
  page: {
    title: 'Home',
    notLoaded: 'Could not load what runs and what waits for you',
    unchanged: 'Jobs and endpoints go on as before.',
  },
  first: {
    ready: (tenant: string) => `${tenant} is ready`,
    sample: 'Look around first: a project with runs, models and jobs, for less than a cent.',
    loadSample: 'Load a sample project',
    project: {
      title: 'Create a project',
      detail: 'It holds data sets, runs, models and endpoints, and the bill for all of them.',
      verb: 'Create project',
      notYours: (tenant: string) => `An owner of ${tenant} can do this, or give you a role that does.`,
    },
    data: {
      title: 'Upload data',
      detail: 'A data set keeps every version of its files, with a profile of their columns.',
      link: 'Data sets',
    },
    run: {
      title: 'Train',
      detail:
        'Start a run here, or log one that is trained elsewhere by the API, with an API key as its token.',
      link: 'Runs',
      copy: 'Copy',
    },
    model: {
      title: 'Register, approve, deploy',
      detail: 'A version that a second person approved may serve calls.',
      link: 'Models',
    },
  },
  glance: {
    running: 'Running now',
    jobs: (n: number) => (n === 1 ? 'job' : 'jobs'),
    leased: (cpus: string) => `${cpus} CPUs leased`,
    queued: (jobs: string) => `, ${jobs} queued`,
    nothingSpent: 'nothing spent on them yet',
    atTheLeast: 'at the least',
    soFar: 'so far',
    waiting: 'Waits for you',
    noApproval: 'no approval',
    approvals: (n: number) => counted(n, 'approval', 'approvals'),
    oldest: (ago: string) => `, oldest ${ago}`,
    budgetsAndFailures: (budgets: number, failures: number) =>
      `${counted(budgets, 'budget', 'budgets')} at risk, ${counted(failures, 'failed job', 'failed jobs')}`,
    endpoints: 'Endpoints',
    healthy: (of: string) => `of ${of} healthy`,
    noneIll: 'none needs a look',
    ill: (endpoint: string, health: string) => `${endpoint}: ${health.toLowerCase()}`,
    moreIll: (others: string) => `, and ${others} more`,
    requests: (rate: string) => `${rate} requests/min in all`,
  },
  spend: {
    label: 'Spend this week',
    same: 'Same as last week',
    onLastWeek: (difference: string, relative: string | null) =>
      `${difference}${relative === null ? '' : `, ${relative}`} on last week, rounded`,
    days: 'Spend of each day of the week so far',
    notLoaded: 'could not be loaded',
    noBudget: 'no weekly budget is set',
    used: (used: string, gone: string) => `${used} used, ${gone} of the week gone`,
    of: (budget: string) => `of ${budget}`,
    over: (amount: string) => `${amount} over by Sunday`,
  },
  running: {
    title: 'Running and queued',
    all: 'All jobs',
    label: 'Running and queued jobs',
    noun: ['job', 'jobs'],
    job: 'Job',
    state: 'State',
    since: 'Since, or why not',
    cpus: 'CPUs',
    cost: 'Cost so far',
    ends: 'Ends at latest',
    notStarted: 'not started yet',
    none: 'None running',
    noneText: 'Jobs stand here from the moment they are submitted until they end.',
  },
  endpoints: {
    title: 'Endpoints',
    noun: ['endpoint', 'endpoints'],
    endpoint: 'Endpoint',
    health: 'Health',
    traffic: 'Traffic',
    requests: 'Requests',
    errors: 'Errors',
    replicas: 'Replicas',
    per1000: 'Per 1,000',
    lastHour: (endpoint: string) => `Requests of ${endpoint} in the last hour`,
    ready: (ready: string, wanted: string) => `${ready} of ${wanted}`,
    tooFew: 'too few',
    tooFewWhy: (calls: number) =>
      `${counted(calls, 'request', 'requests')} in 24 h: too few, a price is told from ${FEWEST_PRICED} on`,
    period: 'last 60 min',
    periodPriced: `last 60 min; cost per 1,000 of the last 24 h, rounded, from ${FEWEST_PRICED} requests on`,
    none: 'Nothing is served yet',
    noneTextTo: 'An endpoint answers calls with an approved model version. Deploy one from its',
    noneTextLink: 'model',
  },
  health: {
    failed: 'Failed',
    failedWhy: 'a revision with traffic failed',
    stopped: 'Stopped',
    errors: 'Errors',
    errorsWhy: (share: string) => `${share} % of calls fail`,
    scaling: 'Scaling',
    scalingWhy: (ready: number, wanted: number) => `${ready} of ${wanted} ready`,
    atZero: 'At zero',
    atZeroWhy: 'starts with the next call',
    healthy: 'Healthy',
  },
  waits: {
    title: 'Waits for you',
    more: (lists: string) => `There may be more: of the ${lists} only the first were looked at.`,
    nothing: 'Nothing waits for you',
    nothingFound: 'Nothing found that waits for you',
    what: 'Approvals, waivers, alerts and rollouts to decide on, budgets that will not hold and jobs of yours that failed stand here.',
    verbOf: (verb: string, title: string) => `${verb}: ${title}`,
    lists: {
      alerts: 'alerts that fire',
      endpoints: 'endpoints',
      versions: 'versions to approve',
      waivers: 'waivers',
    },
    review: 'Review',
    decide: 'Decide',
    open: 'Open',
    alert: (rule: string) => `${rule} fires`,
    alertDetail: (project: string | undefined) =>
      `nobody has acknowledged it${project === undefined ? '' : ` in ${project}`}`,
    rollout: ({ endpoint, candidate }: Rollout) => `Decide on the rollout of ${endpoint} r${candidate}`,
    paused: 'paused',
    pausedOver: 'paused; rolled back now',
    pausedFor: (left: string) => `paused; rolled back in ${left} unless somebody decides`,
    waiver: (dataset: string, version: number) => `Decide on a waiver for ${dataset} v${version}`,
    waiverDetail: (reason: string, who: string) => `${reason}, from ${who}`,
    approval: (model: string, version: number) => `Approve ${model} v${version}`,
    gates: (passed: number, all: number) => `${passed} of ${all} gates passed, `,
    approvalDetail: (gates: string, author: string, project: string | undefined) =>
      `${gates}from ${author}${project === undefined ? '' : ` in ${project}`}`,
    organisation: 'The organisation',
    aProject: 'A project',
    budget: (whose: string, period: string) =>
      `${whose} is on course to pass its ${period.toLowerCase()}’s budget`,
    budgetDetail: (forecast: string, of: string, over: string) =>
      `forecast ${forecast} of ${of}, ${over} over`,
    timedOut: (job: string) => `${job} timed out`,
    failed: (job: string) => `${job} failed`,
    noReason: 'no reason was given',
  },
} as const;
