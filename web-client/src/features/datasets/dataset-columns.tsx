import { Link } from 'react-router';
import type { DatasetListedFragment } from '@/api/generated/datasets';
import { bytes, NO_VALUE } from '@/format/number';
import type { Column } from '@/parts/data-table';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { VersionState } from './VersionState';

/** Null where the person may not know of its project, by which its page is found. */
export const datasetPath = ({ id, project }: DatasetListedFragment) =>
  project === undefined ? null : paths.dataset(project.id, id);

/** What the list shows of a data set: the newest version counts. */
export const datasetColumns: readonly Column<DatasetListedFragment>[] = [
  {
    id: 'name',
    header: 'Name',
    name: true,
    value: ({ name }) => name,
    cell: (row) => {
      const path = datasetPath(row);
      return path === null ? (
        <span title={row.name}>{row.name}</span>
      ) : (
        <Link to={path} title={row.name}>
          {row.name}
        </Link>
      );
    },
  },
  {
    id: 'status',
    header: 'State',
    width: 120,
    value: ({ latest }) => latest?.status,
    cell: ({ latest }) =>
      latest === null ? <span className="t3">no version</span> : <VersionState version={latest} />,
  },
  {
    id: 'version',
    header: 'Newest',
    figures: true,
    p2: true,
    width: 80,
    value: ({ latest }) => latest?.number,
    cell: ({ latest }) => (latest === null ? NO_VALUE : `v${latest.number}`),
  },
  {
    id: 'size',
    header: 'Size',
    figures: true,
    width: 100,
    value: ({ latest }) => latest?.sizeBytes,
    cell: ({ latest }) => (latest === null ? NO_VALUE : bytes(latest.sizeBytes)),
  },
  {
    id: 'project',
    header: 'Project',
    p2: true,
    value: ({ project }) => project?.name,
    cell: ({ project }) =>
      project === undefined ? (
        NO_VALUE
      ) : (
        <Link to={paths.project(project.id)} title={project.name}>
          {project.name}
        </Link>
      ),
  },
  {
    id: 'description',
    header: 'Description',
    p2: true,
    value: ({ description }) => description,
  },
  {
    id: 'changed',
    header: 'Changed',
    figures: true,
    p2: true,
    width: 110,
    value: changedAt,
    cell: (row) => <When at={changedAt(row)} />,
  },
];

function changedAt({ latest, createdAt }: DatasetListedFragment): string {
  return latest?.createdAt ?? createdAt;
}
