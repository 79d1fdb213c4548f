import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { toFailure } from '@/api/failure';
import { LedgerDocument, type LedgerLineFragment } from '@/api/generated/cost';
import { usePages } from '@/api/use-pages';
import { approximate, compareAmounts, digitsOfSmallest, together, type Together } from '@/format/amount';
import { money } from '@/format/number';
import { daysFrom, shortDay, toPeriod } from '@/format/period';
import { removedName } from '@/format/removed';
import { exactUtc } from '@/format/time';
import { DataTable, type Column } from '@/parts/data-table';
import { Chip } from '@/parts/Filter';
import { ListFailed } from '@/parts/ListFailed';
import { Panel } from '@/parts/Panel';
import { Empty, Skeleton } from '@/parts/states';
import { paths } from '@/paths';
import type { CostPeriod } from './cost-period';
import type { NameOf } from './labels';

/** Lines of one page of the ledger. */
const PAGE_SIZE = 200;
/** What the ledger can be narrowed to, and how that reads. */
const FILTERS = [
  ['projectId', 'Project'],
  ['resource', 'Resource'],
  ['day', 'Day'],
  ['jobId', 'Job'],
  ['runId', 'Run'],
  ['endpointId', 'Endpoint'],
] as const;

interface LedgerPanelProps {
  readonly period: CostPeriod;
  readonly nameOf: NameOf;
}

/** The lines that a figure adds up, as they were written when they were metered. */
export function LedgerPanel({ period, nameOf }: LedgerPanelProps) {
  const [search, setSearch] = useSearchParams();
  const text = search.toString();
  const filters = useMemo(() => activeFilters(new URLSearchParams(text)), [text]);
  const query = useMemo(() => variablesOf(filters, period), [filters, period]);
  // A page belongs to what was asked for when it was: another question begins with the first again.
  const [place, setPlace] = useState<{ readonly of: object; readonly after: string | null }>({
    of: query,
    after: null,
  });
  const after = place.of === query ? place.after : null;
  const [{ data, error, fetching }, ask] = usePages({
    query: LedgerDocument,
    variables: { ...query, first: PAGE_SIZE, after },
  });
  const failure = error === undefined ? null : toFailure(error);
  const usage = data?.usage;
  const lines = useMemo(() => usage?.edges.map(({ node }) => node), [usage]);
  const amounts = useMemo(() => amountsOf(lines ?? []), [lines]);
  const columns = useMemo(() => columnsOf(nameOf, amounts.texts), [nameOf, amounts]);

  function remove(name: string) {
    setSearch((before) => {
      const next = new URLSearchParams(before);
      next.delete(name);
      return next;
    });
  }

  const refused = failure !== null && (
    <ListFailed
      what="ledger lines"
      begun={lines !== undefined}
      failure={failure}
      onRetry={() => ask({ requestPolicy: 'network-only' })}
    />
  );
  if (lines === undefined && refused !== false) return refused;
  return (
    <>
      <DataTable
        label="Ledger lines"
        noun={['line', 'lines']}
        columns={columns}
        rows={lines}
        rowId={({ id }) => id}
        prefix="lines-"
        height="dense"
        placeholder="Meter, resource or source"
        csv={`keelson-ledger-${query.period.from.slice(0, 10)}`}
        more={
          usage?.pageInfo.hasNextPage === true
            ? {
                load: () => setPlace({ of: query, after: usage.pageInfo.endCursor ?? null }),
                loading: fetching,
              }
            : null
        }
        tools={filters.map(([name, label, value]) => (
          <Chip
            key={name}
            label={label}
            {...chipValue(name, value, nameOf)}
            removes
            onClick={() => remove(name)}
          />
        ))}
        empty={
          <Panel>
            <Empty title="No line in this period">
              <p>Lines are written when a metered stretch ends: a job’s, a replica’s, an hour of storage.</p>
            </Empty>
          </Panel>
        }
        total={
          lines !== undefined &&
          lines.length > 0 && (
            <Total
              count={lines.length}
              amounts={amounts}
              isAll={usage?.pageInfo.hasNextPage === false}
              columns={columns}
            />
          )
        }
      />
      {refused}
    </>
  );
}

type ActiveFilter = readonly [name: (typeof FILTERS)[number][0], label: string, value: string];

function activeFilters(search: URLSearchParams): ActiveFilter[] {
  return FILTERS.flatMap(([name, label]) => {
    const value = search.get(name);
    return value === null || value === '' ? [] : [[name, label, value] as const];
  });
}

/** A project whose name is on its way has none yet. */
function chipValue(name: ActiveFilter[0], value: string, nameOf: NameOf): { readonly value?: string } {
  if (name === 'day') return { value: shortDay(value) };
  if (name !== 'projectId') return { value: shortId(value) };
  const project = nameOf(value);
  return project === null ? {} : { value: project };
}

function variablesOf(filters: readonly ActiveFilter[], period: CostPeriod) {
  const by = Object.fromEntries(filters.map(([name, , value]) => [name, value])) as Partial<
    Record<ActiveFilter[0], string>
  >;
  const { day, ...rest } = by;
  const span = (day === undefined ? null : daysFrom(day, day)) ?? period.span;
  return { period: toPeriod(span), ...rest };
}

interface LedgerAmounts extends Pick<Together, 'whole' | 'isRounded'> {
  /** By the line's id. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Each line by itself, however small: all to as many decimals as the smallest wants, and so their sum. */
function amountsOf(lines: readonly LedgerLineFragment[]): LedgerAmounts {
  const exact = lines.map(({ amount }) => amount.amount);
  const { texts, ...rest } = together(exact, lines[0]?.amount.currency ?? 'EUR', digitsOfSmallest(exact));
  return { ...rest, texts: new Map(lines.map(({ id }, index) => [id, texts[index] ?? ''])) };
}

function columnsOf(nameOf: NameOf, amounts: ReadonlyMap<string, string>): Column<LedgerLineFragment>[] {
  const projectOf = ({ projectId, removedProject }: LedgerLineFragment) =>
    removedName(removedProject) ?? nameOf(projectId);
  return [
    {
      id: 'from',
      header: 'From',
      unit: 'UTC',
      name: true,
      width: 152,
      value: ({ from }) => from,
      cell: ({ from, to }) => (
        <span className="num" title={`${exactUtc(from)} to ${exactUtc(to)}`}>
          {exactUtc(from).slice(0, 16)}
        </span>
      ),
    },
    { id: 'to', header: 'To', p2: true, optional: true, width: 164, value: ({ to }) => to },
    {
      id: 'project',
      header: 'Project',
      p2: true,
      value: projectOf,
      exported: (line) => projectOf(line) ?? line.projectId,
      cell: (line) => {
        const name = projectOf(line);
        return name === null ? <Skeleton width={96} /> : <span title={name}>{name}</span>;
      },
    },
    { id: 'resource', header: 'Resource', p2: true, width: 96, value: ({ resource }) => resource },
    { id: 'meter', header: 'Meter', value: ({ meter }) => meter },
    {
      id: 'source',
      header: 'Source',
      p2: true,
      value: ({ source }) => source,
      cell: (line) => <Source line={line} />,
    },
    {
      id: 'quantity',
      header: 'Quantity',
      figures: true,
      p2: true,
      width: 168,
      value: ({ quantity }) => approximate(quantity),
      exported: ({ quantity }) => quantity,
      compare: (a, b) => compareAmounts(a.quantity, b.quantity),
      cell: ({ quantity, unit }) => (
        <span title={quantity}>
          {short(quantity)} {unit.replaceAll('_', ' ')}
        </span>
      ),
    },
    {
      id: 'price',
      header: 'Unit price',
      figures: true,
      p2: true,
      width: 108,
      value: ({ unitPrice }) => approximate(unitPrice.amount),
      exported: ({ unitPrice }) => unitPrice.amount,
      cell: ({ unitPrice }) => money(unitPrice.amount, unitPrice.currency, 7),
    },
    {
      id: 'amount',
      header: 'Amount',
      figures: true,
      width: 112,
      value: ({ amount }) => approximate(amount.amount),
      exported: ({ amount }) => amount.amount,
      compare: (a, b) => compareAmounts(a.amount.amount, b.amount.amount),
      cell: ({ id, amount }) => <span title={`${amount.amount} ${amount.currency}`}>{amounts.get(id)}</span>,
    },
  ];
}

/** What was metered, by the page that knows more of it. */
function Source({ line }: { readonly line: LedgerLineFragment }) {
  const path =
    line.runId != null
      ? paths.run(line.runId)
      : line.jobId != null
        ? paths.job(line.jobId)
        : line.endpointId != null
          ? paths.endpoint(line.endpointId)
          : null;
  const name = shortId(line.source);
  return path === null ? <>{name}</> : <Link to={path}>{name}</Link>;
}

function Total({
  count,
  amounts,
  isAll,
  columns,
}: {
  readonly count: number;
  readonly amounts: LedgerAmounts;
  readonly isAll: boolean;
  readonly columns: readonly Column<LedgerLineFragment>[];
}) {
  const label = `${isAll ? 'In all' : `First ${count}`}${amounts.isRounded ? ', rounded' : ''}`;
  return (
    <tfoot>
      <tr>
        {columns
          .filter(({ optional }) => optional !== true)
          .map(({ id, figures, p2 }) => (
            <td key={id} data-figures={figures} className={p2 === true ? 'only-wide' : undefined}>
              {id === 'from' && label}
              {id === 'amount' && amounts.whole}
            </td>
          ))}
      </tr>
    </tfoot>
  );
}

/** Hours of a small file's storage are nearly nothing, but not nothing. */
function short(quantity: string): string {
  const magnitude = Math.abs(approximate(quantity));
  if (magnitude > 0 && magnitude < 0.001) return '<0.001';
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: magnitude < 1 ? 3 : 2 }).format(
    quantity as Intl.StringNumericLiteral,
  );
}

/** Long ids are told apart by their end. */
function shortId(id: string): string {
  return id.length <= 24 ? id : `…${id.slice(-12)}`;
}
