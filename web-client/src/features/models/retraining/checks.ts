import { money } from '@/format/number';
import { valuesOfText } from './policy-values';
import type { RunDetail } from './retraining';
import { words } from './words';

const says = words.checks;

/** What is looked at before a run trains, by the platform's names. */
export const CHECKS: Readonly<Record<string, string>> = {
  RIGHTS: says.rightsOfWhoSet,
  CHAMPION: 'Champion',
  DATA: says.dataToTrain,
  SUITE: says.suiteThatChecked,
  EVALUATION_DATA: says.dataToScore,
  SCORABLE: says.bothCanBeScored,
  NEW_ROWS: says.newRows,
  FEED: 'Feed',
  BUDGET: 'Budget',
};

interface CheckLine {
  readonly seen: string;
  /** Empty where it is either so or not. */
  readonly limit: string;
}

/** As the platform writes a bound behind what it saw. */
const EXPECTED = /^(.*) \(expected: (.+)\)$/;
/** As it writes how the estimate stands to what a run may cost; both are amounts that the run and its policy have. */
const ESTIMATED = /^the estimate is (?:within|over) what a run may cost; /;

/** What was seen and what it had to be, apart: the platform tells them in one sentence, a page in two columns. */
export function lineOf(
  { name, seen }: Pick<RunDetail['checks'][number], 'name' | 'seen'>,
  { estimate, policy }: Pick<RunDetail, 'estimate' | 'policy'>,
): CheckLine {
  const [, found, expected] = EXPECTED.exec(seen) ?? [];
  if (found !== undefined && expected !== undefined) return { seen: found, limit: expected };
  if (name === 'BUDGET' && estimate !== null && ESTIMATED.test(seen)) {
    const { maxCost } = valuesOfText(policy.text);
    return {
      seen: says.estimated(money(estimate.amount, estimate.currency), seen.replace(ESTIMATED, '')),
      limit: maxCost === '' ? '' : says.atMost(money(maxCost, estimate.currency)),
    };
  }
  return { seen, limit: '' };
}
