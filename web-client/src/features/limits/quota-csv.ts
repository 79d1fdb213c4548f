import { toCsv, type Column } from '@/parts/data-table';
import { grouped, wordsOf, type Quota } from './quota';
import { words } from './words';

const says = words.csv;

const COLUMNS: readonly Column<Quota>[] = [
  { id: 'area', header: says.area, value: ({ name }) => wordsOf(name).area },
  { id: 'limit', header: says.limit, value: ({ name }) => wordsOf(name).word },
  { id: 'used', header: says.used, value: ({ used }) => used },
  { id: 'peak', header: says.peak, value: ({ peak }) => peak },
  { id: 'of', header: says.of, value: ({ limit }) => limit },
  { id: 'source', header: says.setBy, value: ({ source }) => source.toLowerCase() },
  { id: 'plan', header: says.plan, value: ({ planLimit }) => planLimit },
  { id: 'set', header: says.setOn, value: ({ setAt }) => setAt },
  {
    id: 'at',
    header: says.atLimit,
    value: ({ name, limit }) => (limit === null ? null : wordsOf(name).atLimit),
  },
];

/** The table of quotas in its own order, amounts as whole numbers; no limit is an empty cell. */
export function quotaCsv(quotas: readonly Quota[]): string {
  return toCsv(
    grouped(quotas).flatMap((group) => group.quotas),
    COLUMNS,
  );
}
