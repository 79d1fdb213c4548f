import { money, NO_VALUE } from '@/format/number';
import { msInWords, spanInWords } from '@/format/span';
import type { Figure } from '@/parts/Strip';
import { stateWord } from '@/parts/State';
import { Status } from '@/parts/Status';
import { zoned } from './instants';
import {
  goesOn,
  pWithSign,
  TRIGGERS,
  verdictOf,
  versionName,
  type Policy,
  type RunRow,
  type Verdict,
} from './retraining';
import { words } from './words';

const says = words.retrainingFigures;

export const RETRAINING_LABELS = ['State', 'Better?', says.costOfTheRun, says.budgetLeft, 'Next', 'Breaker'];

const ANSWERS: Readonly<Record<Verdict, string>> = { better: 'Yes', worse: 'No', 'not shown': says.notShown };

/** How the policy stands, whether the newest challenger is better, what it cost, what is left for more, when it runs next, and how often it may. */
export function retrainingFigures(policy: Policy, run: RunRow | null, nowMs: number): Figure[] {
  return [
    stateFigure(policy, run, nowMs),
    betterFigure(run),
    costFigure(policy, run),
    budgetFigure(policy),
    nextFigure(policy, nowMs),
    breakerFigure(policy),
  ];
}

function stateFigure({ status, active }: Policy, run: RunRow | null, nowMs: number): Figure {
  const current = run !== null && goesOn(run) ? run : null;
  return {
    label: 'State',
    value: active || current !== null ? stateWord(status) : 'Off',
    context: [
      current !== null
        ? says.ago(TRIGGERS[current.trigger].toLowerCase(), msInWords(nowMs - Date.parse(current.createdAt)))
        : active
          ? says.noRunGoes
          : says.onlyACallTriggers,
    ],
  };
}

function betterFigure(run: RunRow | null): Figure {
  const label = says.better(versionName(run?.champion ?? null, says.theChampion));
  const verdict = run === null ? null : verdictOf(run);
  if (verdict === null || run?.comparison == null)
    return {
      label,
      value: NO_VALUE,
      context: [run === null ? says.noRunYet : goesOn(run) ? says.noneUntilBoth : says.endedBeforeBoth],
    };
  const { pValue } = run.comparison;
  return {
    label,
    value: ANSWERS[verdict],
    context: [says.sameRows(pWithSign(pValue))],
  };
}

function costFigure({ maxCost }: Policy, run: RunRow | null): Figure {
  const most = says.atMost(money(maxCost.amount, maxCost.currency));
  if (run === null) return { label: says.costOfTheRun, value: NO_VALUE, context: [most] };
  const { cost, estimate } = run;
  return {
    label: says.costOfTheRun,
    value: cost === null ? NO_VALUE : money(cost.amount, cost.currency),
    unit: cost !== null && goesOn(run) ? says.soFar : undefined,
    context: [
      cost === null
        ? says.costsAreNotShown
        : estimate === null
          ? most
          : says.estimate(money(estimate.amount, estimate.currency)),
    ],
  };
}

function budgetFigure({ budget }: Policy): Figure {
  const label = says.budgetLeft;
  if (budget?.left == null || budget.budget === null)
    return {
      label,
      value: NO_VALUE,
      context: [budget === null ? says.costsAreNotShown : says.noneThatYouMay],
    };
  const { left } = budget;
  const { amount } = budget.budget;
  return {
    label,
    value: money(left.amount, left.currency),
    context: [
      budget.covered ? (
        says.of(money(amount.amount, amount.currency))
      ) : (
        <Status key="short" tone="warn" icon="warn">
          {says.nextRunIsNot}
        </Status>
      ),
    ],
  };
}

function nextFigure({ schedule, next, active }: Policy, nowMs: number): Figure {
  const [first] = next;
  if (schedule === null || first === undefined || !active)
    return { label: 'Next', value: NO_VALUE, context: [active ? says.noSchedule : says.switchedOff] };
  const { day, time } = zoned(first, schedule.zone);
  return {
    label: 'Next',
    value: msInWords(Math.max(0, Date.parse(first) - nowMs)),
    context: [`${day} ${time}, ${says.schedule}`],
  };
}

function breakerFigure({ breaker }: Policy): Figure {
  return {
    label: 'Breaker',
    value: breaker.trainings,
    unit: says.ofMaximum(breaker.limit),
    context: [
      breaker.open ? (
        <Status key="open" tone="bad" icon="bad">
          {says.openTriggersAreDeclined}
        </Status>
      ) : (
        says.trainings(spanInWords(breaker.period))
      ),
    ],
  };
}
