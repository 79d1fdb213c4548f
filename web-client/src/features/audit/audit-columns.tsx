import type { AuditLogQuery } from '@/api/generated/audit';
import { exactUtc } from '@/format/time';
import type { Column } from '@/parts/data-table';
import { byColumn, codeColumn, stateColumn, textColumn } from '@/parts/table-columns';

type Edge = AuditLogQuery['auditLog']['edges'][number];

/** An entry has no id of its own: its place in the log is one. */
export type Entry = Edge['node'] & { readonly cursor: string };

export function withPlaces({ auditLog: { edges, pageInfo } }: AuditLogQuery) {
  return {
    edges: edges.map(({ cursor, node }): { readonly node: Entry } => ({ node: { ...node, cursor } })),
    pageInfo,
  };
}

export function auditColumns(projectName: (id: string) => string | undefined): readonly Column<Entry>[] {
  return [
    {
      id: 'at',
      header: 'At',
      unit: 'UTC',
      name: true,
      width: 164,
      value: ({ at }) => at,
      cell: ({ at }) => <time title={exactUtc(at)}>{exactUtc(at).slice(0, 16)}</time>,
    },
    byColumn('Who', ({ actor }) => actor, { id: 'actor', width: 144 }),
    textColumn('action', 'What', ({ action }) => action, { p2: false }),
    stateColumn(({ outcome }) => outcome, { id: 'outcome', header: 'Outcome', width: 104 }),
    textColumn('detail', 'Detail', ({ detail }) => detail),
    textColumn(
      'project',
      'Project',
      ({ projectId }) => (projectId === null ? null : projectName(projectId)),
      { width: 144 },
    ),
    codeColumn('request', 'Request', ({ requestId }) => requestId, { optional: true }),
    codeColumn('address', 'From', ({ address }) => address, { optional: true }),
  ];
}
