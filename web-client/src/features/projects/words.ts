import { atLeast } from '@/format/number';

/** How many a page has of something, and whether there are more. */
interface Known {
  readonly count: number;
  readonly isMore: boolean;
}

/** Null for what the person may not see. */
function several(known: Known | null, one: string, many: string): string {
  if (known === null) return `all ${many}`;
  return `${atLeast(known.count, known.isMore)} ${known.count === 1 && !known.isMore ? one : many}`;
}

/** What the forms of projects say. */
export const words = {
  description: 'Description',
  name: 'Name',
  needsName: 'A project needs a name',
  needsSlug: 'A project needs a slug',
  slug: 'In addresses and in the API; it cannot be changed later',
  create: 'Create project',
  edit: 'Edit project',
  save: 'Save project',
  remove: {
    button: 'Remove',
    verb: 'Remove project',
    title: (name: string) => `Remove ${name}?`,
    slug: (slug: string) => `Type ${slug} to confirm`,
    wrongSlug: (slug: string) => `It is not ${slug}`,
    ends: (jobs: Known | null, endpoints: Known | null) =>
      `At once nothing in it can be changed, and what goes on ends: ${several(jobs, 'running job', 'running jobs')}, ${several(endpoints, 'endpoint', 'endpoints')}.`,
    goes: (datasets: Known | null, models: Known | null) =>
      `Then all that is in it is deleted: ${several(datasets, 'data set', 'data sets')}, ${several(models, 'model', 'models')}, all experiments, runs and files. Nobody can bring them back.`,
    stays: 'What it has cost stays in the ledger, and what was done in it in the audit log.',
    removing: 'Removing',
    startedBy: (who: string) => `${who} started it`,
    left: 'Still has to end',
    soon: 'All of it has ended. What is in the project goes within minutes.',
    kept: 'What stays',
    gone: (name: string) => `${name} is removed`,
  },
} as const;
