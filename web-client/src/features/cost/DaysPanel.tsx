import { Button } from '@mantine/core';
import Big from 'big.js';
import { useMemo } from 'react';
import type { CostQuery } from '@/api/generated/cost';
import { daysOf, isoDay } from '@/format/period';
import { csv, saveAs } from '@/parts/chart/csv';
import { Panel } from '@/parts/Panel';
import { Segments, useTab, type Tab } from '@/parts/Tabs';
import { seriesOf, type Series } from './breakdown';
import { budgetOf } from './CostGlance';
import type { CostPeriod } from './cost-period';
import { DayBars } from './DayBars';
import { labelOf } from './labels';

const STACKS: readonly Tab[] = [
  { key: 'project', label: 'By project' },
  { key: 'resource', label: 'By resource' },
];

interface DaysPanelProps {
  readonly data: CostQuery;
  readonly period: CostPeriod;
  readonly nameOf: (projectId: string) => string;
}

export function DaysPanel({ data, period, nameOf }: DaysPanelProps) {
  const dimension = useTab(STACKS, 'stack') === 'resource' ? 'resource' : 'project';
  const days = useMemo(() => daysOf(period.span), [period]);
  const series = useMemo(
    () => seriesOf(data.cost.lines, dimension, days, (of, key) => labelOf(of, key, nameOf)),
    [data, dimension, days, nameOf],
  );
  const budget = budgetOf(data, period);
  return (
    <Panel
      title="Cost by day"
      note={data.cost.total.currency}
      end={
        <>
          <Segments label="Stacked" tabs={STACKS} param="stack" />
          <Button
            variant="subtle"
            aria-label="CSV of cost by day"
            onClick={() => saveAs(`cost-by-day-${dimension}.csv`, daysCsv(days, series), 'text/csv')}
          >
            CSV
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
    ['day', ...series.map(({ name }) => name)],
    ...days.map((day, index) => [day, ...series.map(({ amounts }) => amounts[index] ?? '0')]),
  ]);
}
