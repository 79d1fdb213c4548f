import type { HomeMoneyQuery } from '@/api/generated/home';
import { compareAmounts, minus, share } from '@/format/amount';
import { percent, wholeMoney } from '@/format/number';
import { gone } from '@/format/period';
import { Meter } from '@/parts/Meter';
import { Money } from '@/parts/Money';
import { Status } from '@/parts/Status';
import type { Figure } from '@/parts/Strip';

const LABEL = 'Spend this week';

/** The week's spend against its budget, with a mark for how much of the week is gone. */
export function spendFigure(answer: HomeMoneyQuery | undefined, nowMs: number): Figure {
  if (answer?.cost === undefined) return { label: LABEL, value: '–', context: ['could not be loaded'] };
  const { total } = answer.cost;
  const budget = answer.budgets?.find(({ period, projectId }) => period === 'WEEK' && projectId === null);
  const spent = <Money amount={total.amount} currency={total.currency} />;
  if (budget === undefined) return { label: LABEL, value: spent, context: ['no weekly budget is set'] };

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
    context: [words],
  };
}
