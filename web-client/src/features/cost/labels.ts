import type { BudgetRowFragment } from '@/api/generated/cost';
import { shortDay } from '@/format/period';
import type { Dimension } from './breakdown';
import { words } from './words';

/** Null while the project's name is on its way. */
export type NameOf = (projectId: string) => string | null;

export function labelOf(dimension: Dimension, key: string, nameOf: NameOf): string | null {
  if (dimension === 'project') return key === '' ? words.page.noProject : nameOf(key);
  if (dimension === 'day') return shortDay(key);
  return key === '' ? words.page.noResource : key;
}

export function budgetName(budget: BudgetRowFragment): string {
  return words.budgets.name(whoseBudget(budget), budget.period);
}

/** A project that the person may not read has no name. */
export function whoseBudget({ projectId, project }: BudgetRowFragment): string {
  return project?.name ?? (projectId === null ? words.budgets.whole : words.budgets.aProject);
}
