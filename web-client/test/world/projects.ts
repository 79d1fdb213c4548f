import type { Resolvers } from '../generated/schema';
import { costOf } from './cost';
import { DAY, iso } from './clock';
import { globalId } from './ids';
import { page } from './page';
import { conflict, refusal } from './refusal';
import { need, permissionsIn, type World } from './world';

export interface ProjectRow {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  createdAt: string;
  version: number;
}

const SLUG = /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/;

const PROJECTS: readonly [slug: string, name: string, description: string | null, days: number][] = [
  ['parcel-vision', 'parcel-vision', 'Finds dented and torn parcels on the belt cameras', 212],
  ['dock-ocr', 'dock-ocr', 'Reads container numbers at the gates', 180],
  ['eta-model', 'eta-model', 'Arrival times for the evening routes, retrained every night', 160],
  ['demand-forecast', 'demand-forecast', null, 140],
  ['catalog-search', 'catalog-search', 'Embeddings and ranking for the product search of the shop', 17],
  [
    'cold-chain-early-warning',
    'Früherkennung ungewöhnlicher Lagertemperaturen in Kühlhäusern an der Küste',
    'Warns before goods spoil; reads one value a minute from each of 1,271 sensors, and the doors, and the weather forecast',
    6,
  ],
];

export function seedProjects(world: World) {
  world.projects = PROJECTS.map(([slug, name, description, days]) => ({
    id: globalId('Project', slug),
    slug,
    name,
    description,
    createdAt: iso(world.now() - days * DAY),
    version: 1,
  })).reverse();
}

/** Projects 1 to `count`, the newest first. */
export function someProjects(count: number): ProjectRow[] {
  return Array.from({ length: count }, (_, index) => {
    const number = count - index;
    return {
      id: `P${number}`,
      slug: `project-${number}`,
      name: `Project ${number}`,
      description: number % 2 === 0 ? `What project ${number} is for` : null,
      createdAt: iso(Date.UTC(2026, 0, 1, number)),
      version: 1,
    };
  });
}

/** The project that something belongs to; a role may see that and not the project. */
export function projectOf(world: World, id: string): ProjectRow {
  if (!permissionsIn(world, id).includes('PROJECT_READ'))
    throw refusal('FORBIDDEN', 'PROJECT_READ is not granted to you');
  return need(world.projects, id);
}

export const projectResolvers: Resolvers = {
  Query: {
    projects: (_root, args, { projects }) => page(projects, args),
    project: (_root, { slug }, { projects }) => projects.find((row) => row.slug === slug) ?? null,
  },
  Project: {
    cost: ({ id }, { period }, world) => costOf(world, period, { projectId: id }),
    permissions: ({ id }, _args, world) => permissionsIn(world, id),
    datasets: ({ id }, args, { datasets }) =>
      page(
        datasets.filter(({ projectId }) => projectId === id),
        args,
      ),
    experiments: ({ id }, args, { experiments }) =>
      page(
        experiments.filter(({ projectId }) => projectId === id),
        args,
      ),
    models: ({ id }, args, { models }) =>
      page(
        models.filter(({ projectId }) => projectId === id),
        args,
      ),
    endpoints: ({ id }, args, { endpoints }) =>
      page(
        endpoints.filter(({ projectId }) => projectId === id),
        args,
      ),
    jobs: ({ id }, { status, ...args }, { jobs }) =>
      page(
        jobs.filter((job) => job.projectId === id && (status == null || status.includes(job.status))),
        args,
      ),
  },
  Mutation: {
    createProject: (_root, { input: { slug, name, description } }, world) => {
      if (!SLUG.test(slug)) {
        const expected = '3 to 40 small letters, digits and hyphens, beginning with a letter';
        throw refusal('VALIDATION', `slug: ${slug} (expected: ${expected})`, 'slug');
      }
      if (world.projects.some((row) => row.slug === slug))
        throw refusal('CONFLICT', `slug: ${slug} is taken`, 'slug');
      const made: ProjectRow = {
        id: globalId('Project', slug),
        slug,
        name,
        description: description ?? null,
        createdAt: iso(world.now()),
        version: 1,
      };
      world.projects = [made, ...world.projects];
      return made;
    },
    updateProject: (_root, { input }, { projects }) => {
      const known = projects.find(({ id }) => id === input.id);
      if (known === undefined) throw refusal('NOT_FOUND', 'no such project');
      if (known.version !== input.expectedVersion) throw conflict('the project');
      known.name = input.name ?? known.name;
      known.description = input.description ?? known.description;
      known.version += 1;
      return known;
    },
  },
};
