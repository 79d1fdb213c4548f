import { compareAmounts, sum } from '@/format/amount';
import type { IconName } from '@/parts/Icon';
import type { Tone } from '@/parts/Status';
import type { Policy, PolicyBudget } from './retraining';

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
      words: left === null ? 'No budget stops the next run.' : 'The next run is covered.',
    };
  if (compareAmounts(estimate.amount, maxCost.amount) > 0)
    return declined('The next run would be declined: the last one cost more than a run may.');
  if (left === null || compareAmounts(left.amount, estimate.amount) >= 0)
    return declined('A budget that you may not read leaves less than the next run costs.');
  if (compareAmounts(sum([left.amount, held.amount]), estimate.amount) >= 0)
    return {
      tone: 'wait',
      icon: 'clock',
      words: 'The next run would wait: what it needs is held for runs that go on.',
    };
  return declined('The next run would be declined: less is left than it costs.');
}

function declined(words: string): NextRun {
  return { tone: 'warn', icon: 'warn', words };
}
