import type { Actor, ProjectRemainder, Resolvers } from '../generated/schema';
import { iso } from './clock';
import type { ProjectRow } from './projects';
import { conflict, refusal } from './refusal';
import { actorOf } from './organisation';
import { find, type World } from './world';

/** A removal that goes on, or is over. */
export interface RemovalRow {
  projectId: string;
  slug: string;
  name: string;
  by: Actor;
  startedAt: string;
  removedAt: string | null;
  left: ProjectRemainder[];
}

function removalOf({ removals }: World, projectId: string | null): RemovalRow | null {
  return removals.find((row) => row.projectId === projectId) ?? null;
}

/** What the platform does by itself after a while: all that is in the project goes, the ledger and the audit log stay. */
export function endRemoval(world: World, projectId: string) {
  const removal = removalOf(world, projectId);
  if (removal === null) throw new Error('nobody removes it');
  const experiments = world.experiments.filter((row) => row.projectId === projectId).map(({ id }) => id);
  world.runs = world.runs.filter(({ experimentId }) => !experiments.includes(experimentId));
  const datasets = world.datasets.filter((row) => row.projectId === projectId).map(({ id }) => id);
  world.datasetVersions = world.datasetVersions.filter(({ datasetId }) => !datasets.includes(datasetId));
  const models = world.models.filter((row) => row.projectId === projectId).map(({ id }) => id);
  world.modelVersions = world.modelVersions.filter(({ modelId }) => !models.includes(modelId));
  const isOther = (row: { readonly projectId: string | null }) => row.projectId !== projectId;
  world.experiments = world.experiments.filter(isOther);
  world.datasets = world.datasets.filter(isOther);
  world.models = world.models.filter(isOther);
  world.jobs = world.jobs.filter(isOther);
  world.endpoints = world.endpoints.filter(isOther);
  world.budgets = world.budgets.filter(isOther);
  world.projects = world.projects.filter(({ id }) => id !== projectId);
  removal.removedAt = iso(world.now());
  removal.left = [];
}

export function startRemoval(
  world: World,
  { id, slug, expectedVersion }: { id: string; slug: string; expectedVersion: number },
): RemovalRow {
  const project = find(world.projects, id);
  if (project === undefined) throw refusal('NOT_FOUND', 'no such project');
  if (!world.permissions.includes('PROJECT_WRITE'))
    throw refusal('FORBIDDEN', 'PROJECT_WRITE is not granted to you');
  if (project.slug !== slug)
    throw refusal('VALIDATION', `slug: ${slug} (expected: ${project.slug})`, 'input.slug');
  if (project.version !== expectedVersion) throw conflict('the project');
  const running = world.jobs.filter((job) => job.projectId === id && job.endedAt === null).length;
  const removal: RemovalRow = {
    projectId: id,
    slug,
    name: project.name,
    by: actorOf(world.me.name),
    startedAt: iso(world.now()),
    removedAt: null,
    left: running === 0 ? [] : [{ what: 'jobs and replicas', count: running }],
  };
  project.version += 1;
  world.removals = [...world.removals, removal];
  return removal;
}

function answered(world: World, removal: RemovalRow | null) {
  return removal === null ? null : { ...removal, project: find(world.projects, removal.projectId) ?? null };
}

export const removalResolvers: Resolvers = {
  Project: {
    state: ({ id }: ProjectRow, _args, world) => (removalOf(world, id) === null ? 'ACTIVE' : 'REMOVING'),
    removal: ({ id }, _args, world) => answered(world, removalOf(world, id)),
  },
  CostLine: {
    removedProject: ({ projectId }, _args, world) => answered(world, removalOf(world, projectId ?? null)),
  },
  UsageEvent: {
    removedProject: ({ projectId }, _args, world) => answered(world, removalOf(world, projectId)),
  },
  AuditEntry: {
    removedProject: ({ projectId }, _args, world) => answered(world, removalOf(world, projectId ?? null)),
  },
  Mutation: {
    removeProject: (_root, { input }, world) => {
      const removal = startRemoval(world, input);
      return { ...removal, project: find(world.projects, removal.projectId) ?? null };
    },
  },
};
