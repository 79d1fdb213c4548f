import type { Permission } from '@/api/permissions';
import { words } from './words';

const says = words.role;

/** Stands in the address for a role that is being made. */
export const NEW_ROLE = 'new';

/** What a role comes to, in two sentences. */
export interface Meaning {
  readonly does: string;
  /** Null for a role that leaves nothing out. */
  readonly doesNot: string | null;
}

const READS: readonly (readonly [permission: Permission, what: string])[] = [
  ['PROJECT_READ', 'projects'],
  ['DATASET_READ', says.dataSets],
  ['RUN_READ', 'runs'],
  ['MODEL_READ', 'models'],
  ['ENDPOINT_READ', 'endpoints'],
  ['JOB_READ', says.jobsAndTheirLogs],
];

const ALSO_READS: readonly (readonly [permission: Permission, what: string])[] = [
  ['ALERT_READ', 'alerts'],
  ['COST_READ', 'cost'],
  ['MEMBER_READ', 'members'],
  ['AUDIT_READ', says.auditLog],
];

const ACTS: readonly (readonly [permission: Permission, does: string, doesNot: string])[] = [
  ['PROJECT_WRITE', says.changesProjects, says.changesNoProject],
  ['DATASET_WRITE', says.addsAndSealsData, says.addsNoData],
  ['RUN_WRITE', says.writesRuns, says.writesNoRun],
  ['JOB_SUBMIT', says.startsAndStopsJobs, says.startsNoJob],
  ['MODEL_WRITE', says.registersVersions, says.registersNoVersion],
  ['MODEL_APPROVE', says.approvesOrRejectsVersions, says.decidesOnNoVersion],
  ['ENDPOINT_WRITE', says.deploysAndShiftsTraffic, says.deploysNothing],
  ['ENDPOINT_INVOKE', says.sendsRequestsToEndpoints, says.sendsNoRequest],
  ['ALERT_WRITE', says.makesRulesAndChannels, says.makesNoRule],
  ['COMMENT_WRITE', says.commentsOnRunsVersions, says.commentsOnNothing],
  ['BUDGET_WRITE', says.setsBudgets, says.setsNoBudget],
  ['MEMBER_WRITE', says.invitesPeopleAndChanges, says.changesNoPeople],
  ['KEY_WRITE', says.makesApiKeys, says.makesNoKey],
  ['TENANT_WRITE', says.changesTheOrganisation, says.leavesTheOrganisation],
];

/** More would not be read. */
const MAX_NEGATIVES = 5;

/** What the holder of these permissions does and does not. */
export function meaningOf(permissions: readonly Permission[]): Meaning {
  const holds = ([permission]: readonly [Permission, ...unknown[]]) => permissions.includes(permission);
  const reads = READS.filter(holds).map(([, what]) => what);
  const also = ALSO_READS.filter(holds).map(([, what]) => what);
  const all = reads.length === READS.length ? [says.everythingInAProject] : reads;
  const seen = [...all, ...also];
  const does = [
    ...(seen.length === 0 ? [] : [says.reads(listed(seen))]),
    ...ACTS.filter(holds).map(([, act]) => act),
  ];
  const missing = ACTS.filter((act) => !holds(act)).map(([, , negative]) => negative);
  return {
    does: does.length === 0 ? says.doesNothing : sentence(does, '; '),
    doesNot: missing.length === 0 ? null : sentence(missing.slice(0, MAX_NEGATIVES), ', '),
  };
}

function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : says.and(parts.slice(0, -1).join(', '), last);
}

function sentence(parts: readonly string[], between: string): string {
  const text = parts.join(between);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
