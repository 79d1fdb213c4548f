import type { KeyRulesFragment } from '@/api/generated/keys';
import { daysOf } from './key';
import { words } from './words';

export type Policy = KeyRulesFragment['keyPolicy'];

/** `keys live 365 days at most, and are marked unused after 60 days`. */
export function ruleInWords({ maxLife, unusedAfter }: Policy): string {
  return words.policy.inWords(daysOf(maxLife), daysOf(unusedAfter) ?? 0);
}
