import { Link } from 'react-router';
import type { ProjectRowFragment } from '@/api/generated/projects';
import { NO_VALUE } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import styles from './project.module.css';

const COLUMNS: readonly Column<ProjectRowFragment>[] = [
  {
    id: 'name',
    header: 'Name',
    name: true,
    value: ({ name }) => name,
    cell: ({ id, name, slug }) => (
      <>
        <Link to={paths.project(id)} title={name} className={`cut ${styles.block ?? ''}`}>
          {name}
        </Link>
        <span className={`mono cut only-narrow ${styles.under ?? ''}`}>{slug}</span>
      </>
    ),
  },
  {
    id: 'slug',
    header: 'Slug',
    p2: true,
    width: 208,
    value: ({ slug }) => slug,
    cell: ({ slug }) => (
      <span className="mono" title={slug}>
        {slug}
      </span>
    ),
  },
  {
    id: 'description',
    header: 'Description',
    p2: true,
    value: ({ description }) => description,
    cell: ({ description }) =>
      description == null || description === '' ? NO_VALUE : <span title={description}>{description}</span>,
  },
  {
    id: 'created',
    header: 'Created',
    figures: true,
    width: 112,
    value: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <When at={createdAt} />,
  },
];

interface ProjectTableProps {
  /** Undefined while they are on their way. */
  readonly projects: readonly ProjectRowFragment[] | undefined;
  /** Id of the project that was just created here, to find it in the list. */
  readonly newest: string | null;
  /** Null when all are shown. */
  readonly more: (() => void) | null;
  readonly loadingMore: boolean;
}

export function ProjectTable({ projects, newest, more, loadingMore }: ProjectTableProps) {
  return (
    <DataTable
      label="Projects"
      noun={['project', 'projects']}
      columns={COLUMNS}
      rows={projects}
      rowId={({ id }) => id}
      rowPath={({ id }) => paths.project(id)}
      marked={newest}
      placeholder="Name, slug or description"
      csv="keelson-projects"
      more={more === null ? null : { load: more, loading: loadingMore }}
    />
  );
}
