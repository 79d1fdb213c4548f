import { Link } from 'react-router';
import type { ProjectRowFragment } from '@/api/generated/projects';
import type { Column } from '@/parts/data-table';
import { codeColumn, textColumn, whenColumn } from '@/parts/table-columns';
import { paths } from '@/paths';
import styles from './project.module.css';

export const PROJECT_COLUMNS: readonly Column<ProjectRowFragment>[] = [
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
  codeColumn('slug', 'Slug', ({ slug }) => slug, { width: 208 }),
  textColumn('description', 'Description', ({ description }) => description),
  whenColumn('created', 'Created', ({ createdAt }) => createdAt, { p2: false, width: 112 }),
];
