import type { DatasetUsedFragment } from '@/api/generated/datasets';
import { atLeast, counted } from '@/format/number';
import { words } from './words';

const says = words.readers;

type Use = DatasetUsedFragment['use'];

/** Runs and jobs; those of a run count once. */
export function readersOf(use: Use): number {
  return use === undefined ? 0 : use.runs + use.jobs;
}

/** Whether nothing reads it; of one with so many versions that not all were looked at, nobody can say. */
export function isUnread(use: Use): boolean {
  return use !== undefined && use.complete && readersOf(use) === 0;
}

/** `12 runs, 3 jobs, 2 models`; null where nothing reads it. */
export function readersInWords(use: Use): string | null {
  if (use === undefined || isUnread(use)) return null;
  if (readersOf(use) === 0) return says.noneOfNewest;
  const isCut = !use.complete;
  const each = (n: number, one: string, many: string) =>
    n === 0 ? [] : [isCut ? `${atLeast(n, true)} ${many}` : counted(n, one, many)];
  return [
    ...each(use.runs, says.run, says.runs),
    ...each(use.jobs, says.job, says.jobs),
    ...each(use.models, says.model, says.models),
  ].join(', ');
}
