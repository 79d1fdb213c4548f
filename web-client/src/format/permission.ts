import type { Permission } from '@/api/permissions';

export interface PermissionWord {
  readonly permission: Permission;
  /** What it allows, as a thing to do: "Register versions". */
  readonly word: string;
}

export interface PermissionArea {
  readonly area: string;
  readonly members: readonly PermissionWord[];
}

/** Every permission under what it is about, weakest first. */
export const PERMISSION_AREAS: readonly PermissionArea[] = [
  {
    area: 'Models',
    members: [
      { permission: 'MODEL_READ', word: 'Read versions and passports' },
      { permission: 'MODEL_WRITE', word: 'Register versions' },
      { permission: 'MODEL_APPROVE', word: 'Approve and reject versions' },
    ],
  },
  {
    area: 'Runs and data',
    members: [
      { permission: 'PROJECT_READ', word: 'Read the project' },
      { permission: 'PROJECT_WRITE', word: 'Change the project' },
      { permission: 'RUN_READ', word: 'Read runs and metrics' },
      { permission: 'RUN_WRITE', word: 'Write runs' },
      { permission: 'DATASET_READ', word: 'Read data sets' },
      { permission: 'DATASET_WRITE', word: 'Add and seal data' },
    ],
  },
  {
    area: 'Endpoints',
    members: [
      { permission: 'ENDPOINT_READ', word: 'See traffic and health' },
      { permission: 'ENDPOINT_WRITE', word: 'Deploy and shift traffic' },
      { permission: 'ENDPOINT_INVOKE', word: 'Send requests' },
    ],
  },
  {
    area: 'Alerts',
    members: [
      { permission: 'ALERT_READ', word: 'See alerts, rules and channels' },
      { permission: 'ALERT_WRITE', word: 'Make rules and channels' },
    ],
  },
  {
    area: 'Comments',
    members: [{ permission: 'COMMENT_WRITE', word: 'Comment on things' }],
  },
  {
    area: 'Jobs',
    members: [
      { permission: 'JOB_READ', word: 'See jobs and their logs' },
      { permission: 'JOB_SUBMIT', word: 'Start and stop jobs' },
    ],
  },
  {
    area: 'Cost',
    members: [
      { permission: 'COST_READ', word: 'See cost' },
      { permission: 'BUDGET_WRITE', word: 'Set budgets' },
    ],
  },
  {
    area: 'People and keys',
    members: [
      { permission: 'MEMBER_READ', word: 'See members' },
      { permission: 'MEMBER_WRITE', word: 'Invite and change members' },
      { permission: 'KEY_WRITE', word: 'Make API keys' },
      { permission: 'AUDIT_READ', word: 'Read the audit log' },
      { permission: 'TENANT_WRITE', word: 'Change the organisation' },
    ],
  },
];

const WORDS = new Map(
  PERMISSION_AREAS.flatMap(({ members }) =>
    members.map(({ permission, word }) => [permission, word] as const),
  ),
);

/** `MODEL_WRITE` reads "Register versions"; one that this console does not know yet is told by its own name. */
export function permissionWord(permission: Permission): string {
  return WORDS.get(permission) ?? permission.toLowerCase().replaceAll('_', ' ');
}

/** Those among `permissions`, in the order of the areas; areas without any are left out. */
export function areasOf(permissions: readonly Permission[]): readonly PermissionArea[] {
  return PERMISSION_AREAS.map(({ area, members }) => ({
    area,
    members: members.filter(({ permission }) => permissions.includes(permission)),
  })).filter(({ members }) => members.length > 0);
}

/** `Start and stop jobs, write runs and 2 more`: the first of them in words, the others as a number. */
export function inShort(permissions: readonly Permission[], shown = 2): string {
  const words = areasOf(permissions).flatMap(({ members }) => members.map(({ word }) => word));
  const told = words.slice(0, words.length === shown + 1 ? shown + 1 : shown);
  const left = words.length - told.length;
  const text = told.map((word, index) => (index === 0 ? word : lowerFirst(word))).join(', ');
  return left > 0 ? `${text} and ${left} more` : text;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
