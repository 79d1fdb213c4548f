import type {
  Actor,
  Evidence,
  Resolvers,
  RolloutPause,
  RolloutPolicy,
  RolloutStatus,
  RolloutStep,
} from '../generated/schema';
import { durationMs } from '../../src/format/time';
import { HOUR, iso, MINUTE, numbersOf } from './clock';
import type { EndpointRow, RevisionRow } from './endpoints';
import { globalId } from './ids';
import { page } from './page';
import { conflict, refusal } from './refusal';
import { find, need, type World } from './world';

export interface RolloutPolicyRow extends Omit<RolloutPolicy, '__typename'> {
  endpointId: string;
}

export interface RolloutRow {
  id: string;
  endpointId: string;
  projectId: string;
  baselineId: string;
  candidateId: string;
  status: RolloutStatus;
  step: number;
  stepSince: string | null;
  pause: RolloutPause | null;
  pausedSince: string | null;
  stickyHeader: string;
  pausedUntil: string | null;
  pauseLimit: string;
  reason: string | null;
  creator: Actor;
  createdAt: string;
  endedAt: string | null;
  alpha: number;
  logLimit: number;
  logCallerLimit: number;
  minRequests: number;
  steps: RolloutStep[];
  /** Newest first. */
  evidence: Evidence[];
  version: number;
}

const SOMEBODY: Actor = { id: 'P7', kind: 'PERSON', label: 'another engineer' };
const PLAN: readonly (readonly [weight: number, hold: string])[] = [
  [5, 'PT72H'],
  [10, 'PT45M'],
  [25, 'PT2H'],
  [50, 'PT2H'],
];

function stepsOf(plan: readonly (readonly [weight: number, hold: string])[]): RolloutStep[] {
  return plan.map(([weight, hold], index) => ({
    number: index + 1,
    weight,
    hold,
    candidateRequests: 0,
    candidateErrors: 0,
    candidateCallerErrors: 0,
    baselineRequests: 0,
    baselineErrors: 0,
    baselineCallerErrors: 0,
  }));
}

function revisionOf(world: World, number: number): RevisionRow {
  return need(world.revisions, globalId('Revision', `parcel-damage-${number}`));
}

/** Candidate r23 of parcel-damage is in its second step, at 10 %, with the figures of the reference. */
export function roll(world: World, how: Partial<RolloutRow> = {}): RolloutRow {
  const now = world.now();
  const steps = stepsOf(PLAN);
  Object.assign(steps[0] ?? {}, {
    candidateRequests: 3_884_212,
    candidateErrors: 208,
    candidateCallerErrors: 19_900,
    baselineRequests: 73_801_002,
    baselineErrors: 4_010,
    baselineCallerErrors: 378_000,
  });
  Object.assign(steps[1] ?? {}, {
    candidateRequests: 115_236,
    candidateErrors: 23,
    candidateCallerErrors: 655,
    baselineRequests: 1_039_418,
    baselineErrors: 208,
    baselineCallerErrors: 5_902,
  });
  const rollout: RolloutRow = {
    ...row(world, revisionOf(world, 23), revisionOf(world, 22)),
    status: 'STEPPING',
    step: 2,
    stepSince: iso(now - 32 * MINUTE),
    createdAt: iso(now - 76 * HOUR),
    steps,
    evidence: curve(now - 32 * MINUTE, 32 * MINUTE, (share) => Math.sin(share * 9) * 0.9 - share * 0.8),
    ...how,
  };
  world.rollouts = [rollout, ...world.rollouts];
  return rollout;
}

/** The same, paused by a person, who has until the deadline. */
export function pauseIn(world: World, how: Partial<RolloutRow> = {}): RolloutRow {
  const now = world.now();
  return roll(world, {
    status: 'PAUSED',
    pause: 'ASKED_FOR',
    pausedSince: iso(now - 7 * MINUTE),
    pausedUntil: iso(now + 3 * HOUR + 53 * MINUTE),
    pauseLimit: 'PT4H',
    stepSince: iso(now - 52 * MINUTE),
    ...how,
  });
}

/** Rollouts that are over: one went through, one was rolled back by its errors, one by its deadline. */
export function rolledBefore(world: World): void {
  const now = world.now();
  const over = (number: number, daysAgo: number, how: Partial<RolloutRow>): RolloutRow => {
    const start = now - daysAgo * 24 * HOUR;
    return {
      ...row(world, past(world, number), past(world, number - 1)),
      id: globalId('Rollout', `parcel-damage-${number}`),
      createdAt: iso(start),
      stepSince: iso(start),
      step: 4,
      ...how,
      steps: counted(how.step ?? 4, number === 20 ? 9 : 0),
    };
  };
  const start = now - 79 * 24 * HOUR;
  world.rollouts.push(
    over(22, 29, {
      status: 'PROMOTED',
      endedAt: iso(now - 29 * 24 * HOUR + 6 * HOUR),
      creator: { id: 'P1', kind: 'PERSON', label: 'you' },
      evidence: curve(now - 29 * 24 * HOUR, 6 * HOUR, (share) => -share * 1.4),
    }),
    over(20, 79, {
      status: 'ROLLED_BACK',
      step: 1,
      endedAt: iso(start + 38_000),
      reason: 'the candidate fails more often: log evidence 6.07, of 5.52 that alpha 0.005 asks for',
      alpha: 0.005,
      logLimit: Math.log(250),
      logCallerLimit: Math.log(1_000),
      evidence: curve(start, 38_000, (share) => share * share * 6.07).map((one, index) =>
        index === 0 ? { ...one, verdict: 'FAIL' } : one,
      ),
    }),
    over(18, 133, {
      status: 'ROLLED_BACK',
      step: 2,
      endedAt: iso(now - 133 * 24 * HOUR + 4 * HOUR),
      reason: 'nobody decided in PT4H',
      evidence: curve(now - 133 * 24 * HOUR, 4 * HOUR, () => -0.2),
    }),
  );
}

/** Each step up to this one had some requests; in the last one so many of them failed. */
function counted(step: number, errors: number): RolloutStep[] {
  return stepsOf(PLAN).map((one) =>
    one.number > step
      ? one
      : {
          ...one,
          candidateRequests: 217 * one.weight,
          candidateErrors: one.number === step ? errors : 0,
          candidateCallerErrors: one.weight,
          baselineRequests: 217 * (100 - one.weight),
          baselineErrors: 1,
          baselineCallerErrors: 100 - one.weight,
        },
  );
}

/** A revision that has ended, which is there still. */
function past(world: World, number: number): RevisionRow {
  const id = globalId('Revision', `parcel-damage-${number}`);
  const known = find(world.revisions, id);
  if (known !== undefined) return known;
  const revision: RevisionRow = {
    ...revisionOf(world, 22),
    id,
    number,
    status: 'STOPPED',
    weight: 0,
    // r22 serves the seventh version: each revision before it served the version before.
    modelVersionId: globalId('ModelVersion', `parcel-damage-${number - 15}`),
  };
  world.revisions.push(revision);
  return revision;
}

/** A candidate that waits with 0 % beside one revision that has everything. */
export function candidateWaits(world: World): void {
  Object.assign(revisionOf(world, 23), { weight: 0 });
  Object.assign(revisionOf(world, 22), { weight: 100 });
}

function row(world: World, candidate: RevisionRow, baseline: RevisionRow): RolloutRow {
  const endpoint = need(world.endpoints, candidate.endpointId);
  return {
    id: globalId('Rollout', `${endpoint.name}-${candidate.number}`),
    endpointId: endpoint.id,
    projectId: endpoint.projectId,
    baselineId: baseline.id,
    candidateId: candidate.id,
    status: 'PENDING',
    step: 0,
    stepSince: null,
    pause: null,
    pausedSince: null,
    stickyHeader: 'x-keelson-sticky-key',
    pausedUntil: null,
    pauseLimit: 'PT1H',
    reason: null,
    creator: SOMEBODY,
    createdAt: iso(world.now()),
    endedAt: null,
    alpha: 0.005,
    logLimit: Math.log(250),
    logCallerLimit: Math.log(1_000),
    minRequests: 100,
    steps: stepsOf(PLAN),
    evidence: [],
    version: 3,
  };
}

/** Forty findings; `of` gives the logarithm of the evidence at a share of the time. */
function curve(fromMs: number, lengthMs: number, of: (share: number) => number): Evidence[] {
  const noise = numbersOf(`evidence ${lengthMs}`);
  return Array.from({ length: 40 }, (_, index): Evidence => {
    const share = index / 39;
    return {
      at: iso(fromMs + share * lengthMs),
      step: 2,
      weight: 10,
      verdict: 'INCONCLUSIVE',
      logEvidence: index === 0 ? 0 : of(share) + (noise() - 0.5) * 0.1,
      candidateRequests: Math.round(115_236 * share),
      logCallerEvidence: index === 0 ? 0 : -share * 1.2 + (noise() - 0.5) * 0.1,
      candidateErrors: Math.round(23 * share),
      candidateCallerErrors: Math.round(655 * share),
      baselineRequests: Math.round(1_039_418 * share),
      baselineErrors: Math.round(208 * share),
      baselineCallerErrors: Math.round(5_902 * share),
      extendedUntil: null,
      extendedBy: null,
    };
  }).reverse();
}

const UNDER_WAY: readonly RolloutStatus[] = ['PENDING', 'STEPPING', 'PAUSED'];

function underWayAt(world: World, endpointId: string): RolloutRow | null {
  return (
    world.rollouts.find((one) => one.endpointId === endpointId && UNDER_WAY.includes(one.status)) ?? null
  );
}

function meant(
  world: World,
  { id, expectedVersion }: { readonly id: string; readonly expectedVersion: number },
  ...expected: RolloutStatus[]
): RolloutRow {
  const rollout = find(world.rollouts, id);
  if (rollout === undefined) throw refusal('NOT_FOUND', 'no such rollout');
  if (rollout.version !== expectedVersion) throw conflict('the rollout');
  if (!expected.includes(rollout.status)) throw refusal('CONFLICT', `rollout is ${rollout.status}`);
  rollout.version += 1;
  return rollout;
}

function end(world: World, rollout: RolloutRow, status: RolloutStatus, reason: string | null) {
  const winner = status === 'PROMOTED' ? rollout.candidateId : rollout.baselineId;
  for (const id of [rollout.candidateId, rollout.baselineId]) {
    const wins = id === winner;
    Object.assign(need(world.revisions, id), { weight: wins ? 100 : 0, status: wins ? 'READY' : 'DRAINING' });
  }
  const ended = {
    status,
    reason,
    endedAt: iso(world.now()),
    pause: null,
    pausedSince: null,
    pausedUntil: null,
  };
  need(world.endpoints, rollout.endpointId).version += 1;
  return Object.assign(rollout, ended);
}

export const rolloutResolvers: Resolvers = {
  Endpoint: {
    rolloutPolicy: ({ id }: EndpointRow, _args, { rolloutPolicies }) =>
      rolloutPolicies.find(({ endpointId }) => endpointId === id) ?? null,
    rollout: ({ id }: EndpointRow, _args, world) => underWayAt(world, id),
    rollouts: ({ id }: EndpointRow, args, { rollouts }) =>
      page(
        rollouts.filter(({ endpointId }) => endpointId === id),
        args,
      ),
  },
  Rollout: {
    baseline: ({ baselineId }, _args, { revisions }) => need(revisions, baselineId),
    candidate: ({ candidateId }, _args, { revisions }) => need(revisions, candidateId),
    endpoint: ({ endpointId }, _args, { endpoints }) => need(endpoints, endpointId),
    evidence: ({ evidence }, args) => page(evidence, args),
  },
  Mutation: {
    startRollout: (_root, { input }, world) => {
      const endpoint = find(world.endpoints, input.endpointId);
      if (endpoint === undefined) throw refusal('NOT_FOUND', 'no such endpoint');
      if (endpoint.version !== input.expectedVersion) throw conflict('the endpoint');
      if (underWayAt(world, endpoint.id) !== null)
        throw refusal('CONFLICT', 'a rollout is under way at this endpoint');
      if ((input.alpha ?? 0.01) > 0.1)
        throw refusal('VALIDATION', 'alpha: 0.2 (expected: less)', 'input.alpha');
      const baseline = world.revisions.find(
        ({ endpointId, weight }) => endpointId === endpoint.id && weight === 100,
      );
      if (baseline === undefined) throw refusal('CONFLICT', 'no revision has all of the traffic');
      const alpha = input.alpha ?? 0.01;
      const rollout: RolloutRow = {
        ...row(world, need(world.revisions, input.candidateId), baseline),
        alpha,
        logLimit: Math.log(1.25 / alpha),
        logCallerLimit: Math.log(5 / alpha),
        minRequests: input.minRequests ?? 100,
        pauseLimit: input.pauseLimit ?? 'PT1H',
        steps: stepsOf((input.steps ?? []).map(({ weight, hold }) => [weight, hold] as const)),
      };
      world.rollouts = [rollout, ...world.rollouts];
      endpoint.version += 1;
      return rollout;
    },
    setRolloutPolicy: (_root, { input }, world) => {
      const endpoint = find(world.endpoints, input.endpointId);
      if (endpoint === undefined) throw refusal('NOT_FOUND', 'no such endpoint');
      const before = world.rolloutPolicies.find(({ endpointId }) => endpointId === endpoint.id);
      if ((before?.version ?? null) !== (input.expectedVersion ?? null)) throw conflict('the policy');
      const policy: RolloutPolicyRow = {
        endpointId: endpoint.id,
        steps: input.steps.map(({ weight, hold }) => ({ weight, hold })),
        alpha: input.alpha ?? 0.01,
        minRequests: input.minRequests ?? 100,
        pauseLimit: input.pauseLimit ?? 'PT1H',
        stickyHeader: input.stickyHeader ?? 'x-keelson-sticky-key',
        setBy: { id: 'P1', kind: 'PERSON', label: 'you' },
        setAt: iso(world.now()),
        version: (before?.version ?? 0) + 1,
      };
      world.rolloutPolicies = [policy, ...world.rolloutPolicies.filter((one) => one !== before)];
      return endpoint;
    },
    extendRolloutPause: (_root, { input }, world) => {
      const rollout = meant(world, input, 'PAUSED');
      const until = iso(Date.parse(rollout.pausedUntil ?? '') + (durationMs(input.by) ?? 0));
      const [last] = rollout.evidence;
      if (last !== undefined)
        rollout.evidence = [
          {
            ...last,
            at: iso(world.now()),
            extendedUntil: until,
            extendedBy: { id: 'P1', kind: 'PERSON', label: 'you' },
          },
          ...rollout.evidence,
        ];
      return Object.assign(rollout, { pausedUntil: until });
    },
    pauseRollout: (_root, { input }, world) =>
      Object.assign(meant(world, input, 'STEPPING'), {
        status: 'PAUSED',
        pause: 'ASKED_FOR',
        pausedSince: iso(world.now()),
        pausedUntil: iso(world.now() + HOUR),
      }),
    resumeRollout: (_root, { input }, world) =>
      Object.assign(meant(world, input, 'PAUSED'), {
        status: 'STEPPING',
        pause: null,
        pausedSince: null,
        pausedUntil: null,
      }),
    promoteRollout: (_root, { input }, world) =>
      end(world, meant(world, input, 'STEPPING', 'PAUSED'), 'PROMOTED', null),
    abortRollout: (_root, { input }, world) =>
      end(world, meant(world, input, ...UNDER_WAY), 'ROLLED_BACK', input.reason),
  },
};
