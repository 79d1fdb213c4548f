import type { DatasetVersionDetailFragment, DatasetVersionRowFragment } from '@/api/generated/datasets';
import { atLeast, bytes, count, counted, money, NO_VALUE, orMore, percent } from '@/format/number';
import { shortDigest } from '@/parts/Digest';
import { Lineage } from '@/parts/lineage/Lineage';
import { Panel } from '@/parts/Panel';
import { Strip, type Figure } from '@/parts/Strip';
import { CollectedFrom } from './CollectedFrom';
import { ChecksPanel } from './checks/ChecksPanel';
import { gateFigure } from './checks/gate';
import { isComparable } from './difference/change';
import { DifferencePanel } from './difference/DifferencePanel';
import { FileTable } from './FileTable';
import { MadeBySql } from './MadeBySql';
import { QuarantineOf } from './QuarantineOf';
import { SampleRows } from './rows/SampleRows';
import { Seal } from './Seal';
import { TablesPanel } from './TablesPanel';
import { UploadPanel } from './upload/UploadPanel';
import { ValidationBanner } from './ValidationBanner';
import { LINEAGE_COLUMNS, versionLineage } from './version-lineage';
import { words } from './words';

const says = words.datasetVersionView;

interface DatasetVersionViewProps {
  /** What its data set is called. */
  readonly dataset: string;
  readonly version: DatasetVersionDetailFragment;
  /** Those of the data set that were loaded. */
  readonly versions: readonly DatasetVersionRowFragment[];
  /** Whether there are more. */
  readonly moreVersions: boolean;
  readonly moreFiles: (() => void) | null;
  readonly mayWrite: boolean;
  /** Whether the person may run SQL. */
  readonly mayTry: boolean;
  readonly onChanged: () => void;
}

/** What one version holds; while it is open, the way to fill and seal it. */
export function DatasetVersionView(props: DatasetVersionViewProps) {
  const { dataset, version, versions, moreVersions, moreFiles, mayWrite, mayTry, onChanged } = props;
  const { number, status } = version;
  const files = version.files.edges.map(({ node }) => node);
  const isOpen = status === 'OPEN';
  const isRead = version.digest !== null;
  // Of one that was uploaded and that nothing has read there is nothing to draw.
  const lineage = versionLineage(version, dataset);
  const profiled = version.tables.edges.filter(({ node }) => node.status === 'PROFILED').length;
  const hasOther = moreVersions || versions.some((one) => one.number !== number && isComparable(one));
  return (
    <>
      <Strip label={says.label(number)} figures={figures(version, moreFiles !== null)} />
      <ValidationBanner version={version} mayWrite={mayWrite} onChanged={onChanged} />
      {lineage.nodes.length > 2 && (
        <Panel title="Lineage">
          <Lineage {...lineage} columns={LINEAGE_COLUMNS} current={version.id} />
        </Panel>
      )}
      {version.validation !== null && (
        <ChecksPanel
          version={version}
          validation={version.validation}
          mayWrite={mayWrite}
          onChanged={onChanged}
        />
      )}
      {version.quarantineOf !== null && <QuarantineOf source={version.quarantineOf} />}
      {version.transform !== null && <MadeBySql transform={version.transform} />}
      {version.collectedFrom !== null && <CollectedFrom collected={version.collectedFrom} />}
      {isOpen && mayWrite && (
        <UploadPanel
          versionId={version.id}
          number={number}
          uploads={version.uploads.edges.map(({ node }) => node)}
          onArrived={onChanged}
        />
      )}
      {isRead && <TablesPanel version={version} />}
      {isRead && <SampleRows version={version} hasMoreFiles={moreFiles !== null} mayTry={mayTry} />}
      {hasOther && isComparable(version) && (
        // Another one once more tables have a profile: it is computed anew.
        <DifferencePanel key={profiled} version={version} versions={versions} />
      )}
      <FileTable
        files={files}
        none={
          version.removedAt !== null ? says.theyWereRemovedAfter : (NO_FILES[status] ?? says.versionNeeds)
        }
        areGone={version.removedAt !== null}
        more={moreFiles}
        action={isOpen && mayWrite && <Seal version={version} onChanged={onChanged} />}
      />
    </>
  );
}

/** Why a version has none that nobody can upload to. */
const NO_FILES: Readonly<Partial<Record<DatasetVersionDetailFragment['status'], string>>> = {
  MAKING: says.theyComeWhen,
  REJECTED: says.transformLeftNone,
};

function figures(version: DatasetVersionDetailFragment, hasMoreFiles: boolean): Figure[] {
  const { number, sizeBytes, files, digest } = version;
  const tables = version.tables.edges.map(({ node }) => node);
  const profiled = tables.filter(({ status }) => status === 'PROFILED');
  const rows = profiled.reduce((sum, table) => sum + (table.rows ?? 0), 0);
  const hasMoreTables = version.tables.pageInfo.hasNextPage;
  const cost = costFigure(version);
  const total = digest === null ? files.edges.reduce((sum, { node }) => sum + node.sizeBytes, 0) : sizeBytes;
  return [
    { label: 'Version', value: `v${number}`, context: [says.by(version.createdBy)] },
    ...(version.validation === null ? [] : [gateFigure(version.validation)]),
    {
      label: 'Rows',
      value: profiled.length === 0 ? NO_VALUE : atLeast(rows, hasMoreTables),
      context: [rowsOf(version, profiled.length, hasMoreTables)],
    },
    ...(tables.length > 1
      ? [
          {
            label: 'Tables',
            value: atLeast(tables.length, hasMoreTables),
            context: [says.profiled(profiled.length, hasMoreTables)],
          },
        ]
      : columnFigures(profiled.length === 0 ? [] : (version.table?.columns ?? []), rows).slice(
          0,
          // Six figures at most: the gate takes the place of one, and so does what it cost.
          2 - (version.validation === null ? 0 : 1) - cost.length,
        )),
    ...cost,
    {
      label: 'Size',
      // What is sealed is known as a whole; what is not is added up by its files.
      value: orMore(bytes(total), hasMoreFiles && digest === null),
      context: [counted(files.edges.length, 'file', 'files', hasMoreFiles)],
    },
    {
      label: 'Digest',
      value: digest === null ? NO_VALUE : <span className="mono">{shortDigest(digest)}</span>,
      context: [digestOf(version)],
    },
  ];
}

/** Of what made it; none of what was uploaded, and for those who may not see costs. */
function costFigure({ transform }: DatasetVersionDetailFragment): Figure[] {
  const cost = transform?.job?.cost;
  if (transform === null || cost == null) return [];
  const { reuses, saved } = transform;
  return [
    {
      label: 'Cost',
      value: money(cost.amount, cost.currency),
      context: [
        reuses > 0 && saved !== null
          ? says.reused(reuses, money(saved.amount, saved.currency))
          : says.byTransform,
      ],
    },
  ];
}

function digestOf({ digest, status }: DatasetVersionDetailFragment): string {
  if (digest !== null) return says.allFiles;
  return status === 'REJECTED' ? says.hasNoFiles : says.noneUntil;
}

type Columns = NonNullable<DatasetVersionDetailFragment['table']>['columns'];

function columnFigures(columns: Columns, rows: number): Figure[] {
  const isKnown = columns.length > 0;
  const missing = columns.reduce((sum, column) => sum + column.missing, 0);
  const cells = rows * columns.length;
  return [
    {
      label: 'Columns',
      value: isKnown ? count(columns.length) : NO_VALUE,
      context: [isKnown ? types(columns) : says.noneWithoutAProfile],
    },
    {
      label: 'Missing',
      value: isKnown ? percent(cells === 0 ? 0 : missing / cells, 1) : NO_VALUE,
      context: [isKnown ? counted(missing, 'value', 'values') : says.noneWithoutAProfile],
    },
  ];
}

const ROWS_STATE: Readonly<Record<DatasetVersionDetailFragment['status'], string>> = {
  OPEN: says.onceSealed,
  MAKING: says.onceMade,
  SEALED: says.toBeCounted,
  VALIDATING: says.beingCounted,
  VALIDATED: says.noTables,
  REJECTED: 'rejected',
  ERRORED: says.notCounted,
};

function rowsOf({ status }: DatasetVersionDetailFragment, profiled: number, more: boolean): string {
  return profiled === 0 ? ROWS_STATE[status] : says.in(profiled, more);
}

function types(columns: readonly { readonly type: string }[]): string {
  const kinds = new Set(columns.map(({ type }) => type.toLowerCase()));
  return [...kinds].slice(0, 2).join(', ') + (kinds.size > 2 ? ', …' : '');
}
