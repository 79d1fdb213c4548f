import { useState } from 'react';
import { approximate, digitsTogether, together, type Amount } from '@/format/amount';
import { axisMoney, digitsOfTicks, niceTop } from '@/format/axis';
import { money } from '@/format/number';
import { shortDay } from '@/format/period';
import { Skeleton } from '@/parts/states';
import type { Series } from './breakdown';
import styles from './DayBars.module.css';
import { DayFrame, HEIGHT, WIDTH } from './DayFrame';
import { words } from './words';

const says = words.bars;

interface DayBarsProps {
  readonly days: readonly string[];
  readonly series: readonly Series[];
  readonly currency: string;
  /** What a day may cost on average for the budget to hold. */
  readonly perDayBudget: Amount | null;
  /** Where the days end that are over, so far as the period reaches beyond them. */
  readonly today: string;
}

/** Bars by day, stacked; what is pointed at is read out in the legend. */
export function DayBars({ days, series, currency, perDayBudget, today }: DayBarsProps) {
  const [at, setAt] = useState<number | null>(null);
  const sums = days.map((_, day) => series.reduce((total, { perDay }) => total + (perDay[day] ?? 0), 0));
  const limit = perDayBudget === null ? 0 : approximate(perDayBudget);
  const top = niceTop(Math.max(limit * 1.1, ...sums));
  const step = WIDTH / days.length;
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  // One precision for legend and axis, whichever day is pointed at.
  const digits = Math.max(digitsOfTicks(top), digitsTogether(series.flatMap(everyAmount)));
  const whole = together(
    series.map(({ total }) => total),
    currency,
    digits,
  );
  const shown =
    at === null
      ? whole
      : together(
          series.map(({ amounts }) => amounts[at] ?? '0'),
          currency,
          digits,
        );

  return (
    <DayFrame
      days={days}
      top={top}
      onAxis={(value) => axisMoney(value, top, currency, digits)}
      dayName={(day) => (day === today ? says.today : shortDay(day))}
      label={says.aloud({
        from: shortDay(days[0] ?? ''),
        to: shortDay(days.at(-1) ?? ''),
        whole: whole.whole,
        isRounded: whole.isRounded,
      })}
      legend={
        <>
          <li>
            {at === null ? says.allDays : shortDay(days[at] ?? '')} <b>{shown.whole}</b>
          </li>
          {series.map((item, index) => (
            <li key={item.key} data-series={index + 1}>
              <span aria-hidden="true" className={styles.swatch} />
              {item.name ?? <Skeleton width={72} />} <b>{shown.texts[index]}</b>
            </li>
          ))}
        </>
      }
      pointed={at}
      onPoint={setAt}
      limit={
        limit > 0
          ? { at: limit, text: says.budget(money(limit.toFixed(digits), currency, digits)), side: 'right' }
          : null
      }
      ofDay={(index) =>
        stack(series, index).map(({ from, value, number }) => (
          <rect
            key={number}
            className={styles.bar}
            data-series={number}
            x={index * step + step * 0.16}
            width={step * 0.68}
            y={y(from + value)}
            height={Math.max(0, y(from) - y(from + value))}
          />
        ))
      }
    />
  );
}

function stack(series: readonly Series[], day: number) {
  let from = 0;
  return series.map(({ perDay }, index) => {
    const value = Math.max(0, perDay[day] ?? 0);
    const piece = { from, value, number: index + 1 };
    from += value;
    return piece;
  });
}

function everyAmount({ total, amounts }: Series): readonly Amount[] {
  return [total, ...amounts];
}
