import { Link } from 'react-router';
import type { LedgerLineFragment } from '@/api/generated/cost';
import { approximate, compareAmounts } from '@/format/amount';
import { money } from '@/format/number';
import { removedName } from '@/format/removed';
import { exactUtc } from '@/format/time';
import type { Column } from '@/parts/data-table';
import { Skeleton } from '@/parts/states';
import { paths } from '@/paths';
import type { NameOf } from './labels';
import { words } from './words';

const says = words.ledger;

/** @param amounts as they are shown, by the line's id */
export function ledgerColumns(
  nameOf: NameOf,
  amounts: ReadonlyMap<string, string>,
): Column<LedgerLineFragment>[] {
  const projectOf = ({ projectId, removedProject }: LedgerLineFragment) =>
    removedName(removedProject) ?? nameOf(projectId);
  return [
    {
      id: 'from',
      header: says.from,
      unit: 'UTC',
      name: true,
      width: 152,
      value: ({ from }) => from,
      cell: ({ from, to }) => (
        <span className="num" title={says.span(exactUtc(from), exactUtc(to))}>
          {exactUtc(from).slice(0, 16)}
        </span>
      ),
    },
    { id: 'to', header: says.to, p2: true, optional: true, width: 164, value: ({ to }) => to },
    {
      id: 'project',
      header: words.page.project,
      p2: true,
      value: projectOf,
      exported: (line) => projectOf(line) ?? line.projectId,
      cell: (line) => {
        const name = projectOf(line);
        return name === null ? <Skeleton width={96} /> : <span title={name}>{name}</span>;
      },
    },
    { id: 'resource', header: words.page.resource, p2: true, width: 96, value: ({ resource }) => resource },
    { id: 'meter', header: says.meter, value: ({ meter }) => meter },
    {
      id: 'source',
      header: says.source,
      p2: true,
      value: ({ source }) => source,
      cell: (line) => <Source line={line} />,
    },
    {
      id: 'quantity',
      header: says.quantity,
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
      header: says.price,
      figures: true,
      p2: true,
      width: 108,
      value: ({ unitPrice }) => approximate(unitPrice.amount),
      exported: ({ unitPrice }) => unitPrice.amount,
      cell: ({ unitPrice }) => money(unitPrice.amount, unitPrice.currency, 7),
    },
    {
      id: 'amount',
      header: says.amount,
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

/** Hours of a small file's storage are nearly nothing, but not nothing. */
function short(quantity: string): string {
  const magnitude = Math.abs(approximate(quantity));
  if (magnitude > 0 && magnitude < 0.001) return '<0.001';
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: magnitude < 1 ? 3 : 2 }).format(
    quantity as Intl.StringNumericLiteral,
  );
}

/** Long ids are told apart by their end. */
export function shortId(id: string): string {
  return id.length <= 24 ? id : `…${id.slice(-12)}`;
}
