import { FakePlatform } from './platform';
import { DAY, HOUR, MINUTE, REFERENCE_NOW } from './world/clock';
import { watch, watchLatency } from './world/alerts';
import { checking, failChecks, GRANTED, passChecks, waive } from './world/checks';
import { collect, makeByEvents } from './world/collectors';
import { abandon, errNewest, newestOf, rejectNewest, sample } from './world/datasets';
import { driftOfMany } from './world/drift-of-many';
import { drift, observe } from './world/health';
import { globalId } from './world/ids';
import { manyJobs } from './world/jobs';
import { largeWorld } from './world/large';
import { manyRuns } from './world/many-runs';
import { failNewest, makeBySql, makingNewest } from './world/transforms';
import { startRemoval } from './world/removal';
import { candidateWaits, pauseIn, roll, rolledBefore } from './world/rollouts';
import { retrain, retrained, retrainedBefore } from './world/retraining';
import { someProjects } from './world/projects';
import { emptyWorld, harbourWorld } from './world/world';

const TWO_TENANTS = [
  { id: 'T1', slug: 'harbour', name: 'Example Harbour' },
  { id: 'T2', slug: 'orchard', name: 'Example Orchard' },
];

/** Pictures are taken at the moment of the reference; who works on the console sees it now. */
const now = process.env.KEELSON_REFERENCE_NOW === undefined ? Date.now() : REFERENCE_NOW;

function good(): FakePlatform {
  const world = harbourWorld(now);
  sample(world, 'evening-routes');
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** The newest routes were read by two trainings, of which one goes on. */
function readByRuns(): FakePlatform {
  const platform = good();
  const world = platform.world();
  const version = newestOf(world, 'evening-routes');
  const trainings = world.runs.slice(0, 2).map((run, index) => ({
    ...run,
    id: globalId('Run', `eta-gbm #${529 - index}`),
    name: `eta-gbm #${529 - index}`,
    experimentId: globalId('Experiment', 'eta-gbm'),
    datasetVersionIds: [version.id],
  }));
  world.runs = [...trainings, ...world.runs];
  return platform;
}

/** An organisation that allows only the console's own operations. */
function trusting(): FakePlatform {
  const platform = good();
  for (const tenant of Object.values(platform.day.worlds).flatMap(({ tenants }) => tenants))
    tenant.trustedDocumentsOnly = true;
  return platform;
}

function many(): FakePlatform {
  const world = harbourWorld(now);
  world.projects = [...someProjects(70), ...world.projects];
  world.jobs = manyJobs(world, 10_000);
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** A search that ran through ten thousand runs. */
function longSearch(): FakePlatform {
  const world = harbourWorld(now);
  world.runs = manyRuns(world, 10_000);
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** A project goes, and what runs in it still has to end. */
function removing(): FakePlatform {
  const platform = good();
  const world = platform.world();
  const project = world.projects.find(({ slug }) => slug === 'parcel-vision');
  if (project === undefined) throw new Error('the world has no such project');
  startRemoval(world, { id: project.id, slug: project.slug, expectedVersion: project.version });
  return platform;
}

/** Everything is as long, as much, as little or as foreign as it can be. */
function large(): FakePlatform {
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: largeWorld(1, now) } });
}

/** A data set's newest version has something wrong with it. */
function rejected(): FakePlatform {
  const world = harbourWorld(now);
  rejectNewest(world, 'orders', 'orders.csv: row 18,204 has 13 cells (expected: 12)');
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** The platform could not look at all of a data set's newest version. */
function errored(): FakePlatform {
  const world = harbourWorld(now);
  errNewest(world, 'orders');
  abandon(world, 'gate-frames', 'frames-2026-10.csv', 'frames-2026-11.csv');
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** Versions that transforms made, make and could not make. */
function transformed(): FakePlatform {
  const world = harbourWorld(now);
  makeBySql(world, 'evening-routes');
  makingNewest(world, 'gate-frames');
  failNewest(world, 'orders');
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** A data set whose newest version failed its checks. */
function checked(): FakePlatform {
  const world = harbourWorld(now);
  const validation = failChecks(world, 'evening-routes');
  waive(world, validation, 4);
  sample(world, 'evening-routes');
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** Data sets that take events. */
function collecting(): FakePlatform {
  const world = harbourWorld(now);
  collect(world, 'gate-frames');
  collect(world, 'orders', { schema: null, deadLetterId: null });
  makeByEvents(world, 'gate-frames');
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** A project is watched, and some of its rules speak. */
function watched(): FakePlatform {
  const world = harbourWorld(now);
  watch(world);
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** A candidate takes an endpoint's traffic over, awaits a decision, or did so. */
function rollingOut(how: 'rolling' | 'awaiting' | 'over'): FakePlatform {
  const world = harbourWorld(now);
  if (how === 'rolling') roll(world);
  if (how === 'awaiting') pauseIn(world);
  if (how === 'over') candidateWaits(world);
  rolledBefore(world);
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** All kinds of decisions wait for this person. */
function waiting(): FakePlatform {
  const world = harbourWorld(now);
  watch(world);
  pauseIn(world);
  waive(world, failChecks(world, 'evening-routes'), 4);
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** Requests are kept and held against labels, and none came yet. */
function unlabelled(): FakePlatform {
  const world = harbourWorld(now);
  observe(world, { windows: [], arrival: { labels: 0, waiting: 0, median: null, most: null } });
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** Of an endpoint's rules one fires and one is about to; or somebody took the first in hand, and silenced it. */
function firing(how: 'alone' | 'held'): FakePlatform {
  const world = harbourWorld(now);
  observe(world);
  watch(world);
  const [rule] = world.alertRules;
  const [alert] = world.alerts;
  if (how === 'held' && rule !== undefined && alert !== undefined) {
    const lead = rule.createdBy;
    Object.assign(alert, { acknowledgedAt: new Date(now - 30 * MINUTE).toISOString(), acknowledgedBy: lead });
    Object.assign(rule, {
      silencedUntil: new Date(now + 4 * HOUR).toISOString(),
      silenceReason: 'the camera at dock 4 is exchanged tonight; r23 goes on by itself then',
      silencedBy: lead,
    });
  }
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** The gate of a data set's newest version, as its checks left it. */
function gate(how: 'validating' | 'passed' | 'waived'): FakePlatform {
  const world = harbourWorld(now);
  if (how === 'validating') checking(world, 'evening-routes');
  if (how === 'passed') passChecks(world, 'evening-routes');
  if (how === 'waived') {
    const validation = failChecks(world, 'evening-routes');
    waive(world, validation, 4, GRANTED);
    waive(world, validation, 8, GRANTED);
  }
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** What people sent was refused more often by the candidate than before. */
function refusing(): FakePlatform {
  const world = harbourWorld(now);
  pauseIn(world, { pause: 'REFUSALS' });
  rolledBefore(world);
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

type Fault = 'hang' | 'UNAVAILABLE' | 'FORBIDDEN';

/** The page came, and the part of it that this operation asks for does not. */
function partIs(operation: string, fault: Fault): FakePlatform {
  const platform = good();
  platform.day.faults = { [operation]: fault };
  return platform;
}

/** Of each part a day that it is on its way, one that it fails and one that it is forbidden. */
function partDays(part: string, operation: string): Record<string, () => FakePlatform> {
  return {
    [`${part}Loading`]: () => partIs(operation, 'hang'),
    [`${part}Failed`]: () => partIs(operation, 'UNAVAILABLE'),
    [`${part}Forbidden`]: () => partIs(operation, 'FORBIDDEN'),
  };
}

/** The page of the endpoint came, and its rollouts do not. */
function rolloutsAre(fault: Fault): FakePlatform {
  const platform = rollingOut('over');
  platform.day.faults = { EndpointRollouts: fault };
  return platform;
}

/** A model is trained anew by a policy; its newest run stands so. */
function retraining(how: 'awaiting' | 'promoted' | 'tripped'): FakePlatform {
  const world = harbourWorld(now);
  const policy = retrain(world);
  retrainedBefore(world);
  if (how === 'awaiting') retrained(world, 'AWAITING_APPROVAL');
  if (how === 'promoted') retrained(world, 'PROMOTED');
  if (how === 'tripped') Object.assign(policy.breaker, { trainings: 3, open: true });
  return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
}

/** An operator stopped the organisation; its owner reads why. */
function suspended(): FakePlatform {
  const platform = good();
  const world = platform.world();
  world.permissions = ['AUDIT_READ'];
  Object.assign(world.tenant, { status: 'SUSPENDED' });
  const [last] = world.audit;
  if (last !== undefined)
    world.audit = [
      { ...last, actor: 'operator', action: 'suspendTenant', detail: '{"reason": "unpaid since August"}' },
      ...world.audit,
    ];
  return platform;
}

/** A person whom an organisation asks to join. */
function invited(): FakePlatform {
  const platform = new FakePlatform({ tenants: [] });
  const world = platform.world('nobody');
  world.tenant = { ...world.tenant, name: 'Example Quay' };
  world.invited = [
    {
      id: 'I9',
      email: world.me.email,
      grants: [{ role: 'VIEWER' }],
      teamIds: [],
      status: 'PENDING',
      expiresAt: new Date(now + DAY).toISOString(),
      createdAt: new Date(now).toISOString(),
      createdBy: { id: null, kind: 'PERSON', label: 'quay-owner' },
      token: 'token-9',
      version: 1,
    },
  ];
  world.onAccept = () => platform.day.tenants.push({ id: 'T3', slug: 'quay', name: 'Example Quay' });
  return platform;
}

/** Somebody who runs the installation and belongs to no organisation. */
function installation(): FakePlatform {
  const world = harbourWorld(now);
  world.operator = true;
  return new FakePlatform({ tenants: [], worlds: { harbour: world, nobody: world } });
}

/** A stand-in platform for each day a page may have; the cookie `day` picks one. */
export const days: Record<string, () => FakePlatform> = {
  good,
  readByRuns,
  many,
  manyRuns: longSearch,
  large,
  removing,
  rejected,
  errored,
  transformed,
  checked,
  collecting,
  watched,
  observed: () => {
    const world = harbourWorld(now);
    observe(world);
    const { windows, rule } = world.health[0] ?? {};
    driftOfMany(world);
    Object.assign(world.health[0] ?? {}, { windows, rule });
    watchLatency(world);
    return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
  },
  drifted: () => {
    const world = harbourWorld(now);
    observe(world);
    const { windows, rule } = world.health[0] ?? {};
    drift(world);
    Object.assign(world.health[0] ?? {}, { windows, rule });
    return new FakePlatform({ tenants: TWO_TENANTS, worlds: { harbour: world } });
  },
  rolling: () => rollingOut('rolling'),
  awaiting: () => rollingOut('awaiting'),
  retraining: () => retraining('awaiting'),
  retrained: () => retraining('promoted'),
  tripped: () => retraining('tripped'),
  rolledOut: () => rollingOut('over'),
  rolloutLoading: () => rolloutsAre('hang'),
  rolloutFailed: () => rolloutsAre('UNAVAILABLE'),
  rolloutForbidden: () => rolloutsAre('FORBIDDEN'),
  rolloutRefusing: refusing,
  ...partDays('health', 'EndpointHealth'),
  ...partDays('checks', 'DatasetChecks'),
  ...partDays('collection', 'DatasetCollection'),
  ...partDays('sql', 'TransformChoices'),
  firing: () => firing('alone'),
  held: () => firing('held'),
  gateValidating: () => gate('validating'),
  gatePassed: () => gate('passed'),
  gateWaived: () => gate('waived'),
  waiting,
  unlabelled,
  empty: () => new FakePlatform({ worlds: { harbour: emptyWorld({ now: () => now }) } }),
  /** A viewer's day: everything is there to be read, nothing may be changed. */
  viewer: () => {
    const world = harbourWorld(now);
    world.permissions = world.permissions.filter(
      (permission) => permission.endsWith('_READ') && permission !== 'AUDIT_READ',
    );
    return new FakePlatform({ worlds: { harbour: world } });
  },
  /** Who pays sees money, and nothing of the work. */
  billing: () => {
    const world = harbourWorld(now);
    world.permissions = ['PROJECT_READ', 'COST_READ', 'BUDGET_WRITE'];
    return new FakePlatform({ worlds: { harbour: world } });
  },
  loading: () => new FakePlatform({ faults: { '*': 'hang' } }),
  failed: () => new FakePlatform({ faults: { '*': 'UNAVAILABLE' } }),
  forbidden: () => new FakePlatform({ faults: { '*': 'FORBIDDEN' } }),
  signedOut: () => new FakePlatform({ session: 'signedOut' }),
  broken: () => new FakePlatform({ session: 'broken' }),
  suspended,
  noTenant: () => new FakePlatform({ tenants: [] }),
  invited,
  trusting,
  installation,
};
