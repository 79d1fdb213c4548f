import type { Permission } from '@/api/permissions';

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
  ['DATASET_READ', 'data sets'],
  ['RUN_READ', 'runs'],
  ['MODEL_READ', 'models'],
  ['ENDPOINT_READ', 'endpoints'],
  ['JOB_READ', 'jobs and their logs'],
];

const ALSO_READS: readonly (readonly [permission: Permission, what: string])[] = [
  ['ALERT_READ', 'alerts'],
  ['COST_READ', 'cost'],
  ['MEMBER_READ', 'members'],
  ['AUDIT_READ', 'the audit log'],
];

const ACTS: readonly (readonly [permission: Permission, does: string, doesNot: string])[] = [
  ['PROJECT_WRITE', 'changes projects', 'changes no project'],
  ['DATASET_WRITE', 'adds and seals data', 'adds no data'],
  ['RUN_WRITE', 'writes runs', 'writes no run'],
  ['JOB_SUBMIT', 'starts and stops jobs', 'starts no job'],
  ['MODEL_WRITE', 'registers versions', 'registers no version'],
  ['MODEL_APPROVE', 'approves or rejects versions that somebody else registered', 'decides on no version'],
  ['ENDPOINT_WRITE', 'deploys and shifts traffic', 'deploys nothing'],
  ['ENDPOINT_INVOKE', 'sends requests to endpoints', 'sends no request'],
  ['ALERT_WRITE', 'makes rules and channels of alerts', 'makes no rule'],
  ['COMMENT_WRITE', 'comments on runs, versions, jobs and endpoints', 'comments on nothing'],
  ['BUDGET_WRITE', 'sets budgets', 'sets no budget'],
  ['MEMBER_WRITE', 'invites people and changes what they may do', 'changes no people'],
  ['KEY_WRITE', 'makes API keys', 'makes no key'],
  ['TENANT_WRITE', 'changes the organisation itself', 'leaves the organisation as it is'],
];

/** More would not be read. */
const MAX_NEGATIVES = 5;

/** What the holder of these permissions does and does not. */
export function meaningOf(permissions: readonly Permission[]): Meaning {
  const holds = ([permission]: readonly [Permission, ...unknown[]]) => permissions.includes(permission);
  const reads = READS.filter(holds).map(([, what]) => what);
  const also = ALSO_READS.filter(holds).map(([, what]) => what);
  const all = reads.length === READS.length ? ['everything in a project'] : reads;
  const seen = [...all, ...also];
  const does = [
    ...(seen.length === 0 ? [] : [`reads ${listed(seen)}`]),
    ...ACTS.filter(holds).map(([, act]) => act),
  ];
  const missing = ACTS.filter((act) => !holds(act)).map(([, , negative]) => negative);
  return {
    does: does.length === 0 ? 'Does nothing yet.' : sentence(does, '; '),
    doesNot: missing.length === 0 ? null : sentence(missing.slice(0, MAX_NEGATIVES), ', '),
  };
}

function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

function sentence(parts: readonly string[], between: string): string {
  const text = parts.join(between);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
