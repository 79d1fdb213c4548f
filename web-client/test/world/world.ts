import type {
  Activity,
  KeyPolicy,
  LimitRefusals,
  LocalMail,
  Permission,
  PointUse,
  QuotaForecast,
  RateLimit,
} from '../generated/schema';
import type { AlertRow, AlertRuleRow } from './alerts';
import { seedAccounts, USUAL_POLICY, type ServiceAccountRow } from './accounts';
import type { ChannelRow, DeliveryRow } from './channels';
import { REFERENCE_NOW } from './clock';
import { budgetsOf, type BudgetRow } from './budgets';
import type { CollectorRow } from './collectors';
import type { ExpectationSuiteRow, ValidationRow, WaiverRow } from './checks';
import { seedActivity } from './activity';
import { seedComments, type CommentRow } from './comments';
import { seedDatasets, type DatasetRow, type DatasetVersionRow } from './datasets';
import { seedDeadLetters, type DeadLetterRow } from './deadletters';
import { seedEndpoints, type EndpointRow, type RevisionRow } from './endpoints';
import { seedInbox, type ThreadRow } from './inbox';
import type { HealthRow } from './health';
import { ledgerOf, type UsageEventRow } from './ledger';
import { Live } from './live';
import { seedInvitations, type InvitationRow } from './invitations';
import { seedJobs, type JobRow } from './jobs';
import { NO_POINTS, pointUseOf, quotasOf, refusalsOf, RISING, USUAL_RATE, type QuotaRow } from './limits';
import { seedModels, type ModelVersionRow, type RegisteredModelRow } from './models';
import {
  EVERY_PERMISSION,
  ENGINEER,
  seedOrganisation,
  type ApiKeyRow,
  type AuditRow,
  type MemberRow,
  type PersonRow,
  type TenantRow,
} from './organisation';
import { seedPeople, type CustomRoleRow, type TeamRow } from './people';
import { seedProjects, type ProjectRow } from './projects';
import type { RemovalRow } from './removal';
import type { RetrainingPolicyRow, RetrainingRunRow } from './retraining';
import type { RolloutPolicyRow, RolloutRow } from './rollouts';
import { seedSignOn, type SignOn } from './signon';
import { seedRuns, type ExperimentRow, type RunRow } from './runs';
import type { TransformPreviewRow } from './previews';
import type { TransformRow } from './transforms';

/** What one tenant has, as the person in front of it sees it. Resolvers read it; mutations change it. */
export interface World {
  readonly now: () => number;
  readonly live: Live;
  tenant: TenantRow;
  tenants: TenantRow[];
  me: PersonRow;
  /** In the whole organisation. */
  permissions: Permission[];
  /** In single projects besides, by their ids. */
  permissionsIn: Record<string, Permission[]>;
  canCreateTenant: boolean;
  /** The person runs the installation. */
  operator: boolean;
  members: MemberRow[];
  teams: TeamRow[];
  roles: CustomRoleRow[];
  accounts: ServiceAccountRow[];
  keyPolicy: KeyPolicy;
  signOn: SignOn;
  quotas: QuotaRow[];
  rate: RateLimit;
  refusals: LimitRefusals[];
  pointUse: PointUse;
  storageForecast: QuotaForecast | null;
  /** Null where the installation names nobody. */
  operatorMail: string | null;
  invitations: InvitationRow[];
  /** Those that the person in front of it was sent, by whatever organisation. */
  invited: InvitationRow[];
  /** Kept, as there is no mail server. */
  mails: LocalMail[];
  /** What else happens when the person accepts one, or leaves. */
  onAccept: () => void;
  onLeave: () => void;
  /** What else happens when the organisation is renamed. */
  onRename: (name: string) => void;
  /** What the platform does by itself after a job was submitted, or a version sealed. */
  onSubmit: (job: JobRow) => void;
  onSeal: (version: DatasetVersionRow) => void;
  apiKeys: ApiKeyRow[];
  /** Of the person in front of it, newest first. */
  inbox: ThreadRow[];
  /** Of whatever thing, oldest first. */
  comments: CommentRow[];
  /** Newest first. */
  activity: Activity[];
  /** How many of the newest threads and activities the person may not see. */
  unseen: number;
  audit: AuditRow[];
  deadLetters: DeadLetterRow[];
  projects: ProjectRow[];
  /** Of projects that go, or have gone. */
  removals: RemovalRow[];
  datasets: DatasetRow[];
  datasetVersions: DatasetVersionRow[];
  transforms: TransformRow[];
  previews: TransformPreviewRow[];
  collectors: CollectorRow[];
  suites: ExpectationSuiteRow[];
  validations: ValidationRow[];
  waivers: WaiverRow[];
  experiments: ExperimentRow[];
  runs: RunRow[];
  jobs: JobRow[];
  models: RegisteredModelRow[];
  modelVersions: ModelVersionRow[];
  endpoints: EndpointRow[];
  revisions: RevisionRow[];
  rollouts: RolloutRow[];
  rolloutPolicies: RolloutPolicyRow[];
  policies: RetrainingPolicyRow[];
  /** Newest first. */
  retrainings: RetrainingRunRow[];
  health: HealthRow[];
  alertRules: AlertRuleRow[];
  alerts: AlertRow[];
  channels: ChannelRow[];
  deliveries: DeliveryRow[];
  budgets: BudgetRow[];
  ledger: UsageEventRow[];
}

/** A tenant on its first day. */
export function emptyWorld(having: Partial<World> = {}): World {
  const tenant: TenantRow = {
    id: 'T1',
    slug: 'harbour',
    name: 'Example Harbour',
    plan: 'team',
    planSince: '2026-01-12T09:00:00Z',
    status: 'ACTIVE',
    createdAt: '2026-01-12T09:00:00Z',
    trustedDocumentsOnly: false,
    version: 1,
  };
  return {
    now: () => Date.now(),
    live: new Live(),
    tenant,
    tenants: [tenant],
    me: ENGINEER,
    permissions: [...EVERY_PERMISSION],
    permissionsIn: {},
    canCreateTenant: true,
    operator: false,
    members: [],
    teams: [],
    roles: [],
    accounts: [],
    keyPolicy: USUAL_POLICY,
    signOn: { offered: true, provider: null, domains: [] },
    quotas: [],
    rate: USUAL_RATE,
    refusals: [],
    pointUse: NO_POINTS,
    storageForecast: null,
    operatorMail: null,
    invitations: [],
    invited: [],
    mails: [],
    onAccept: () => undefined,
    onLeave: () => undefined,
    onRename: () => undefined,
    onSubmit: () => undefined,
    onSeal: () => undefined,
    apiKeys: [],
    inbox: [],
    comments: [],
    activity: [],
    unseen: 0,
    audit: [],
    deadLetters: [],
    projects: [],
    removals: [],
    datasets: [],
    datasetVersions: [],
    transforms: [],
    previews: [],
    collectors: [],
    suites: [],
    validations: [],
    waivers: [],
    experiments: [],
    runs: [],
    jobs: [],
    models: [],
    modelVersions: [],
    endpoints: [],
    revisions: [],
    rollouts: [],
    rolloutPolicies: [],
    policies: [],
    retrainings: [],
    health: [],
    alertRules: [],
    alerts: [],
    channels: [],
    deliveries: [],
    budgets: [],
    ledger: [],
    ...having,
  };
}

/**
 * The tenant of the reference pages at `nowMs`, with figures that agree on every page.
 */
export function harbourWorld(nowMs = REFERENCE_NOW): World {
  const world = emptyWorld({ now: () => nowMs });
  seedOrganisation(world);
  seedPeople(world);
  seedInvitations(world);
  seedAccounts(world);
  seedSignOn(world);
  seedDeadLetters(world);
  seedProjects(world);
  seedDatasets(world);
  seedRuns(world);
  seedJobs(world);
  seedModels(world);
  seedEndpoints(world);
  seedInbox(world);
  seedComments(world);
  seedActivity(world);
  world.ledger = ledgerOf(world);
  world.budgets = budgetsOf(world);
  world.quotas = quotasOf(world);
  world.refusals = refusalsOf(world);
  world.pointUse = pointUseOf(world);
  world.storageForecast = RISING;
  world.operatorMail = 'operator@keelson.example';
  return world;
}

/** What the person may do in one project; for null, in the organisation or in any project. */
export function permissionsIn({ permissions, permissionsIn }: World, projectId: string | null): Permission[] {
  const more = projectId === null ? Object.values(permissionsIn).flat() : (permissionsIn[projectId] ?? []);
  return [...new Set([...permissions, ...more])];
}

/** The row with this id, or the refusal that hides whether it exists. */
export function find<Row extends { readonly id: string }>(rows: readonly Row[], id: string): Row | undefined {
  return rows.find((row) => row.id === id);
}

/** For references the world itself made: a missing one is a mistake of the tests. */
export function need<Row extends { readonly id: string }>(rows: readonly Row[], id: string): Row {
  const row = find(rows, id);
  if (row === undefined) throw new Error(`the world has no ${atob(id)}`);
  return row;
}
