import { Button } from '@mantine/core';
import Big from 'big.js';
import { useMemo, type ReactNode } from 'react';
import type { CostQuery } from '@/api/generated/cost';
import { daysOf, isoDay, shortDay } from '@/format/period';
import { csv, saveAs } from '@/parts/chart/csv';
import { Panel } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import { Segments, useTab, type Tab } from '@/parts/Tabs';
import { seriesOf, type Series } from './breakdown';
import type { CostPeriod } from './cost-period';
import { CurveChart } from './CurveChart';
import { curveOf, passedOn } from './curve';
import { DayBars } from './DayBars';
import { bandOf, budgetOf, forecastOf } from './forecast';
import { labelOf, type NameOf } from './labels';
import { words } from './words';

const says = words.curve;
const VIEWS: readonly Tab[] = [
  { key: 'curve', label: says.view },
  { key: 'project', label: words.days.byProject },
  { key: 'resource', label: words.days.byResource },
];

interface DaysPanelProps {
  readonly data: CostQuery;
  readonly period: CostPeriod;
  readonly nameOf: NameOf;
}

/** What the period cost so far against its budget and the one before, or by day. */
export function DaysPanel(props: DaysPanelProps) {
  const view = useTab(VIEWS, 'stack');
  const views = <Segments label={words.days.view} tabs={VIEWS} param="stack" />;
  return view === 'curve' ? (
    <CurvePanel {...props} views={views} />
  ) : (
    <BarsPanel {...props} dimension={view === 'resource' ? 'resource' : 'project'} views={views} />
  );
}

interface CurvePanelProps extends DaysPanelProps {
  readonly views: ReactNode;
}

function CurvePanel({ data, period, views }: CurvePanelProps) {
  const { span, earlier, nowMs } = period;
  const curve = useMemo(
    () => curveOf({ span, earlier, nowMs, now: data.cost.lines, before: data.before.lines }),
    [data, span, earlier, nowMs],
  );
  const forecast = forecastOf(data, period);
  const band = useMemo(() => bandOf(data, period), [data, period]);
  const budget = budgetOf(data, period)?.amount.amount ?? null;
  const passed = budget === null || forecast === null ? null : passedOn(curve, { span, forecast, budget });
  return (
    <Panel
      title={says.title}
      note={data.cost.total.currency}
      end={
        <>
          {passed !== null && (
            <Status tone="warn" icon="warn">
              {says.passes(shortDay(passed))}
            </Status>
          )}
          {views}
        </>
      }
    >
      <CurveChart
        span={span}
        curve={curve}
        names={{ now: period.label, before: period.earlierLabel }}
        forecast={forecast}
        band={band}
        budget={budget}
        currency={data.cost.total.currency}
      />
    </Panel>
  );
}

interface BarsPanelProps extends CurvePanelProps {
  readonly dimension: 'project' | 'resource';
}

function BarsPanel({ data, period, nameOf, dimension, views }: BarsPanelProps) {
  const days = useMemo(() => daysOf(period.span), [period]);
  const series = useMemo(
    () => seriesOf(data.cost.lines, dimension, days, (of, key) => labelOf(of, key, nameOf)),
    [data, dimension, days, nameOf],
  );
  const budget = budgetOf(data, period);
  return (
    <Panel
      title={words.days.title}
      note={data.cost.total.currency}
      end={
        <>
          {views}
          <Button
            variant="subtle"
            aria-label={words.days.csvOf}
            onClick={() => saveAs(`cost-by-day-${dimension}.csv`, daysCsv(days, series), 'text/csv')}
          >
            {words.days.csv}
          </Button>
        </>
      }
    >
      <DayBars
        days={days}
        series={series}
        currency={data.cost.total.currency}
        perDayBudget={budget === undefined ? null : new Big(budget.amount.amount).div(days.length).toFixed(6)}
        today={isoDay(period.nowMs)}
      />
    </Panel>
  );
}

/** The exact amounts that are drawn, a row a day. */
export function daysCsv(days: readonly string[], series: readonly Series[]): string {
  return csv([
    ['day', ...series.map(({ name, key }) => name ?? key)],
    ...days.map((day, index) => [day, ...series.map(({ amounts }) => amounts[index] ?? '0')]),
  ]);
}
