import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Tells this run's things from those of the run before on the same platform. */
const RUN = (process.env.KEELSON_BROWSER_RUN ??= Date.now().toString(36));

/** What the walk makes, by the names a person would type; the other specs find it by them. */
export const WORLD = {
  project: `Wine ${RUN}`,
  slug: `wine-${RUN}`,
  dataset: `wine-${RUN}`,
  experiment: 'cultivar',
  slowRun: 'slow-and-long',
  bestRun: 'fast-and-short',
  model: `wine-${RUN}`,
  endpoint: `wine-${RUN}`,
} as const;

/** Who signs up in the walk of people, and what they make. */
export const TEAMWORK = {
  domain: `${RUN}.example`,
  organisation: `Orchard ${RUN}`,
  project: 'Apples',
  role: 'Key keeper',
  team: 'Night shift',
  founder: newcomer('Fay', 'Founder'),
  joiner: newcomer('Jo', 'Joiner'),
} as const;

/** A customer whose people sign in at an identity provider of their own. */
export const SIGN_ON = {
  domain: `acme-${RUN}.example`,
  organisation: `Acme ${RUN}`,
  realm: `acme-${RUN}`,
  founder: newcomer('Vera', 'Verifier', `acme-${RUN}.example`),
  employee: newcomer('Ann', 'Employee', `acme-${RUN}.example`),
} as const;

/** Who goes through the pages of sign-in, one of them locked out. */
export const SIGN_IN = {
  domain: `pages-${RUN}.example`,
  person: newcomer('Paula', 'Pages', `pages-${RUN}.example`),
  locked: newcomer('Lou', 'Locked', `pages-${RUN}.example`),
  stranger: newcomer('Sam', 'Stranger', `pages-${RUN}.example`),
} as const;

/** Somebody who has no account yet. */
export interface Newcomer {
  readonly firstName: string;
  readonly lastName: string;
  readonly name: string;
  readonly username: string;
  readonly email: string;
}

function newcomer(firstName: string, lastName: string, domain = `${RUN}.example`): Newcomer {
  const username = `${firstName}-${RUN}`.toLowerCase();
  return {
    firstName,
    lastName,
    name: `${firstName} ${lastName}`,
    username,
    email: `${username}@${domain}`,
  };
}

/** The demo's table: 178 wines, 13 measures and the grower. */
export const WINE_CSV = join(import.meta.dirname, '../../../api/demo/src/main/resources/data/wine.csv');
export const WINE = { columns: 14, target: 'class' } as const;

const COPIES = 40;
/** Its rows, forty times over, as the console writes it. */
export const MANY_WINES = '7,120';

/** The table forty times over: an epoch over it takes long enough to be watched. */
export async function manyWines() {
  const [header = '', ...rows] = (await readFile(WINE_CSV, 'utf8')).trim().split(/\r?\n/);
  const lines = [header, ...Array.from({ length: COPIES }, () => rows).flat()];
  return { name: 'wine.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n') + '\n') };
}

/** Its first row, measure by measure. */
export async function firstWine() {
  const [header = '', row = ''] = (await readFile(WINE_CSV, 'utf8')).split(/\r?\n/);
  const names = header.split(',');
  const cells = row.split(',');
  const features = names.slice(0, -1).map((name, index) => [name, cells[index] ?? ''] as const);
  return { features, grower: cells.at(-1) ?? '' };
}
