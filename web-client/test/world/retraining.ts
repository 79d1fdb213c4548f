import type {
  Actor,
  Resolvers,
  RetrainingCheck,
  RetrainingComparison,
  RetrainingPolicyVersion,
  RetrainingStatus,
  RetrainingStep,
  RetrainingStepName,
  RetrainingTrigger,
  SetRetrainingPolicyInput,
  TriggerKind,
} from '../generated/schema';
import { bounds, spentBy } from './budgets';
import { DAY, HOUR, iso, MINUTE } from './clock';
import { euros as inEuros, micros } from './decimal';
import { globalId } from './ids';
import { page } from './page';
import { conflict, refusal } from './refusal';
import { find, need, permissionsIn, type World } from './world';

export interface RetrainingPolicyRow {
  id: string;
  projectId: string;
  modelId: string;
  active: boolean;
  status: 'ARMED' | 'COOLDOWN';
  datasetId: string;
  evaluationDatasetId: string;
  experimentId: string;
  endpointId: string | null;
  alertRuleId: string | null;
  channelIds: string[];
  onNewData: boolean;
  target: string;
  parameters: unknown;
  transform: { datasetId: string; sql: string; labelsDatasetId?: string | null | undefined } | null;
  suiteId: string | null;
  maxCost: { amount: string; currency: string };
  maxPValue: number;
  minNewRows: number;
  cooldown: string;
  cooldownUntil: string | null;
  doublings: number;
  schedule: { cron: string; zone: string } | null;
  breaker: { limit: number; open: boolean; period: string; trainings: number };
  canary: { weight: number; hold: string }[];
  setAt: string;
  setBy: Actor;
  instants: string[];
  version: number;
}

export interface RetrainingRunRow {
  id: string;
  projectId: string;
  policyId: string;
  policyVersion: number;
  status: RetrainingStatus;
  policy: RetrainingPolicyVersion;
  trigger: TriggerKind;
  triggeredBy: Actor;
  evidence: unknown;
  reason: string | null;
  waitsFor: string | null;
  createdAt: string;
  endedAt: string | null;
  cost: { amount: string; currency: string } | null;
  estimate: { amount: string; currency: string } | null;
  championId: string | null;
  challengerId: string | null;
  checks: RetrainingCheck[];
  comparison: RetrainingComparison | null;
  consumed: RetrainingTrigger[];
  steps: RetrainingStep[];
  trainJobId: string | null;
  scoreJobId: string | null;
  sourceVersionId: string | null;
  transformVersionId: string | null;
  transformReused: boolean | null;
  trainingVersionId: string | null;
  evaluationVersionId: string | null;
  rolloutId: string | null;
  version: number;
}

export const PLATFORM: Actor = { id: null, kind: 'PLATFORM', label: 'Keelson' };
const LEAD: Actor = { id: 'P3', kind: 'PERSON', label: 'Vision lead' };
const POLICY = globalId('RetrainingPolicy', 'parcel-damage');
const PROJECT = globalId('Project', 'parcel-vision');
const STEPS: readonly RetrainingStepName[] = ['CHECKS', 'TRAIN', 'EVALUATE', 'APPROVE', 'DEPLOY'];
const euros = (amount: string) => ({ amount, currency: 'EUR' });

/** Thursdays, 06:30 in Berlin, of which the next is a week after the reference's. */
const THURSDAYS = ['26', '03', '10', '17', '24'].map(
  (day, index) => `2026-${index === 0 ? '11' : '12'}-${day}T05:30:00Z`,
);

/** parcel-damage is retrained as the reference has it. */
export function retrain(world: World, how: Partial<RetrainingPolicyRow> = {}): RetrainingPolicyRow {
  const policy: RetrainingPolicyRow = {
    id: POLICY,
    projectId: PROJECT,
    modelId: globalId('RegisteredModel', 'parcel-damage'),
    active: true,
    status: 'ARMED',
    datasetId: globalId('Dataset', 'parcel-images'),
    evaluationDatasetId: globalId('Dataset', 'parcel-labels'),
    experimentId: globalId('Experiment', 'damage-classifier'),
    endpointId: globalId('Endpoint', 'parcel-damage'),
    alertRuleId: null,
    channelIds: [],
    onNewData: true,
    target: 'damage',
    parameters: {},
    transform: null,
    suiteId: null,
    maxCost: euros('60.00'),
    maxPValue: 0.01,
    minNewRows: 4_000,
    cooldown: 'PT48H',
    cooldownUntil: null,
    doublings: 0,
    schedule: { cron: '30 6 * * 4', zone: 'Europe/Berlin' },
    breaker: { limit: 3, open: false, period: 'PT504H', trainings: 2 },
    canary: [
      { weight: 5, hold: 'PT1H' },
      { weight: 25, hold: 'PT1H' },
    ],
    setAt: iso(world.now() - 28 * DAY),
    setBy: LEAD,
    instants: THURSDAYS,
    version: 4,
    ...how,
  };
  world.policies = [policy];
  return policy;
}

export const BETTER: RetrainingComparison = {
  bothRight: 18_102,
  bothWrong: 1_307,
  onlyChallenger: 468,
  onlyChampion: 283,
  rows: 20_160,
  duplicates: 96,
  inTraining: 1_204,
  notSampled: 0,
  test: 'McNemar, mid-p, two-sided',
  chiSquare: 45.08,
  pValue: 1.4e-11,
  difference: 185 / 20_160,
  lower: 0.0065,
  upper: 0.0118,
  metrics: [
    { name: 'accuracy', challenger: 0.9211, champion: 0.912 },
    { name: 'macro F1', challenger: 0.917, champion: 0.9081 },
    { name: 'recall of torn', challenger: 0.886, champion: 0.889 },
  ],
};

/** No better as far as these rows can tell. */
export const NOT_SHOWN: RetrainingComparison = {
  ...BETTER,
  bothRight: 18_088,
  bothWrong: 1_474,
  onlyChallenger: 301,
  onlyChampion: 297,
  chiSquare: 0.02,
  pValue: 0.87,
  difference: 4 / 20_160,
  lower: -0.0022,
  upper: 0.0026,
  metrics: [
    { name: 'accuracy', challenger: 0.9121, champion: 0.912 },
    { name: 'macro F1', challenger: 0.9079, champion: 0.9081 },
    { name: 'recall of torn', challenger: 0.861, champion: 0.889 },
  ],
};

const PASSED: RetrainingCheck[] = [
  { name: 'RIGHTS', passed: true, seen: 'Vision lead may do all of it' },
  { name: 'CHAMPION', passed: true, seen: 'a version has the alias champion' },
  { name: 'DATA', passed: true, seen: 'version 14 is VALIDATED' },
  {
    name: 'EVALUATION_DATA',
    passed: true,
    seen: 'version 9 is VALIDATED; rows that either was trained on are left out',
  },
  { name: 'SCORABLE', passed: true, seen: 'both can be asked with the columns of the evaluation data' },
  { name: 'NEW_ROWS', passed: true, seen: '4,180 more rows with a label (expected: at least 4,000)' },
  { name: 'FEED', passed: true, seen: 'columns and missing values are as they were' },
  {
    name: 'BUDGET',
    passed: true,
    seen: 'the estimate is within what a run may cost; within what is left of the budgets for it',
  },
];

/** Adds a run, the newest one. */
export function retrained(
  world: World,
  status: RetrainingStatus,
  how: Partial<RetrainingRunRow> = {},
): RetrainingRunRow {
  const now = world.now();
  const beganMs = how.createdAt === undefined ? now - 9 * HOUR : Date.parse(how.createdAt);
  const at = AT[status];
  const ended = ['DECLINED', 'PROMOTED', 'ROLLED_BACK'].includes(status);
  const run: RetrainingRunRow = {
    id: globalId('RetrainingRun', `run-${world.retrainings.length + 1}`),
    projectId: PROJECT,
    policyId: POLICY,
    policyVersion: how.policy?.version ?? 4,
    policy: wentBy(world, 4),
    status,
    trigger: 'SCHEDULE',
    triggeredBy: PLATFORM,
    evidence: { instant: iso(beganMs), cron: '30 6 * * 4', zone: 'Europe/Berlin', missed: 1 },
    reason: null,
    waitsFor: null,
    createdAt: iso(beganMs),
    endedAt: ended ? iso(beganMs + 6 * HOUR) : null,
    cost: euros(at < 1 ? '0.00' : at < 2 ? '48.20' : '51.40'),
    estimate: euros('52.00'),
    championId: globalId('ModelVersion', 'parcel-damage-8'),
    challengerId: at >= 3 ? globalId('ModelVersion', 'parcel-damage-9') : null,
    checks: at > 0 ? PASSED : [],
    comparison: at >= 3 ? BETTER : null,
    consumed: [{ kind: 'SCHEDULE', subject: iso(beganMs), consumedAt: iso(beganMs) }],
    steps: stepsOf(beganMs, at, ended ? (status === 'PROMOTED' ? 'DONE' : 'STOPPED') : 'RUNNING'),
    trainJobId: at >= 1 ? globalId('Job', 'train') : null,
    scoreJobId: at >= 2 ? globalId('Job', 'score') : null,
    sourceVersionId: null,
    transformVersionId: null,
    transformReused: null,
    trainingVersionId: globalId('DatasetVersion', 'parcel-images-14'),
    evaluationVersionId: globalId('DatasetVersion', 'parcel-labels-9'),
    rolloutId: null,
    version: 5,
    ...how,
  };
  world.retrainings = [run, ...world.retrainings];
  return run;
}

/** A version of the policy; the one that is set, but for these parts. */
export function wentBy(
  world: World,
  version: number,
  how: Partial<RetrainingPolicyRow> = {},
): RetrainingPolicyVersion {
  const policy = { ...(world.policies[0] ?? retrain(world)), ...how };
  const { breaker, maxCost, setAt, setBy, ...text } = policy;
  return {
    version,
    setAt,
    setBy,
    text: { ...text, maxCost: maxCost.amount, maxTrainings: breaker.limit, period: breaker.period },
  };
}

/** Which of the steps a run is in, or ended in. */
const AT: Readonly<Record<RetrainingStatus, number>> = {
  ARMED: -1,
  COOLDOWN: -1,
  TRIGGERED: -1,
  TRANSFORMING: -1,
  CHECKING: 0,
  TRAINING: 1,
  EVALUATING: 2,
  AWAITING_APPROVAL: 3,
  CANARY: 4,
  PROMOTED: 4,
  ROLLED_BACK: 4,
  DECLINED: 0,
};

export function stepsOf(beganMs: number, at: number, end: RetrainingStep['state']): RetrainingStep[] {
  const minutes = [0, 8, 260, 294, 480, 520];
  return STEPS.map((name, index) => ({
    name,
    state: index < at ? 'DONE' : index === at ? end : 'NOT_BEGUN',
    startedAt: index <= at ? iso(beganMs + (minutes[index] ?? 0) * MINUTE) : null,
    endedAt:
      index < at || (index === at && end !== 'RUNNING')
        ? iso(beganMs + (minutes[index + 1] ?? 0) * MINUTE)
        : null,
    jobId:
      index <= at && name === 'TRAIN'
        ? globalId('Job', 'train')
        : index <= at && name === 'EVALUATE'
          ? globalId('Job', 'score')
          : null,
    cost: index > at ? null : name === 'TRAIN' ? euros('48.2') : name === 'EVALUATE' ? euros('3.2') : null,
  }));
}

/** The history of the reference: one awaits approval, others ended before. */
export function retrainedBefore(world: World) {
  const now = world.now();
  const ago = (days: number) => iso(now - days * DAY);
  retrained(world, 'DECLINED', {
    createdAt: ago(27),
    trigger: 'BY_HAND',
    triggeredBy: LEAD,
    evidence: { note: 'v12 with mixup' },
    reason: 'evaluating: no better; it fixes 301 rows and breaks 297 of 20160, McNemar p = 0.87',
    comparison: NOT_SHOWN,
    checks: PASSED,
    cost: euros('51.40'),
    steps: stepsOf(now - 27 * DAY, 2, 'STOPPED'),
  });
  retrained(world, 'DECLINED', {
    createdAt: ago(11),
    trigger: 'ALERT',
    evidence: { alertId: 'A1', value: 0.24 },
    reason: 'checking: 31 % of the rows have no exposure, 2 % had none',
    checks: PASSED.map((check) =>
      check.name === 'FEED' ? { ...check, passed: false, seen: 'exposure: 31 % missing, 2 % before' } : check,
    ),
  });
  retrained(world, 'DECLINED', {
    createdAt: ago(9),
    trigger: 'NEW_DATA',
    evidence: { versions: [14], newest: 14, more: 0 },
    reason: 'the policy cools down until 2026-11-12T21:14:00Z',
    checks: [],
    championId: null,
    estimate: null,
    cost: euros('0.00'),
    steps: stepsOf(now - 9 * DAY, -1, 'RUNNING'),
  });
}

const maySeeCosts = (world: World, { projectId }: RetrainingRunRow) =>
  permissionsIn(world, projectId).includes('COST_READ');

/** What runs of policies that go on are expected to cost still. */
const HOLDING: readonly RetrainingStatus[] = ['TRANSFORMING', 'CHECKING', 'TRAINING', 'EVALUATING'];

/** As the platform reckons it: of the budgets that the person may read, the one that leaves the least. */
function budgetOf(world: World, policy: RetrainingPolicyRow) {
  if (!permissionsIn(world, policy.projectId).includes('COST_READ')) return null;
  const own = world.retrainings.filter(({ policyId }) => policyId === policy.id);
  const scored = own.find(({ scoreJobId, status }) => scoreJobId !== null && status !== 'EVALUATING');
  const estimate = micros((scored?.cost ?? policy.maxCost).amount);
  const held = world.retrainings
    .filter(({ status }) => HOLDING.includes(status))
    .reduce((sum, run) => sum + micros(run.estimate?.amount ?? '0') - micros(run.cost?.amount ?? '0'), 0n);
  const [least] = world.budgets
    .filter(({ projectId }) => projectId === null || projectId === policy.projectId)
    .map((budget) => ({ budget, left: budget.limit - spentBy(world, budget) - held }))
    .sort((a, b) => (a.left < b.left ? -1 : 1));
  const sinceMs = least === undefined ? world.now() - 21 * DAY : bounds(least.budget.period, world.now())[0];
  const counted = own.filter((run) => Date.parse(run.createdAt) >= sinceMs && run.trainJobId !== null);
  return {
    estimate: inEuros(estimate),
    covered: estimate <= micros(policy.maxCost.amount) && (least === undefined || least.left >= estimate),
    budget: least?.budget ?? null,
    held: inEuros(held),
    left: least === undefined ? null : inEuros(least.left),
    since: iso(sinceMs),
    runs: counted.length,
    cost: inEuros(counted.reduce((sum, run) => sum + micros(run.cost?.amount ?? '0'), 0n)),
  };
}

export const retrainingResolvers: Resolvers = {
  RegisteredModel: {
    retraining: ({ id }, _args, { policies }) => policies.find(({ modelId }) => modelId === id) ?? null,
  },
  RetrainingPolicy: {
    status: ({ id, status }, _args, { retrainings }) =>
      retrainings.find(({ policyId, endedAt }) => policyId === id && endedAt === null)?.status ?? status,
    next: ({ instants }, { first }) => instants.slice(0, first ?? 5),
    budget: (policy, _args, world) => budgetOf(world, policy),
    runs: ({ id }, args, { retrainings }) =>
      page(
        retrainings.filter(({ policyId }) => policyId === id),
        args,
      ),
  },
  RetrainingRun: {
    cost: (run, _args, world) => (maySeeCosts(world, run) ? run.cost : null),
    estimate: (run, _args, world) => (maySeeCosts(world, run) ? run.estimate : null),
    steps: (run, _args, world) =>
      maySeeCosts(world, run) ? run.steps : run.steps.map((step) => ({ ...step, cost: null })),
    champion: ({ championId }, _args, { modelVersions }) =>
      championId === null ? null : need(modelVersions, championId),
    challenger: ({ challengerId }, _args, { modelVersions }) =>
      challengerId === null ? null : need(modelVersions, challengerId),
  },
  Mutation: {
    setRetrainingPolicy: (_root, { input }, world) => setPolicy(world, input),
    retrain: (_root, { policyId, note }, world) => {
      const policy = need(world.policies, policyId);
      const other = world.retrainings.find(({ endedAt }) => endedAt === null);
      if (other !== undefined)
        throw refusal('CONFLICT', `not retrained: another run of the policy is ${other.status}`);
      if (policy.breaker.open) throw refusal('CONFLICT', 'not retrained: the breaker');
      return retrained(world, 'CHECKING', {
        createdAt: iso(world.now()),
        trigger: 'BY_HAND',
        triggeredBy: { id: 'P1', kind: 'PERSON', label: 'engineer' },
        evidence: { note: note ?? null },
        reason: null,
        checks: [],
        version: 1,
      });
    },
    rollBackRetraining: (_root, { input }, world) => {
      const run = find(world.retrainings, input.id);
      if (run === undefined) throw refusal('NOT_FOUND', 'no such retraining run');
      if (run.version !== input.expectedVersion) throw conflict('retraining run');
      const ended = { status: 'ROLLED_BACK' as const, reason: input.reason, endedAt: iso(world.now()) };
      return Object.assign(run, ended, { version: run.version + 1 });
    },
  },
};

function setPolicy(world: World, input: SetRetrainingPolicyInput): RetrainingPolicyRow {
  const known = world.policies.find(({ modelId }) => modelId === input.modelId);
  if ((known?.version ?? null) !== (input.expectedVersion ?? null)) throw conflict('the policy');
  if (input.schedule?.cron.startsWith('* ') === true)
    throw refusal(
      'VALIDATION',
      `cron: ${input.schedule.cron} (expected: at least 15 minutes apart)`,
      'input.schedule.cron',
    );
  return retrain(world, {
    ...known,
    active: input.active ?? true,
    schedule: input.schedule ?? null,
    onNewData: input.onNewData ?? false,
    alertRuleId: input.alertRuleId ?? null,
    datasetId: input.datasetId,
    evaluationDatasetId: input.evaluationDatasetId,
    target: input.target,
    experimentId: input.experimentId,
    endpointId: input.endpointId ?? null,
    channelIds: [...(input.channelIds ?? [])],
    parameters: input.parameters ?? {},
    transform: input.transform ?? null,
    suiteId: input.suiteId ?? null,
    maxCost: { amount: input.maxCost, currency: 'EUR' },
    maxPValue: input.maxPValue ?? 0.05,
    minNewRows: input.minNewRows ?? 0,
    cooldown: input.cooldown ?? 'P1D',
    canary: (input.canary ?? []).map(({ weight, hold }) => ({ weight, hold })),
    breaker: {
      limit: input.maxTrainings ?? 4,
      open: false,
      period: input.period ?? 'P21D',
      trainings: 0,
    },
    instants: input.schedule == null ? [] : THURSDAYS,
    setBy: { id: 'P1', kind: 'PERSON', label: 'engineer' },
    setAt: iso(world.now()),
    version: (known?.version ?? 0) + 1,
  });
}
