import type { Permission } from '@/api/permissions';

export type BuiltInRole = 'OWNER' | 'ADMIN' | 'ENGINEER' | 'VIEWER' | 'BILLING';

/** A role as one may choose it. */
export interface RoleChoice {
  readonly role: string;
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** In a few words, after "May": "read". */
  readonly may: string | null;
}

const READS: readonly Permission[] = [
  'PROJECT_READ',
  'DATASET_READ',
  'RUN_READ',
  'MODEL_READ',
  'JOB_READ',
  'ENDPOINT_READ',
  'ALERT_READ',
  'COMMENT_WRITE',
  'COST_READ',
  'MEMBER_READ',
];
const BUILDS: readonly Permission[] = [
  ...READS,
  'PROJECT_WRITE',
  'DATASET_WRITE',
  'RUN_WRITE',
  'MODEL_WRITE',
  'MODEL_APPROVE',
  'JOB_SUBMIT',
  'ENDPOINT_WRITE',
  'ENDPOINT_INVOKE',
  'ALERT_WRITE',
];
const ADMINISTERS: readonly Permission[] = [
  ...BUILDS,
  'BUDGET_WRITE',
  'MEMBER_WRITE',
  'KEY_WRITE',
  'AUDIT_READ',
];

/** What every organisation has, as the platform defines it, strongest first. */
export const BUILT_IN: readonly (RoleChoice & { readonly role: BuiltInRole })[] = [
  {
    role: 'OWNER',
    name: 'Owner',
    permissions: [...ADMINISTERS, 'TENANT_WRITE'],
    may: 'do everything, to the organisation too',
  },
  {
    role: 'ADMIN',
    name: 'Admin',
    permissions: ADMINISTERS,
    may: 'do everything but change the organisation',
  },
  { role: 'ENGINEER', name: 'Engineer', permissions: BUILDS, may: 'build, train, approve and serve' },
  { role: 'VIEWER', name: 'Viewer', permissions: READS, may: 'read' },
  {
    role: 'BILLING',
    name: 'Billing',
    permissions: ['PROJECT_READ', 'COST_READ', 'BUDGET_WRITE'],
    may: 'read cost and set budgets',
  },
];

export function isBuiltIn(role: string): role is BuiltInRole {
  return BUILT_IN.some((known) => known.role === role);
}

/** A role that is held, in the whole organisation where it names no project. */
interface Held {
  readonly role?: string | null;
  readonly customRole?: { readonly id: string } | null;
  readonly projectId?: string | null;
}

/**
 * Whether the person holds all that these grants give: without that the platform lets them neither give it nor take it.
 * What they hold on single projects is for the platform to weigh. A role that is not known gives more than they hold.
 *
 * @param mine what the person holds in the whole organisation
 */
export function holdsAll(
  choices: readonly RoleChoice[],
  mine: readonly Permission[],
  grants: readonly Held[],
): boolean {
  return grants
    .filter(({ projectId }) => projectId == null)
    .every(({ role, customRole }) =>
      choices
        .find((choice) => choice.role === (role ?? customRole?.id))
        ?.permissions.every((permission) => mine.includes(permission)),
    );
}
