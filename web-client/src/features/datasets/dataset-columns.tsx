import type { DatasetListedFragment } from '@/api/generated/datasets';
import { bytes, NO_VALUE } from '@/format/number';
import type { Column } from '@/parts/data-table';
import { nameColumn, projectColumn, textColumn, versionColumn, whenColumn } from '@/parts/table-columns';
import { paths } from '@/paths';
import { VersionState } from './VersionState';
import { words } from './words';

const says = words.datasetColumns;

/** Null where the person may not know of its project, by which its page is found. */
export const datasetPath = ({ id, project }: DatasetListedFragment) =>
  project === undefined ? null : paths.dataset(project.id, id);

/** Of the newest version. */
export const STATES = [
  'OPEN',
  'MAKING',
  'SEALED',
  'VALIDATING',
  'VALIDATED',
  'ERRORED',
  'REJECTED',
  'NO_VERSION',
] as const;

export function stateOf({ latest }: DatasetListedFragment): (typeof STATES)[number] {
  return latest?.status ?? 'NO_VERSION';
}

/** What the list shows of a data set: the newest version counts. */
export const DATASET_COLUMNS: readonly Column<DatasetListedFragment>[] = [
  nameColumn('Name', ({ name }) => name, datasetPath),
  {
    id: 'status',
    header: 'State',
    width: 120,
    value: ({ latest }) => latest?.status,
    cell: ({ latest }) =>
      latest === null ? <span className="t3">{says.noVersion}</span> : <VersionState version={latest} />,
  },
  versionColumn('Newest', ({ latest }) => latest?.number, { p2: true, width: 80 }),
  {
    id: 'size',
    header: 'Size',
    figures: true,
    width: 100,
    value: ({ latest }) => latest?.sizeBytes,
    cell: ({ latest }) => (latest === null ? NO_VALUE : bytes(latest.sizeBytes)),
  },
  projectColumn(({ project }) => project),
  textColumn('description', 'Description', ({ description }) => description),
  whenColumn('changed', 'Changed', ({ latest, createdAt }) => latest?.createdAt ?? createdAt, { width: 110 }),
];
