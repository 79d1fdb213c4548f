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
import { bytes, count } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { KeyValue } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, Failed, Hidden, Skeleton } from '@/parts/states';
import { Status } from '@/parts/Status';
import table from '@/parts/table.module.css';
import { useParam } from '@/parts/use-param';
import {
  becameOf,
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
import { words } from './words';

const says = words.differencePanel;

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
      note={difference === null ? undefined : says.note(version.number, difference.from.number)}
      end={<Against number={version.number} versions={versions} open={difference?.from.number ?? from} />}
    >
      {isMissing ? (
        <Hidden />
      ) : failure !== null ? (
        <Failed what={says.what} failure={failure} onRetry={() => ask({ requestPolicy: 'network-only' })} />
      ) : found === undefined ? (
        <PanelBody>
          <div role="group" aria-busy="true" aria-label={says.comparingTheVersions}>
            <Skeleton width={320} />
          </div>
        </PanelBody>
      ) : difference === null ? (
        <Empty title={says.title}>
          <p>{from === null ? says.noVersionBefore : says.vWasNotSealed(from)}</p>
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
      aria-label={says.compareWith}
      value={open === null ? '' : String(open)}
      data={[
        ...(open === null ? [{ value: '', label: says.chooseToCompare }] : []),
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

/** In three parts: which columns there are, how many rows and files, and how far the values moved. */
function Found({ number, difference: { from, files, table: changed }, hasTables }: FoundProps) {
  return (
    <>
      <div className={styles.parts}>
        {changed !== null && (
          <section aria-label="Columns">
            <h3>Columns</h3>
            <Schema columns={changed.columns} />
          </section>
        )}
        <section aria-label={says.rowsAndFiles}>
          <h3>{says.rowsAndFiles}</h3>
          <KeyValue
            facts={[
              ...(changed === null
                ? []
                : [{ label: 'Rows', value: rowsChange(changed.rows, changed.rowsBefore) }]),
              { label: 'Files', value: filesChange(files) },
              {
                label: says.newContent,
                value: files.addedBytes === 0 ? says.noNewContent : bytes(files.addedBytes),
              },
            ]}
          />
        </section>
      </div>
      {changed !== null && (
        <section className={styles.below} aria-label="Distributions">
          <h3>Distributions</h3>
          <Columns change={changed} before={from.number} />
        </section>
      )}
      {changed === null && hasTables && (
        <p className={table.note}>{says.noColumnsToCompare(number, from.number)}</p>
      )}
      {files.changes.length > 0 && <Files files={files} />}
    </>
  );
}

/** As many columns are named; the others are told by their number, and stand in the table below. */
const NAMED = 8;

/** The columns that came, went or have another type. */
function Schema({ columns }: { readonly columns: readonly ColumnChange[] }) {
  const changed = mostChangedFirst(columns.filter((column) => schemaChange(column) !== null));
  const same = columns.length - changed.length;
  return (
    <ul className={styles.schema} aria-label={says.columnsThatChanged}>
      {changed.slice(0, NAMED).map((column) => (
        <li key={column.name}>
          <span className="mono cut" title={column.name}>
            {column.name}
          </span>
          <span className={styles.became}>{becameOf(column)}</span>
        </li>
      ))}
      {changed.length > NAMED && <li>{says.moreColumns(changed.length - NAMED)}</li>}
      <li className="t3">{says.columnsAsBefore(same)}</li>
    </ul>
  );
}

function Columns({ change, before }: { readonly change: TableChangeFragment; readonly before: number }) {
  const shifted = change.columns.filter(isShifted).length;
  return (
    <>
      {change.nameBefore !== change.name && (
        <p className={table.note}>{says.heldAgainst(change.name, change.nameBefore, before)}</p>
      )}
      <div className={styles.columns}>
        <DataTable
          label={says.changes(change.name)}
          noun={['column', 'columns']}
          prefix="d"
          columns={columnsOf(change)}
          rows={mostChangedFirst(change.columns)}
          rowId={({ name }) => name}
          tools={change.columns.length > 12 ? undefined : null}
        />
      </div>
      <p className={table.note}>
        {says.psiHowFar(shifted === 0 ? says.noneIsOrMore(SHIFTED) : says.orMore(shifted, SHIFTED))}
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
        <span className="cut" title={column.name}>
          {column.name}
        </span>
      ),
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

/** Why there is none. */
function wordOf({ before, after }: ColumnChange): string {
  if (before === null) return 'added';
  return after === null ? 'removed' : says.notTold;
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
        <caption className="sr">{says.filesThatChanged}</caption>
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
          {says.moreChanged(all - shown.length)}
          {changes.length > shown.length && (
            <Button variant="subtle" onClick={() => setShowsAll(true)}>
              Show {changes.length === all ? 'all' : says.theFirst} {count(changes.length)}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
