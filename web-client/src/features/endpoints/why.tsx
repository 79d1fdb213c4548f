import { NO_VALUE } from '@/format/number';
import type { Column } from '@/parts/data-table';

/** Why something is as it is, where the platform says so. */
export function why<Row extends { readonly reason?: string | null }>(): Column<Row> {
  return {
    id: 'why',
    header: 'Why',
    p2: true,
    value: ({ reason }) => reason,
    cell: ({ reason }) => (
      <span className="cut" title={reason ?? undefined}>
        {reason ?? NO_VALUE}
      </span>
    ),
  };
}
