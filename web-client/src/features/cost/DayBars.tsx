import { useState } from 'react';
import { approximate, digitsTogether, together, type Amount } from '@/format/amount';
import { money } from '@/format/number';
import { shortDay } from '@/format/period';
import { axisMoney, digitsOfTicks, niceTop, ticks } from './axis';
import type { Series } from './breakdown';
import styles from './DayBars.module.css';

interface DayBarsProps {
  readonly days: readonly string[];
  readonly series: readonly Series[];
  readonly currency: string;
  /** What a day may cost on average for the budget to hold. */
  readonly perDayBudget: Amount | null;
  /** Where the days end that are over, so far as the period reaches beyond them. */
  readonly today: string;
}

const WIDTH = 1_000;
const HEIGHT = 200;

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
  const onAxis = (value: number) => axisMoney(value, top, currency, digits);

  return (
    <div className={styles.chart}>
      <ul className={styles.legend}>
        <li>
          {at === null ? 'All days' : shortDay(days[at] ?? '')} <b>{shown.whole}</b>
        </li>
        {series.map((item, index) => (
          <li key={item.key} data-series={index + 1}>
            <span aria-hidden="true" className={styles.swatch} />
            {item.name} <b>{shown.texts[index]}</b>
          </li>
        ))}
      </ul>
      <div className={styles.plot}>
        <div className={styles.axis} aria-hidden="true">
          {[1, 0.75, 0.5, 0.25, 0].map((part) => (
            <span key={part} style={{ top: `${(1 - part) * 100}%` }}>
              {onAxis(top * part)}
            </span>
          ))}
        </div>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`Cost by day from ${shortDay(days[0] ?? '')} to ${shortDay(days.at(-1) ?? '')}, ${whole.whole} in all${whole.isRounded ? ', rounded' : ''}; the same figures stand in the table by day`}
          onPointerLeave={() => setAt(null)}
        >
          {[0.25, 0.5, 0.75, 1].map((part) => (
            <line
              key={part}
              className={styles.grid}
              x1="0"
              x2={WIDTH}
              y1={y(top * part)}
              y2={y(top * part)}
            />
          ))}
          {days.map((day, index) => (
            <g key={day} data-at={index === at || undefined} onPointerEnter={() => setAt(index)}>
              <rect className={styles.catch} x={index * step} width={step} y="0" height={HEIGHT} />
              {stack(series, index).map(({ from, value, number }) => (
                <rect
                  key={number}
                  data-series={number}
                  x={index * step + step * 0.16}
                  width={step * 0.68}
                  y={y(from + value)}
                  height={Math.max(0, y(from) - y(from + value))}
                />
              ))}
            </g>
          ))}
          {limit > 0 && <line className={styles.limit} x1="0" x2={WIDTH} y1={y(limit)} y2={y(limit)} />}
          <line className={styles.base} x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
        </svg>
        {limit > 0 && (
          <span className={styles.tag} style={{ top: `${(1 - limit / top) * 100}%` }}>
            budget a day {money(limit.toFixed(digits), currency, digits)}
          </span>
        )}
        <div className={styles.days} aria-hidden="true">
          {ticks(days).map(({ day, index }) => (
            <span key={day} style={{ left: `${((index + 0.5) / days.length) * 100}%` }}>
              {day === today ? 'today' : shortDay(day)}
            </span>
          ))}
        </div>
      </div>
    </div>
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
