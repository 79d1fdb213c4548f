import type {
  Actor,
  AlertChange,
  AlertRuleKind,
  AlertSeverity,
  AlertStatus,
  Resolvers,
} from '../generated/schema';
import { channel, deliver } from './channels';
import { DAY, HOUR, iso, MINUTE } from './clock';
import { globalId } from './ids';
import { page } from './page';
import { present } from './present';
import { conflict, refusal } from './refusal';
import { latestOf } from './rule-latest';
import { previewOf } from './rule-preview';
import { find, need, permissionsIn, type World } from './world';

export interface AlertRuleRow {
  id: string;
  projectId: string;
  name: string;
  kind: AlertRuleKind;
  endpointId: string | null;
  threshold: number;
  window: string;
  lasting: string;
  severity: AlertSeverity;
  channelIds: string[];
  memberIds: string[];
  teamIds: string[];
  silencedUntil: string | null;
  silenceReason: string | null;
  silencedBy: Actor | null;
  createdAt: string;
  createdBy: Actor;
  version: number;
}

export interface AlertRow {
  id: string;
  projectId: string;
  ruleId: string;
  status: AlertStatus;
  value: number | null;
  since: string;
  startedAt: string;
  firedAt: string | null;
  toldAt: string | null;
  endedAt: string | null;
  acknowledgedAt: string | null;
  acknowledgedBy: Actor | null;
  changes: AlertChange[];
  version: number;
}

const LEAD: Actor = { id: 'P3', kind: 'PERSON', label: 'Vision lead' };
const PROJECT = globalId('Project', 'parcel-vision');
const ENDPOINT = globalId('Endpoint', 'parcel-damage');

export function rule(world: World, how: Partial<AlertRuleRow>): AlertRuleRow {
  const name = how.name ?? 'Errors of parcel-damage';
  const row: AlertRuleRow = {
    id: globalId('AlertRule', name),
    projectId: PROJECT,
    name,
    kind: 'ENDPOINT_ERRORS',
    endpointId: ENDPOINT,
    threshold: 0.02,
    window: 'PT5M',
    lasting: 'PT10M',
    severity: 'WARNING',
    channelIds: world.channels.map(({ id }) => id),
    memberIds: [],
    teamIds: [],
    silencedUntil: null,
    silenceReason: null,
    silencedBy: null,
    createdAt: iso(world.now() - 40 * DAY),
    createdBy: LEAD,
    version: 3,
    ...how,
  };
  world.alertRules.push(row);
  return row;
}

export function speak(world: World, of: AlertRuleRow, minutesAgo: number, how: Partial<AlertRow>): AlertRow {
  const at = iso(world.now() - minutesAgo * MINUTE);
  const row: AlertRow = {
    id: globalId('Alert', `${of.name} ${world.alerts.length}`),
    projectId: of.projectId,
    ruleId: of.id,
    status: 'FIRING',
    value: null,
    since: at,
    startedAt: at,
    firedAt: null,
    toldAt: null,
    endedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    changes: [],
    version: 2,
    ...how,
  };
  world.alerts.push(row);
  return row;
}

/** Project catalog-search has a rule that fires, too. */
export function watchElsewhere(world: World, name = 'Searches that failed'): AlertRow {
  const of = rule(world, {
    name,
    projectId: globalId('Project', 'catalog-search'),
    endpointId: globalId('Endpoint', 'catalog-rank'),
    channelIds: [],
  });
  return speak(world, of, 31, { value: 0.0214, firedAt: iso(world.now() - 31 * MINUTE) });
}

/** Of parcel-damage only the latency is watched, and lies far below its limit. */
export function watchLatency(world: World): void {
  rule(world, {
    name: 'Latency of parcel-damage',
    kind: 'ENDPOINT_LATENCY',
    threshold: 50,
    lasting: 'PT2M',
    channelIds: [],
  });
}

/** Project parcel-vision is watched by six rules, of which some speak. */
export function watch(world: World): void {
  const now = world.now();
  const ago = (minutes: number) => iso(now - minutes * MINUTE);
  const mail = channel(world, PROJECT, { lastDeliveredAt: ago(92) });
  channel(world, PROJECT, {
    name: '#vision-ops',
    kind: 'SLACK',
    host: 'hooks.slack.com',
    memberIds: [],
    lastDeliveredAt: ago(92),
  });
  const pager = channel(world, PROJECT, {
    name: 'pager',
    kind: 'WEBHOOK',
    host: 'pager.harbour.example',
    memberIds: [],
    lastError: 'answered 503 Service Unavailable after 212 ms',
    lastErrorAt: ago(31),
  });
  need(world.endpoints, ENDPOINT).errorShare = 0.0312;
  const errors = rule(world, { severity: 'CRITICAL' });
  const latency = rule(world, {
    name: 'Latency of parcel-damage',
    kind: 'ENDPOINT_LATENCY',
    threshold: 50,
    lasting: 'PT2M',
  });
  const budget = rule(world, {
    name: 'Vision: budget',
    kind: 'BUDGET',
    endpointId: null,
    threshold: 0.9,
    lasting: 'PT0S',
  });
  const jobs = rule(world, {
    name: 'Failed tasks',
    kind: 'JOB_FAILURE',
    endpointId: null,
    threshold: 2,
    window: 'PT1H',
    lasting: 'PT0S',
    silencedUntil: iso(now + 88 * MINUTE),
    silenceReason: 'cameras at dock 4 are exchanged',
    silencedBy: LEAD,
  });
  speak(world, errors, 92, {
    value: 0.0312,
    startedAt: ago(102),
    firedAt: ago(92),
    toldAt: ago(92),
    changes: [
      { at: ago(102), status: 'PENDING', value: 0.0214, evidence: { requests: 121_440, errors: 2_598 } },
      { at: ago(92), status: 'FIRING', value: 0.0312, evidence: { requests: 120_904, errors: 3_772 } },
    ],
  });
  speak(world, budget, 7 * 24 * 60, {
    value: 1.031,
    firedAt: ago(7 * 24 * 60),
    toldAt: ago(7 * 24 * 60),
    acknowledgedAt: ago(7 * 24 * 60 - 18),
    acknowledgedBy: LEAD,
    changes: [
      {
        at: ago(7 * 24 * 60),
        status: 'FIRING',
        value: 0.91,
        evidence: { amount: '17000.00', spent: '15470.00', currency: 'EUR' },
      },
    ],
  });
  speak(world, latency, 5, {
    status: 'PENDING',
    value: 58,
    changes: [{ at: ago(5), status: 'PENDING', value: 58, evidence: { requests: 24_100, p95Ms: 58 } }],
  });
  speak(world, jobs, 23 * 60, {
    status: 'RESOLVED',
    value: 0,
    startedAt: ago(24 * 60),
    firedAt: ago(24 * 60),
    endedAt: ago(23 * 60),
    changes: [
      { at: ago(24 * 60), status: 'FIRING', value: 3, evidence: { failed: 3 } },
      { at: ago(23 * 60), status: 'RESOLVED', value: 0, evidence: { failed: 0 } },
    ],
  });
  const firing = `FIRING: ${errors.name}`;
  for (const one of world.channels.filter((row) => row !== pager)) deliver(world, one, firing, 92);
  deliver(world, pager, firing, 92, {
    status: 'FAILED',
    attempts: 10,
    lastStatus: 503,
    lastError: 'answered 503 Service Unavailable after 212 ms',
    endedAt: ago(31),
  });
  deliver(world, mail, `RESOLVED: ${jobs.name}`, 23 * 60);
}

function meantRule(world: World, id: string, expectedVersion: number): AlertRuleRow {
  const found = find(world.alertRules, id);
  if (found === undefined) throw refusal('NOT_FOUND', 'no such rule');
  if (found.version !== expectedVersion) throw conflict('the rule');
  return found;
}

function statusOf(world: World, ruleId: string): AlertStatus {
  return world.alerts.find((alert) => alert.ruleId === ruleId && alert.endedAt === null)?.status ?? 'OK';
}

/** As the API bounds it. */
const MOST_OF_A_PROJECT = 100;

export const alertResolvers: Resolvers = {
  Query: {
    alerts: (_root, { status, ...args }, { alerts }) =>
      page(
        alerts.filter((row) => (status ?? []).length === 0 || status?.includes(row.status) === true),
        args,
      ),
    alertRules: (_root, args, { alertRules }) => page(alertRules, args),
  },
  Project: {
    alerts: ({ id }, _args, { alerts }) =>
      alerts.filter(({ projectId }) => projectId === id).slice(0, MOST_OF_A_PROJECT),
    alertRules: ({ id }, _args, { alertRules }) => alertRules.filter(({ projectId }) => projectId === id),
    alertRulePreview: (_project, { input }, world) => previewOf(world, input),
  },
  Alert: { rule: ({ ruleId }, _args, { alertRules }) => need(alertRules, ruleId) },
  AlertRule: {
    latest: (row, _args, world) => latestOf(world, row),
    status: ({ id }, _args, world) => statusOf(world, id),
    project: ({ projectId }, _args, world) =>
      permissionsIn(world, projectId).includes('PROJECT_READ') ? need(world.projects, projectId) : null,
  },
  Mutation: {
    acknowledgeAlert: (_root, { id, expectedVersion }, world) => {
      const found = find(world.alerts, id);
      if (found === undefined) throw refusal('NOT_FOUND', 'no such alert');
      if (found.version !== expectedVersion) throw conflict('the alert');
      return Object.assign(found, {
        acknowledgedAt: iso(world.now()),
        acknowledgedBy: { id: 'P1', kind: 'PERSON', label: 'engineer' },
        version: found.version + 1,
      });
    },
    createAlertRule: (_root, { input }, world) => {
      if (world.alertRules.some(({ name }) => name === input.name))
        throw refusal('VALIDATION', `name: ${input.name} (expected: another one)`, 'input.name');
      return rule(world, {
        ...input,
        endpointId: input.endpointId ?? null,
        channelIds: present(input.channelIds),
        memberIds: present(input.memberIds),
        teamIds: present(input.teamIds),
        version: 1,
        createdAt: iso(world.now()),
      });
    },
    updateAlertRule: (_root, { input }, world) => {
      const found = meantRule(world, input.id, input.expectedVersion);
      const { name, threshold, window, lasting, severity } = input;
      return Object.assign(found, {
        name,
        threshold,
        window,
        lasting,
        severity,
        channelIds: present(input.channelIds),
        memberIds: present(input.memberIds),
        teamIds: present(input.teamIds),
        version: found.version + 1,
      });
    },
    deleteAlertRule: (_root, { id, expectedVersion }, world) => {
      const found = meantRule(world, id, expectedVersion);
      world.alerts = world.alerts.filter(({ ruleId }) => ruleId !== id);
      world.alertRules = world.alertRules.filter((row) => row !== found);
      return found;
    },
    silenceAlertRule: (_root, { input }, world) => {
      const found = meantRule(world, input.id, input.expectedVersion);
      const ends = input.until == null;
      if (!ends && Date.parse(input.until ?? '') > world.now() + 30 * 24 * HOUR)
        throw refusal('VALIDATION', 'until: too late (expected: within 30 days)', 'input.until');
      return Object.assign(found, {
        silencedUntil: input.until ?? null,
        silenceReason: input.reason ?? null,
        silencedBy: ends ? null : { id: 'P1', kind: 'PERSON', label: 'engineer' },
        version: found.version + 1,
      });
    },
  },
};
