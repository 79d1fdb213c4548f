import type { BudgetRowFragment } from '@/api/generated/cost';
import { shortDay } from '@/format/period';
import type { Dimension } from './breakdown';

export function labelOf(dimension: Dimension, key: string, nameOf: (projectId: string) => string): string {
  if (dimension === 'project') return key === '' ? 'No project' : nameOf(key);
  if (dimension === 'day') return shortDay(key);
  return key === '' ? 'no resource' : key;
}

export function budgetName({ project, period }: BudgetRowFragment): string {
  return `${project?.name ?? 'Whole organisation'}, ${period.toLowerCase()}`;
}
