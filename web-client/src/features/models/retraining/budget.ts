import { compareAmounts, sum } from '@/format/amount';
import type { IconName } from '@/parts/Icon';
import type { Tone } from '@/parts/Status';
import type { Policy, PolicyBudget } from './retraining';
import { words } from './words';

const says = words.budget;

interface NextRun {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly words: string;
}

/** What becomes of the next run as far as its cost goes; the platform says whether it is covered, this says why not. */
export function nextRun(budget: PolicyBudget, maxCost: Policy['maxCost']): NextRun {
  const { covered, estimate, held, left } = budget;
  if (covered)
    return {
      tone: 'ok',
      icon: 'ok',
      words: left === null ? says.noBudgetStops : says.covered,
    };
  if (compareAmounts(estimate.amount, maxCost.amount) > 0) return declined(says.costsTooMuch);
  if (left === null || compareAmounts(left.amount, estimate.amount) >= 0) return declined(says.budgetThatYou);
  if (compareAmounts(sum([left.amount, held.amount]), estimate.amount) >= 0)
    return {
      tone: 'wait',
      icon: 'clock',
      words: says.waits,
    };
  return declined(says.declined);
}

function declined(words: string): NextRun {
  return { tone: 'warn', icon: 'warn', words };
}
