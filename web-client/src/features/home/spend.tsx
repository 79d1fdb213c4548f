import type { HomeMoneyQuery } from '@/api/generated/home';
import { approximate, change, compareAmounts, minus, share, signedMoney, sum } from '@/format/amount';
import { percent, wholeDigits, wholeMoney } from '@/format/number';
import { daysOf, gone, weekOf } from '@/format/period';
import { Meter } from '@/parts/Meter';
import { Money } from '@/parts/Money';
import { Spark } from '@/parts/Spark';
import { Status } from '@/parts/Status';
import type { Figure } from '@/parts/Strip';
import { words } from './words';

const says = words.spend;

/** Against the same days of the week before. */
function onLastWeek({ amount, currency }: HomeCost['total'], earlier: string | undefined): string {
  if (earlier === undefined) return '';
  const difference = minus(amount, earlier);
  if (compareAmounts(difference, '0') === 0) return says.same;
  const relative = change(amount, earlier);
  return says.onLastWeek(signedMoney(difference, currency, wholeDigits(difference)), relative);
}

type HomeCost = NonNullable<HomeMoneyQuery['cost']>;

/** What each day of the week so far has cost: the shape. */
function Days({ cost, nowMs }: { readonly cost: HomeCost; readonly nowMs: number }) {
  const days = daysOf({ fromMs: weekOf(nowMs).fromMs, toMs: nowMs });
  const values = days.map((day) =>
    approximate(sum(cost.lines.filter((line) => line.day === day).map(({ amount }) => amount.amount))),
  );
  return <Spark values={values} label={says.days} width={160} fromZero />;
}

/** The week's spend against its budget, with a mark for how much of the week is gone. */
export function spendFigure(answer: HomeMoneyQuery | undefined, nowMs: number): Figure {
  if (answer?.cost === undefined) return { label: says.label, value: '–', context: [says.notLoaded] };
  const { total } = answer.cost;
  const budget = answer.budgets?.find(({ period, projectId }) => period === 'WEEK' && projectId === null);
  const spent = <Money amount={total.amount} currency={total.currency} />;
  const days = <Days cost={answer.cost} nowMs={nowMs} />;
  const against = onLastWeek(total, answer.before?.total.amount);
  if (budget === undefined)
    return { label: says.label, value: spent, meter: days, context: [says.noBudget, against] };

  const { amount, forecast, from, to } = budget;
  const used = share(total.amount, amount.amount);
  const pace = gone({ fromMs: Date.parse(from), toMs: Date.parse(to) }, nowMs);
  const over = compareAmounts(forecast.amount, amount.amount) > 0;
  const text = says.used(percent(used), percent(pace));
  return {
    label: says.label,
    value: spent,
    unit: says.of(wholeMoney(amount.amount, amount.currency)),
    ...(over
      ? {
          aside: (
            <Status tone="warn" icon="warn">
              {says.over(wholeMoney(minus(forecast.amount, amount.amount), amount.currency))}
            </Status>
          ),
        }
      : {}),
    meter: <Meter used={used} pace={pace} label={text} tone={used >= 1 ? 'bad' : over ? 'warn' : 'accent'} />,
    context: [text, against],
  };
}
