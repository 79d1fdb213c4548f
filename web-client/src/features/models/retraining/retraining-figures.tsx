import { count, money, NO_VALUE } from '@/format/number';
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

export const RETRAINING_LABELS = ['State', 'Better?', 'Cost of the run', 'Budget left', 'Next', 'Breaker'];

const ANSWERS: Readonly<Record<Verdict, string>> = { better: 'Yes', worse: 'No', 'not shown': 'Not shown' };

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
        ? `${TRIGGERS[current.trigger].toLowerCase()}, ${msInWords(nowMs - Date.parse(current.createdAt))} ago`
        : active
          ? 'no run goes on'
          : 'only a call triggers it',
    ],
  };
}

function betterFigure(run: RunRow | null): Figure {
  const label = `Better than ${versionName(run?.champion ?? null, 'the champion')}?`;
  const verdict = run === null ? null : verdictOf(run);
  if (verdict === null || run?.comparison == null)
    return {
      label,
      value: NO_VALUE,
      context: [
        run === null
          ? 'no run yet'
          : goesOn(run)
            ? 'none until both are scored'
            : 'it ended before both were scored',
      ],
    };
  const { pValue, rows } = run.comparison;
  return {
    label,
    value: ANSWERS[verdict],
    context: [`${pWithSign(pValue)}, same ${count(rows)} rows`],
  };
}

function costFigure({ maxCost }: Policy, run: RunRow | null): Figure {
  const most = `at most ${money(maxCost.amount, maxCost.currency)}`;
  if (run === null) return { label: 'Cost of the run', value: NO_VALUE, context: [most] };
  const { cost, estimate } = run;
  return {
    label: 'Cost of the run',
    value: cost === null ? NO_VALUE : money(cost.amount, cost.currency),
    unit: cost !== null && goesOn(run) ? 'so far' : undefined,
    context: [
      cost === null
        ? 'costs are not shown to you'
        : estimate === null
          ? most
          : `estimate ${money(estimate.amount, estimate.currency)}, ${most}`,
    ],
  };
}

function budgetFigure({ budget }: Policy): Figure {
  const label = 'Budget left';
  if (budget?.left == null || budget.budget === null)
    return {
      label,
      value: NO_VALUE,
      context: [budget === null ? 'costs are not shown to you' : 'none that you may read'],
    };
  const { left, estimate } = budget;
  const { amount } = budget.budget;
  return {
    label,
    value: money(left.amount, left.currency),
    context: [
      `of ${money(amount.amount, amount.currency)}`,
      budget.covered ? (
        `next about ${money(estimate.amount, estimate.currency)}`
      ) : (
        <Status key="short" tone="warn" icon="warn">
          next run is not covered
        </Status>
      ),
    ],
  };
}

function nextFigure({ schedule, next, active }: Policy, nowMs: number): Figure {
  const [first] = next;
  if (schedule === null || first === undefined || !active)
    return { label: 'Next', value: NO_VALUE, context: [active ? 'no schedule' : 'switched off'] };
  const { day, time } = zoned(first, schedule.zone);
  return {
    label: 'Next',
    value: msInWords(Math.max(0, Date.parse(first) - nowMs)),
    context: [`${day} ${time}, ${schedule.zone}`],
  };
}

function breakerFigure({ breaker }: Policy): Figure {
  return {
    label: 'Breaker',
    value: breaker.trainings,
    unit: `of ${breaker.limit}`,
    context: [
      breaker.open ? (
        <Status key="open" tone="bad" icon="bad">
          open: triggers are declined
        </Status>
      ) : (
        `trainings in ${spanInWords(breaker.period)}`
      ),
    ],
  };
}
