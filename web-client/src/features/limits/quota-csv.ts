import { toCsv, type Column } from '@/parts/data-table';
import { grouped, wordsOf, type Quota } from './quota';

const COLUMNS: readonly Column<Quota>[] = [
  { id: 'area', header: 'Area', value: ({ name }) => wordsOf(name).area },
  { id: 'limit', header: 'Limit', value: ({ name }) => wordsOf(name).word },
  { id: 'used', header: 'Used', value: ({ used }) => used },
  { id: 'peak', header: 'Peak, 7 days', value: ({ peak }) => peak },
  { id: 'of', header: 'Of', value: ({ limit }) => limit },
  { id: 'source', header: 'Set by', value: ({ source }) => source.toLowerCase() },
  { id: 'plan', header: 'Plan', value: ({ planLimit }) => planLimit },
  { id: 'set', header: 'Set on', value: ({ setAt }) => setAt },
  {
    id: 'at',
    header: 'At the limit',
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
