import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { approximate, change, compareAmounts, isZero, minus } from '@/format/amount';
import { NO_VALUE, percent, wholeMoney } from '@/format/number';
import { DataTable, type Column, type Opening } from '@/parts/data-table';
import { ShareBar } from '@/parts/Meter';
import { Empty, Skeleton } from '@/parts/states';
import { Status } from '@/parts/Status';
import type { Breakdown, Dimension, Part } from './breakdown';
import { days, daysSoFar, type CostPeriod } from './cost-period';
import styles from './cost.module.css';
import { ledgerPath } from './ledger-path';
import { MadeOfRows } from './MadeOfRows';
import { words } from './words';

const says = words.parts;

interface BreakdownTableProps {
  readonly dimension: Dimension;
  readonly breakdown: Breakdown | undefined;
  readonly currency: string;
  readonly period: CostPeriod;
}

const NOUNS: Readonly<Record<Dimension, readonly [string, string]>> = {
  project: ['project', 'projects'],
  resource: ['resource', 'resources'],
  day: ['day', 'days'],
};

/** The parts of the whole; each leads to the lines of the ledger that it adds up. */
export function BreakdownTable({ dimension, breakdown, currency, period }: BreakdownTableProps) {
  const [search] = useSearchParams();
  const text = search.toString();
  const columns = useMemo(
    () => columnsOf(dimension, currency, period, (part) => drillPath(text, dimension, part)),
    [dimension, currency, period, text],
  );
  const opening = useMemo(
    (): Opening<Part> | undefined =>
      dimension === 'project'
        ? {
            label: ({ key, name }) => (key === '' ? null : words.madeOf.open(name ?? words.budgets.aProject)),
            below: (part) => <MadeOfRows part={part} period={period} currency={currency} />,
          }
        : undefined,
    [dimension, period, currency],
  );
  return (
    <DataTable
      label={says.label[dimension]}
      noun={NOUNS[dimension]}
      columns={columns}
      rows={breakdown?.parts}
      rowId={({ key }) => key}
      rowPath={(part) => drillPath(text, dimension, part)}
      prefix="parts-"
      tools={null}
      height="dense"
      opening={opening}
      empty={
        <Empty title={says.none}>
          <p>{says.noneText}</p>
        </Empty>
      }
      total={breakdown !== undefined && <Total breakdown={breakdown} columns={columns} />}
    />
  );
}

function columnsOf(
  dimension: Dimension,
  currency: string,
  period: CostPeriod,
  path: (part: Part) => string,
): Column<Part>[] {
  const columns: Column<Part>[] = [
    {
      id: 'name',
      header: words.page[dimension],
      name: true,
      value: ({ name, key }) => (dimension === 'day' ? key : name),
      cell: (part) =>
        part.name === null ? (
          <Skeleton width={120} />
        ) : (
          <Link to={path(part)} title={part.name}>
            {part.name}
          </Link>
        ),
    },
    {
      id: 'amount',
      header: daysSoFar(period),
      figures: true,
      width: 120,
      value: ({ amount }) => approximate(amount),
      exported: ({ amount }) => amount,
      compare: (a, b) => compareAmounts(a.amount, b.amount),
      cell: ({ text }) => text,
    },
    {
      id: 'share',
      header: says.share,
      p2: true,
      width: 140,
      value: ({ share }) => share,
      cell: ({ share, percent: text }) => (
        <span className={styles.share}>
          <ShareBar share={share} label={says.ofWhole(text)} />
          <span className="num">{text}</span>
        </span>
      ),
    },
  ];
  if (dimension === 'day') return columns;
  columns.push(
    {
      id: 'before',
      header: days(period.earlier),
      figures: true,
      p2: true,
      width: 120,
      value: ({ before }) => approximate(before),
      exported: ({ before }) => before,
      compare: (a, b) => compareAmounts(a.before, b.before),
      cell: ({ beforeText }) => beforeText,
    },
    {
      id: 'change',
      header: says.change,
      figures: true,
      width: 88,
      value: ({ amount, before }) => approximate(minus(amount, before)),
      cell: ({ amount, before }) => change(amount, before) ?? says.new,
    },
  );
  if (dimension === 'project') {
    if (period.kind !== 'custom') columns.push(forecastColumn(currency));
    columns.push(...budgetColumns(currency));
  }
  return columns;
}

/** Of days that were chosen there is none. */
function forecastColumn(currency: string): Column<Part> {
  return {
    id: 'forecast',
    header: words.forecast.label,
    figures: true,
    p2: true,
    width: 96,
    value: ({ forecast }) => (forecast === null ? null : approximate(forecast)),
    exported: ({ forecast }) => forecast,
    cell: ({ forecast }) => (forecast === null ? NO_VALUE : wholeMoney(forecast, currency)),
  };
}

function budgetColumns(currency: string): Column<Part>[] {
  return [
    {
      id: 'budget',
      header: says.budget,
      figures: true,
      p2: true,
      width: 96,
      value: ({ budget }) => (budget === undefined ? null : approximate(budget.amount.amount)),
      cell: ({ budget }) => (budget === undefined ? NO_VALUE : wholeMoney(budget.amount.amount, currency)),
    },
    {
      id: 'outlook',
      header: says.outlook,
      p2: true,
      width: 136,
      sortable: false,
      value: () => null,
      cell: ({ budget }) =>
        budget === undefined ? (
          NO_VALUE
        ) : (
          <Outlook forecast={budget.forecast.amount} amount={budget.amount.amount} currency={currency} />
        ),
    },
  ];
}

/** How far a forecast lies over or under its budget. */
export function Outlook({
  forecast,
  amount,
  currency,
}: {
  readonly forecast: string;
  readonly amount: string;
  readonly currency: string;
}) {
  const difference = minus(forecast, amount);
  const over = compareAmounts(difference, '0') > 0;
  return (
    <Status tone={over ? 'warn' : 'ok'} icon={over ? 'warn' : 'ok'}>
      {over
        ? says.over(wholeMoney(difference, currency))
        : says.under(wholeMoney(minus('0', difference), currency))}
    </Status>
  );
}

function Total({
  breakdown,
  columns,
}: {
  readonly breakdown: Breakdown;
  readonly columns: readonly Column<Part>[];
}) {
  const { total, totalText, before, beforeText, isRounded } = breakdown;
  const cells: Readonly<Record<string, string>> = {
    name: isRounded ? says.allRounded : says.all,
    amount: totalText,
    share: isZero(total) ? '' : percent(1),
    before: beforeText,
    change: change(total, before) ?? '',
  };
  return (
    <tfoot>
      <tr>
        {columns.map(({ id, figures, p2 }) => (
          <td key={id} data-figures={figures} className={p2 === true ? 'only-wide' : undefined}>
            {cells[id] ?? ''}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}

function drillPath(search: string, dimension: Dimension, { key }: Part): string {
  return ledgerPath(search, dimension === 'project' ? 'projectId' : dimension, key);
}
