import { Link } from 'react-router';
import type { DatasetListedFragment, DatasetUsedFragment } from '@/api/generated/datasets';
import { bytes, NO_VALUE } from '@/format/number';
import type { Column } from '@/parts/data-table';
import { nameColumn, projectColumn, textColumn, versionColumn, whenColumn } from '@/parts/table-columns';
import { paths } from '@/paths';
import { readersInWords, readersOf } from './readers';
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

export type ListedDataset = DatasetListedFragment & DatasetUsedFragment;

/** Columns of what the person may see of every data set: the newest version counts. */
export function datasetColumns(first: ListedDataset | undefined): readonly Column<ListedDataset>[] {
  return COLUMNS.filter(({ id }) => id !== USED.id || first?.use !== undefined);
}

const USED: Column<ListedDataset> = {
  id: 'used',
  header: says.used,
  p2: true,
  width: 208,
  value: ({ use }) => readersOf(use),
  exported: ({ use }) => readersInWords(use),
  cell: ({ id, project, use }) => {
    const text = readersInWords(use);
    if (text === null) return NO_VALUE;
    const newest = use?.newestVersion?.number;
    if (project === undefined || newest === undefined) return text;
    return (
      <Link to={paths.dataset(project.id, id, newest)} title={says.usedBy(text, newest)} className="cut">
        {text}
      </Link>
    );
  },
};

const COLUMNS: readonly Column<ListedDataset>[] = [
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
  USED,
  projectColumn(({ project }) => project),
  textColumn('description', 'Description', ({ description }) => description, { optional: true }),
  whenColumn('changed', 'Changed', ({ latest, createdAt }) => latest?.createdAt ?? createdAt, { width: 110 }),
];
