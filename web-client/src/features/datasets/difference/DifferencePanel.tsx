import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import {
  VersionDifferenceDocument,
  type DatasetVersionDetailFragment,
  type DatasetVersionRowFragment,
  type TableChangeFragment,
  type VersionDifferenceQuery,
} from '@/api/generated/datasets';
import { bytes, count, counted } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { KeyValue } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, Failed, Hidden, Skeleton } from '@/parts/states';
import { Status } from '@/parts/Status';
import table from '@/parts/table.module.css';
import { useParam } from '@/parts/use-param';
import {
  filesChange,
  isComparable,
  isShifted,
  meanChange,
  missingChange,
  mostChangedFirst,
  rowsChange,
  schemaChange,
  SHIFTED,
  type ColumnChange,
} from './change';
import styles from './difference.module.css';

interface DifferencePanelProps {
  readonly version: DatasetVersionDetailFragment;
  /** Those of the data set that were loaded. */
  readonly versions: readonly DatasetVersionRowFragment[];
}

type Difference = NonNullable<
  Extract<NonNullable<VersionDifferenceQuery['node']>, { __typename: 'DatasetVersion' }>['difference']
>;

/** What changed since the version before, or another one that the address names; there is one at least. */
export function DifferencePanel({ version, versions }: DifferencePanelProps) {
  const [wanted] = useParam('from');
  const [openTable] = useParam('table');
  const from = /^[1-9]\d{0,8}$/.test(wanted) ? Number(wanted) : null;
  const [{ data, error }, ask] = useQuery({
    query: VersionDifferenceDocument,
    variables: { id: version.id, from, table: openTable === '' ? null : openTable },
    requestPolicy: 'cache-and-network',
  });
  const found = data?.node?.__typename === 'DatasetVersion' ? data.node : undefined;
  const failure = error === undefined ? null : toFailure(error);
  const difference = found?.difference ?? null;
  const isMissing = failure === null ? data?.node === null : isHidden(failure);
  return (
    <Panel
      title="Difference"
      note={difference === null ? undefined : `v${version.number} against v${difference.from.number}`}
      end={<Against number={version.number} versions={versions} open={difference?.from.number ?? from} />}
    >
      {isMissing ? (
        <Hidden />
      ) : failure !== null ? (
        <Failed
          what="Could not compare the versions"
          failure={failure}
          onRetry={() => ask({ requestPolicy: 'network-only' })}
        />
      ) : found === undefined ? (
        <PanelBody>
          <div role="group" aria-busy="true" aria-label="Comparing the versions">
            <Skeleton width={320} />
          </div>
        </PanelBody>
      ) : difference === null ? (
        <Empty title="Nothing to compare with">
          <p>
            {from === null
              ? 'No version before this one was sealed and still has its files.'
              : `v${from} was not sealed, or its files are gone.`}
          </p>
        </Empty>
      ) : (
        <Found number={version.number} difference={difference} hasTables={version.tables.edges.length > 0} />
      )}
    </Panel>
  );
}

interface AgainstProps {
  readonly number: number;
  readonly versions: readonly DatasetVersionRowFragment[];
  readonly open: number | null;
}

function Against({ number, versions, open }: AgainstProps) {
  const [, setFrom] = useParam('from');
  const others = versions
    .filter((one) => isComparable(one) && one.number !== number)
    .map((one) => one.number);
  const offered = open === null || others.includes(open) ? others : [open, ...others];
  if (offered.length === 0) return null;
  return (
    <NativeSelect
      className={styles.against}
      aria-label="Compare with"
      value={open === null ? '' : String(open)}
      data={[
        ...(open === null ? [{ value: '', label: 'Compare with…' }] : []),
        ...offered.map((one) => ({ value: String(one), label: `v${one}` })),
      ]}
      onChange={(event) => setFrom(event.currentTarget.value)}
    />
  );
}

interface FoundProps {
  readonly number: number;
  readonly difference: Difference;
  readonly hasTables: boolean;
}

function Found({ number, difference: { from, files, table: changed }, hasTables }: FoundProps) {
  return (
    <>
      <KeyValue
        facts={[
          ...(changed === null
            ? []
            : [{ label: 'Rows', value: rowsChange(changed.rows, changed.rowsBefore) }]),
          { label: 'Files', value: filesChange(files) },
          {
            label: 'New content',
            value: files.addedBytes === 0 ? 'none: all of it was there before' : bytes(files.addedBytes),
          },
        ]}
      />
      {changed !== null && <Columns change={changed} before={from.number} />}
      {changed === null && hasTables && (
        <p className={table.note}>
          No columns to compare: v{number} or v{from.number} has no profile of this table.
        </p>
      )}
      {files.changes.length > 0 && <Files files={files} />}
    </>
  );
}

function Columns({ change, before }: { readonly change: TableChangeFragment; readonly before: number }) {
  const shifted = change.columns.filter(isShifted).length;
  return (
    <>
      {change.nameBefore !== change.name && (
        <p className={table.note}>
          {change.name} is held against {change.nameBefore}, the only table of v{before}.
        </p>
      )}
      <div className={styles.columns}>
        <DataTable
          label={`Changes of ${change.name}`}
          noun={['column', 'columns']}
          prefix="d"
          columns={columnsOf(change)}
          rows={mostChangedFirst(change.columns)}
          rowId={({ name }) => name}
          tools={change.columns.length > 12 ? undefined : null}
        />
      </div>
      <p className={table.note}>
        PSI: how far the values moved, as drift of endpoints is told by; 0 is not at all.{' '}
        {shifted === 0
          ? `None is ${SHIFTED} or more.`
          : `${counted(shifted, 'column is', 'columns are')} at ${SHIFTED} or more.`}{' '}
        Estimated from both profiles.
      </p>
    </>
  );
}

function columnsOf({ rows, rowsBefore }: TableChangeFragment): readonly Column<ColumnChange>[] {
  return [
    {
      id: 'name',
      header: 'Column',
      name: true,
      value: ({ name }) => name,
      cell: (column) => (
        <div className={styles.name}>
          <span className="cut" title={column.name}>
            {column.name}
          </span>
          {column.before !== null && column.after !== null && schemaChange(column) !== null && (
            <span className={`only-narrow ${styles.retyped ?? ''}`}>{schemaChange(column)}</span>
          )}
        </div>
      ),
    },
    {
      id: 'schema',
      header: 'Schema',
      p2: true,
      width: 170,
      value: schemaChange,
      cell: (column) => schemaChange(column) ?? <span className="t3">as before</span>,
    },
    {
      id: 'missing',
      header: 'Missing',
      figures: true,
      p2: true,
      width: 130,
      value: ({ after }) => (after === null || rows === 0 ? null : after.missing / rows),
      cell: (column) => missingChange(column, rows, rowsBefore),
    },
    {
      id: 'mean',
      header: 'Mean',
      figures: true,
      p2: true,
      width: 150,
      value: ({ after }) => after?.mean,
      cell: meanChange,
    },
    {
      id: 'psi',
      header: 'PSI',
      figures: true,
      width: 110,
      value: ({ psi }) => psi,
      cell: (column) => <Shift column={column} />,
    },
  ];
}

function Shift({ column }: { readonly column: ColumnChange }) {
  if (column.psi === null) return <span className="t3">{wordOf(column)}</span>;
  const figure = column.psi.toFixed(3);
  return isShifted(column) ? (
    <Status tone="warn" icon="warn">
      <span className="sr">shifted, </span>
      {figure}
    </Status>
  ) : (
    figure
  );
}

/** Why there is none; a narrow screen shows no schema. */
function wordOf({ before, after }: ColumnChange): string {
  if (before === null) return 'added';
  return after === null ? 'removed' : 'not told';
}

const SHOWN = 5;

const KINDS = { ADDED: 'Added', CHANGED: 'Changed', REMOVED: 'Removed' } as const;

function Files({ files }: { readonly files: Difference['files'] }) {
  const [showsAll, setShowsAll] = useState(false);
  const { changes } = files;
  const shown = showsAll ? changes : changes.slice(0, SHOWN);
  const all = files.added + files.removed + files.changed;
  return (
    <>
      <table className={`${table.table ?? ''} ${styles.files ?? ''}`}>
        <caption className="sr">Files that changed</caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ path, kind }) => (
            <tr key={path}>
              <td data-name>
                <div className="cut mono" title={path}>
                  {path}
                </div>
              </td>
              <td>{KINDS[kind]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {(all > shown.length || changes.length > shown.length) && (
        <div className={table.note}>
          {count(all - shown.length)} more {all - shown.length === 1 ? 'file' : 'files'} changed.
          {changes.length > shown.length && (
            <Button variant="subtle" onClick={() => setShowsAll(true)}>
              Show {changes.length === all ? 'all' : 'the first'} {count(changes.length)}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
