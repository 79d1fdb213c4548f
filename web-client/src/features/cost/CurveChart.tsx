import { useState } from 'react';
import { approximate, compareAmounts, digitsTogether, isExact, type Amount } from '@/format/amount';
import { axisMoney, niceTop } from '@/format/axis';
import { money, wholeMoney } from '@/format/number';
import { daysOf, shortDay, type Span } from '@/format/period';
import styles from './CurveChart.module.css';
import { expectedAt, type Curve, type CurvePoint } from './curve';
import { DayFrame, HEIGHT, WIDTH } from './DayFrame';
import type { BandPoint } from './forecast';
import { words } from './words';

const says = words.curve;

interface CurveChartProps {
  readonly span: Span;
  readonly curve: Curve;
  readonly names: { readonly now: string; readonly before: string };
  /** At the end of the period; null where none is made. */
  readonly forecast: Amount | null;
  /** The range of the forecast, from now on; null where none is made. */
  readonly band: readonly BandPoint[] | null;
  readonly budget: Amount | null;
  readonly currency: string;
}

/** What was spent since the period started, and what is to come; the day that is pointed at is read out in the legend. */
export function CurveChart({ span, curve, names, forecast, band, budget, currency }: CurveChartProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const days = daysOf(span);
  const last = curve.now.at(-1);
  const told = [
    last?.amount ?? '0',
    curve.before.at(-1)?.amount ?? '0',
    ...(forecast === null ? [] : [forecast]),
    ...(budget === null ? [] : [budget]),
  ];
  const digits = digitsTogether(told);
  const text = (amount: Amount) => money(amount, currency, digits);
  const top = niceTop(Math.max(...told.map(approximate), band?.at(-1)?.high ?? 0) * 1.02);
  const y = (amount: Amount) => HEIGHT - (approximate(amount) / top) * HEIGHT;
  const line = (points: readonly CurvePoint[]) =>
    [
      `0,${HEIGHT}`,
      ...points.map(({ at, amount }) => `${(at * WIDTH).toFixed(1)},${y(amount).toFixed(1)}`),
    ].join(' ');

  const at = pointed === null ? null : (pointed + 1) / days.length;
  const shown = (points: readonly CurvePoint[]) =>
    pointed === null ? points.at(-1) : points.find((_, index) => index === pointed);
  const [now, before] = [shown(curve.now), shown(curve.before)];
  const expected = at === null ? forecast : expectedAt(at, last, forecast);
  const isRounded = told.some((amount) => !isExact(amount, digits));

  const frame = (
    <DayFrame
      days={days}
      top={top}
      onAxis={(value) => axisMoney(value, top, currency, digits)}
      label={says.aloud({
        now: text(last?.amount ?? '0'),
        before: text(curve.before.at(-1)?.amount ?? '0'),
        forecast: forecast === null ? null : text(forecast),
        isRounded,
      })}
      legend={
        <>
          <li>{pointed === null ? says.soFar : says.upTo(shortDay(days[pointed] ?? ''))}</li>
          <Entry line="now" name={names.now} amount={now && text(now.amount)} />
          {forecast !== null && (
            <Entry line="forecast" name={says.forecast} amount={expected && text(expected)} />
          )}
          {band !== null && <Range ends={band.at(-1)} currency={currency} />}
          <Entry line="before" name={names.before} amount={before && text(before.amount)} />
        </>
      }
      pointed={pointed}
      onPoint={setPointed}
      limit={
        budget === null
          ? null
          : {
              at: approximate(budget),
              text: says.budget(money(budget, currency, compareAmounts(budget, '100') < 0 ? digits : 0)),
              side: 'left',
            }
      }
    >
      {band !== null && <polygon className={styles.band} points={around(band, top)} />}
      <polyline className={styles.before} points={line(curve.before)} />
      {forecast !== null && last !== undefined && (
        <polyline
          className={styles.forecast}
          points={`${last.at * WIDTH},${y(last.amount)} ${WIDTH},${y(forecast)}`}
        />
      )}
      <polyline className={styles.now} points={line(curve.now)} />
      {last !== undefined && last.at < 1 && (
        <line className={styles.moment} x1={last.at * WIDTH} x2={last.at * WIDTH} y1="0" y2={HEIGHT} />
      )}
    </DayFrame>
  );
  return (
    <>
      {frame}
      {band !== null && <p className={styles.rule}>{says.rangeRule}</p>}
    </>
  );
}

interface EntryProps {
  readonly line: 'now' | 'forecast' | 'before';
  readonly name: string;
  readonly amount: string | null | undefined;
}

function Entry({ line, name, amount }: EntryProps) {
  return (
    <li>
      <svg aria-hidden="true" width="22" height="8" className={styles.sample}>
        <line className={styles[line]} x1="0" x2="22" y1="4" y2="4" />
      </svg>
      {name} {amount != null && <b>{amount}</b>}
    </li>
  );
}

/** The upper edge from now to the end, and back along the lower one. */
function around(band: readonly BandPoint[], top: number): string {
  const place = (at: number, amount: number) =>
    `${(at * WIDTH).toFixed(1)},${(HEIGHT - (amount / top) * HEIGHT).toFixed(1)}`;
  return [
    ...band.map(({ at, high }) => place(at, high)),
    ...band.map(({ at, low }) => place(at, low)).reverse(),
  ].join(' ');
}

function Range({ ends, currency }: { readonly ends: BandPoint | undefined; readonly currency: string }) {
  if (ends === undefined) return null;
  const [low, high] = [ends.low, ends.high].map((amount) => wholeMoney(amount.toFixed(2), currency));
  return (
    <li className={styles.range}>
      <svg aria-hidden="true" width="22" height="8" className={styles.sample}>
        <rect className={styles.band} width="22" height="8" />
      </svg>
      {says.range} <b>{says.between(low ?? '', high ?? '')}</b>
    </li>
  );
}
