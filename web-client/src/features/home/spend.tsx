import type { HomeMoneyQuery } from '@/api/generated/home';
import { approximate, change, compareAmounts, minus, share, signedMoney, sum } from '@/format/amount';
import { percent, wholeDigits, wholeMoney } from '@/format/number';
import { daysOf, gone, weekOf } from '@/format/period';
import { Meter } from '@/parts/Meter';
import { Money } from '@/parts/Money';
import { Spark } from '@/parts/Spark';
import { Status } from '@/parts/Status';
import type { Figure } from '@/parts/Strip';

const LABEL = 'Spend this week';

/** Against the same days of the week before. */
function onLastWeek({ amount, currency }: HomeCost['total'], earlier: string | undefined): string {
  if (earlier === undefined) return '';
  const difference = minus(amount, earlier);
  if (compareAmounts(difference, '0') === 0) return 'Same as last week';
  const relative = change(amount, earlier);
  return `${signedMoney(difference, currency, wholeDigits(difference))}${relative === null ? '' : `, ${relative}`} on last week, rounded`;
}

type HomeCost = NonNullable<HomeMoneyQuery['cost']>;

/** What each day of the week so far has cost: the shape. */
function Days({ cost, nowMs }: { readonly cost: HomeCost; readonly nowMs: number }) {
  const days = daysOf({ fromMs: weekOf(nowMs).fromMs, toMs: nowMs });
  const values = days.map((day) =>
    approximate(sum(cost.lines.filter((line) => line.day === day).map(({ amount }) => amount.amount))),
  );
  return <Spark values={values} label="Spend of each day of the week so far" width={160} fromZero />;
}

/** The week's spend against its budget, with a mark for how much of the week is gone. */
export function spendFigure(answer: HomeMoneyQuery | undefined, nowMs: number): Figure {
  if (answer?.cost === undefined) return { label: LABEL, value: '–', context: ['could not be loaded'] };
  const { total } = answer.cost;
  const budget = answer.budgets?.find(({ period, projectId }) => period === 'WEEK' && projectId === null);
  const spent = <Money amount={total.amount} currency={total.currency} />;
  const days = <Days cost={answer.cost} nowMs={nowMs} />;
  const against = onLastWeek(total, answer.before?.total.amount);
  if (budget === undefined)
    return { label: LABEL, value: spent, meter: days, context: ['no weekly budget is set', against] };

  const { amount, forecast, from, to } = budget;
  const used = share(total.amount, amount.amount);
  const pace = gone({ fromMs: Date.parse(from), toMs: Date.parse(to) }, nowMs);
  const over = compareAmounts(forecast.amount, amount.amount) > 0;
  const words = `${percent(used)} used, ${percent(pace)} of the week gone`;
  return {
    label: LABEL,
    value: spent,
    unit: `of ${wholeMoney(amount.amount, amount.currency)}`,
    ...(over
      ? {
          aside: (
            <Status tone="warn" icon="warn">
              {wholeMoney(minus(forecast.amount, amount.amount), amount.currency)} over by Sunday
            </Status>
          ),
        }
      : {}),
    meter: (
      <Meter used={used} pace={pace} label={words} tone={used >= 1 ? 'bad' : over ? 'warn' : 'accent'} />
    ),
    context: [words, against],
  };
}
