import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { toFailure } from '@/api/failure';
import { LedgerDocument, type LedgerLineFragment } from '@/api/generated/cost';
import { usePages } from '@/api/use-pages';
import { digitsOfSmallest, together, type Together } from '@/format/amount';
import { daysFrom, shortDay, toPeriod } from '@/format/period';
import { DataTable, type Column } from '@/parts/data-table';
import { Chip } from '@/parts/Filter';
import { ListFailed } from '@/parts/ListFailed';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import type { CostPeriod } from './cost-period';
import type { NameOf } from './labels';
import { ledgerColumns, shortId } from './ledger-columns';
import { words } from './words';

const says = words.ledger;

/** Lines of one page of the ledger. */
const PAGE_SIZE = 200;
/** What the ledger can be narrowed to, and how that reads. */
const FILTERS = [
  ['projectId', words.page.project],
  ['resource', words.page.resource],
  ['day', words.page.day],
  ['jobId', says.job],
  ['runId', says.run],
  ['endpointId', says.endpoint],
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
  const columns = useMemo(() => ledgerColumns(nameOf, amounts.texts), [nameOf, amounts]);

  function remove(name: string) {
    setSearch((before) => {
      const next = new URLSearchParams(before);
      next.delete(name);
      return next;
    });
  }

  const refused = failure !== null && (
    <ListFailed
      what={says.what}
      begun={lines !== undefined}
      failure={failure}
      onRetry={() => ask({ requestPolicy: 'network-only' })}
    />
  );
  if (lines === undefined && refused !== false) return refused;
  return (
    <>
      <DataTable
        label={says.label}
        noun={says.noun}
        columns={columns}
        rows={lines}
        rowId={({ id }) => id}
        prefix="lines-"
        height="dense"
        placeholder={says.placeholder}
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
            <Empty title={says.none}>
              <p>{says.noneText}</p>
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
  const label = says.total(count, isAll, amounts.isRounded);
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
