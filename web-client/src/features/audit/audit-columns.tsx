import { Link } from 'react-router';
import type { AuditLogQuery } from '@/api/generated/audit';
import { removedName } from '@/format/removed';
import { exactUtc } from '@/format/time';
import type { Column } from '@/parts/data-table';
import { subjectPath } from '@/parts/subject';
import { byColumn, codeColumn, linkColumn, stateColumn, textColumn } from '@/parts/table-columns';
import { paths } from '@/paths';
import { deedOf, readable, sentenceOf, type AuditNode } from './deed';
import { words } from './words';

const says = words.columns;

/** An entry has no id of its own: its place in the log is one. */
export type Entry = AuditNode & { readonly cursor: string };

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
      header: says.at,
      unit: 'UTC',
      name: true,
      width: 164,
      value: ({ at }) => at,
      cell: ({ at }) => <time title={exactUtc(at)}>{exactUtc(at).slice(0, 16)}</time>,
    },
    byColumn(says.actor, ({ actor }) => actor, { id: 'actor', width: 144 }),
    {
      id: 'action',
      header: says.action,
      value: sentenceOf,
      exported: ({ action }) => action,
      cell: (entry) => <DeedOf entry={entry} />,
    },
    stateColumn(({ outcome }) => outcome, { id: 'outcome', header: says.outcome, width: 104 }),
    textColumn('detail', says.detail, ({ detail }) => readable(detail), {
      exported: ({ detail }) => detail,
    }),
    linkColumn('project', says.project, (entry) => projectOf(entry, projectName), { width: 144 }),
    codeColumn('request', says.request, ({ requestId }) => requestId, { optional: true }),
    codeColumn('address', says.address, ({ address }) => address, { optional: true }),
  ];
}

function DeedOf({ entry }: { readonly entry: Entry }) {
  const { text, to } = deedOf(entry);
  const sentence = sentenceOf(entry);
  if (to === null)
    return (
      <span className="cut" title={sentence}>
        {text}
      </span>
    );
  return (
    <span className="cut" title={sentence}>
      {text} {to.word} <Link to={subjectPath(to.subject)}>{to.subject.label}</Link>
    </span>
  );
}

function projectOf({ projectId, removedProject }: Entry, nameOf: (id: string) => string | undefined) {
  if (projectId === null) return null;
  const removed = removedName(removedProject);
  if (removed !== null) return { name: removed, path: null };
  const name = nameOf(projectId);
  return name === undefined ? null : { name, path: paths.project(projectId) };
}
