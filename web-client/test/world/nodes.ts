import type { Resolvers } from '../generated/schema';
import { find, need, permissionsIn, type World } from './world';

interface Found {
  readonly __typename: string;
  readonly id: string;
}

/** Everything that has a global id, with the type it answers as. */
function everything(world: World): readonly (readonly [type: string, rows: readonly { id: string }[]])[] {
  return [
    ['Project', world.projects],
    ['Dataset', world.datasets],
    ['DatasetVersion', world.datasetVersions],
    ['TransformPreview', world.previews],
    ['Collector', world.collectors],
    ['ExpectationSuite', world.suites],
    ['Validation', world.validations],
    ['Waiver', world.waivers],
    ['Experiment', world.experiments],
    ['Run', world.runs],
    ['Job', world.jobs],
    ['RegisteredModel', world.models],
    ['ModelVersion', world.modelVersions],
    ['Endpoint', world.endpoints],
    ['Revision', world.revisions],
    ['Rollout', world.rollouts],
    ['RetrainingPolicy', world.policies],
    ['RetrainingRun', world.retrainings],
    ['Alert', world.alerts],
    ['AlertRule', world.alertRules],
    ['Channel', world.channels],
    ['Delivery', world.deliveries],
    ['Budget', world.budgets],
    ['Member', world.members],
    ['Team', world.teams],
    ['CustomRole', world.roles],
    ['Invitation', world.invitations],
    ['ServiceAccount', world.accounts],
    ['ApiKey', world.apiKeys],
    ['Comment', world.comments],
    ['DeadLetter', world.deadLetters],
    ['Tenant', world.tenants],
  ];
}

/** The name of the type that a node's row answers as. */
export function typeOf(world: World, id: string): string | undefined {
  return everything(world).find(([, rows]) => find(rows, id) !== undefined)?.[0];
}

const SEARCHED = ['Project', 'Dataset', 'Experiment', 'Run', 'Job', 'RegisteredModel', 'Endpoint'];

function search(world: World, text: string, first: number) {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  return everything(world)
    .filter(([type]) => SEARCHED.includes(type))
    .flatMap(
      ([, rows]) =>
        rows as readonly { id: string; name: string; projectId?: string; experimentId?: string }[],
    )
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .slice(0, first)
    .map((row) => ({ name: row.name, node: row, project: projectOf(world, row) }));
}

function projectOf(world: World, row: { projectId?: string; experimentId?: string }) {
  if (row.experimentId !== undefined)
    return need(world.projects, need(world.experiments, row.experimentId).projectId);
  return row.projectId === undefined ? null : need(world.projects, row.projectId);
}

/** `node` leaves out what one may not read, and refuses nothing. */
function isProjectUnread(world: World, id: string): boolean {
  return find(world.projects, id) !== undefined && !permissionsIn(world, id).includes('PROJECT_READ');
}

export const nodeResolvers: Resolvers = {
  Query: {
    node: (_root, { id }, world) =>
      (isProjectUnread(world, id)
        ? null
        : (everything(world).flatMap(([, rows]) => rows.filter((row) => row.id === id))[0] ??
          null)) as Found as never,
    search: (_root, { text, first }, world) => search(world, text, first ?? 20) as never,
  },
  Node: { __resolveType: ({ id }: { id: string }, world: World) => typeOf(world, id) as never },
};
