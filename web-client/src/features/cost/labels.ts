import type { BudgetRowFragment } from '@/api/generated/cost';
import { shortDay } from '@/format/period';
import type { Dimension } from './breakdown';

/** Null while the project's name is on its way. */
export type NameOf = (projectId: string) => string | null;

export function labelOf(dimension: Dimension, key: string, nameOf: NameOf): string | null {
  if (dimension === 'project') return key === '' ? 'No project' : nameOf(key);
  if (dimension === 'day') return shortDay(key);
  return key === '' ? 'no resource' : key;
}

export function budgetName(budget: BudgetRowFragment): string {
  return `${whoseBudget(budget)}, ${budget.period.toLowerCase()}`;
}

/** A project that the person may not read has no name. */
export function whoseBudget({ projectId, project }: BudgetRowFragment): string {
  return project?.name ?? (projectId === null ? 'Whole organisation' : 'A project');
}
