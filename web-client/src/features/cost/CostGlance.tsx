import type { CostQuery } from '@/api/generated/cost';
import { change, compareAmounts, minus, share, signedMoney } from '@/format/amount';
import { NO_VALUE, percent, wholeDigits, wholeMoney } from '@/format/number';
import { gone, shortDay } from '@/format/period';
import { Meter } from '@/parts/Meter';
import { Money } from '@/parts/Money';
import { Status } from '@/parts/Status';
import { Strip, type Figure } from '@/parts/Strip';
import type { CostPeriod } from './cost-period';
import { budgetOf, forecastOf } from './forecast';
import { words } from './words';

const says = words.forecast;

interface CostGlanceProps {
  readonly data: CostQuery;
  readonly period: CostPeriod;
}

/** Spent, forecast, change, and which budgets will not hold. */
export function CostGlance({ data, period }: CostGlanceProps) {
  return (
    <Strip
      lead
      figures={[spent(data, period), forecast(data, period), changed(data, period), alerts(data)]}
    />
  );
}

function spent(data: CostQuery, period: CostPeriod): Figure {
  const { amount, currency } = data.cost.total;
  const budget = budgetOf(data, period);
  const label = words.glance.spent(period.label);
  const pace = gone(period.span, period.nowMs);
  if (budget === undefined) {
    return {
      label,
      value: <Money amount={amount} currency={currency} />,
      context: [period.kind === 'custom' ? words.glance.noBudgetOfDays : words.glance.noBudget],
    };
  }
  const used = share(amount, budget.amount.amount);
  const text = words.glance.used(percent(used), percent(pace), period.kind);
  const over = compareAmounts(budget.forecast.amount, budget.amount.amount) > 0;
  return {
    label,
    value: <Money amount={amount} currency={currency} />,
    unit: words.glance.of(wholeMoney(budget.amount.amount, currency)),
    meter: <Meter used={used} pace={pace} label={text} tone={used >= 1 ? 'bad' : over ? 'warn' : 'accent'} />,
    context: [text],
  };
}

function forecast(data: CostQuery, period: CostPeriod): Figure {
  const amount = forecastOf(data, period);
  if (amount === null) return { label: says.label, value: NO_VALUE, context: [says.whole] };
  const { currency } = data.cost.total;
  const last = new Date(period.span.toMs - 1).toISOString().slice(0, 10);
  const budget = budgetOf(data, period);
  return {
    label: says.labelTo(shortDay(last)),
    value: <Money amount={amount} currency={currency} whole />,
    context: [budget === undefined ? says.noBudget : <Against budget={budget} />, says.rule],
  };
}

function Against({ budget: { amount, forecast } }: { readonly budget: CostQuery['budgets'][number] }) {
  const difference = minus(forecast.amount, amount.amount);
  const over = compareAmounts(difference, '0') > 0;
  return over ? (
    <Status tone="warn" icon="warn">
      {says.over(wholeMoney(difference, amount.currency))}
    </Status>
  ) : (
    <Status tone="ok" icon="ok">
      {says.under(wholeMoney(minus('0', difference), amount.currency))}
    </Status>
  );
}

function changed({ cost, before }: CostQuery, period: CostPeriod): Figure {
  const { amount, currency } = cost.total;
  const relative = change(amount, before.total.amount);
  const difference = minus(amount, before.total.amount);
  return {
    label: words.glance.against(period.earlierLabel),
    value: signedMoney(difference, currency, wholeDigits(difference)),
    context: [
      <>
        {words.glance.on(relative)} <Money amount={before.total.amount} currency={currency} />
        {words.glance.rounded}
      </>,
    ],
  };
}

function alerts({ budgets }: CostQuery): Figure {
  const over = budgets.filter(({ forecast, amount }) => compareAmounts(forecast.amount, amount.amount) > 0);
  return {
    label: words.glance.atRisk,
    value: String(over.length),
    unit: words.glance.ofBudgets(budgets.length),
    context: [
      over.length === 0
        ? words.glance.noneAtRisk
        : over.map(({ project, period }) => project?.name ?? words.glance.whole(period)).join(', '),
    ],
  };
}
