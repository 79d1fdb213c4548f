import type { KeyRulesFragment } from '@/api/generated/keys';
import { counted } from '@/format/number';
import { daysOf } from './key';

export type Policy = KeyRulesFragment['keyPolicy'];

/** `at most 365 days each; marked unused after 60 days`. */
export function ruleInWords({ maxLife, unusedAfter }: Policy): string {
  const life = daysOf(maxLife);
  const unused = daysOf(unusedAfter) ?? 0;
  const bound =
    life === null ? 'keys may live without an end' : `keys live ${counted(life, 'day', 'days')} at most`;
  return `${bound}, and are marked unused after ${counted(unused, 'day', 'days')}`;
}
