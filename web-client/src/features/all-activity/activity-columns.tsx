import { Link } from 'react-router';
import type { AllActivityQuery } from '@/api/generated/all-activity';
import { exactUtc } from '@/format/time';
import { verbOf } from '@/parts/activity/words';
import type { Column } from '@/parts/data-table';
import { SUBJECT_KINDS, subjectPath } from '@/parts/subject';
import { byColumn, linkColumn } from '@/parts/table-columns';
import { paths } from '@/paths';
import styles from './all-activity.module.css';
import { words } from './words';

const says = words.columns;

type Node = AllActivityQuery['activity']['edges'][number]['node'];

/** What was done has no id of its own: its place in the list is one. */
export type Entry = Node & { readonly cursor: string };

export function withPlaces({ activity: { edges, pageInfo } }: AllActivityQuery) {
  return {
    edges: edges.map(({ cursor, node }): { readonly node: Entry } => ({ node: { ...node, cursor } })),
    pageInfo,
  };
}

/** The thing after its kind: "model version parcel-damage v8". */
function didOf({ action, subject }: Entry): string {
  return `${verbOf(action)} ${SUBJECT_KINDS[subject.kind].word}`;
}

export function activityColumns(projectName: (id: string) => string | undefined): readonly Column<Entry>[] {
  return [
    {
      id: 'at',
      header: says.at,
      unit: 'UTC',
      name: true,
      width: 76,
      value: ({ at }) => at,
      cell: ({ at }) => (
        <time dateTime={at} title={exactUtc(at)}>
          {exactUtc(at).slice(11, 16)}
        </time>
      ),
    },
    byColumn(says.who, ({ actor }) => actor.label, { id: 'who', width: 180 }),
    {
      id: 'did',
      header: says.did,
      value: (entry) => `${didOf(entry)} ${entry.subject.label}`,
      cell: (entry) => (
        <span className={styles.did} title={`${didOf(entry)} ${entry.subject.label}`}>
          <span className="only-narrow">{entry.actor.label} </span>
          {didOf(entry)} <Link to={subjectPath(entry.subject)}>{entry.subject.label}</Link>
        </span>
      ),
    },
    linkColumn(
      'project',
      says.project,
      ({ subject: { projectId } }) => {
        const name = projectName(projectId);
        return name === undefined ? null : { name, path: paths.project(projectId) };
      },
      { width: 180 },
    ),
  ];
}
