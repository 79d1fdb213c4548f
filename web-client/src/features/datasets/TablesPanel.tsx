import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import {
  DatasetTableDocument,
  MoreTablesDocument,
  type DatasetVersionDetailFragment,
  type TableRowFragment,
} from '@/api/generated/datasets';
import { followingPage } from '@/api/use-pages';
import { bytes, counted } from '@/format/number';
import { FormFailure } from '@/parts/form';
import { MoreChoices, type More } from '@/parts/MoreChoices';
import { Panel, PanelBody } from '@/parts/Panel';
import { State } from '@/parts/State';
import { Failed, Skeleton } from '@/parts/states';
import { Segments } from '@/parts/Tabs';
import { useParam } from '@/parts/use-param';
import { When } from '@/parts/When';
import { ProfileTable } from './ProfileTable';
import { words } from './words';

const says = words.tablesPanel;

/** Longer names together do not fit beside each other on a phone: they are chosen from a list. */
const MAX_SEGMENT_CHARACTERS = 24;

/** The tables of a version, one at a time; which one stands in the address. */
export function TablesPanel({ version }: { readonly version: DatasetVersionDetailFragment }) {
  const [wanted] = useParam('table');
  const tables = version.tables.edges.map(({ node }) => node);
  const found = tables.find(({ name }) => name === wanted);
  const { more, failure } = useMoreTables(version, wanted !== '' && found === undefined);
  const open = found ?? tables[0];
  if (open === undefined) return null;
  return (
    <Panel
      title="Tables"
      note={noteOf(open)}
      end={
        <>
          <MoreChoices loaded={tables.length} noun="tables" more={more} />
          <Choice tables={tables} open={open} />
        </>
      }
    >
      {failure !== null && <FormFailure what={says.couldNotLoadMore} failure={failure} />}
      {open.status === 'PROFILED' ? (
        <Columns key={open.name} version={version} open={open} rows={open.rows ?? 0} />
      ) : (
        <PanelBody>
          <State name={open.status} />
          <p>{open.status === 'PENDING' ? says.itWaits : `${open.name}: ${open.reason ?? ''}.`}</p>
        </PanelBody>
      )}
    </Panel>
  );
}

/**
 * The page of tables that follows; it reaches the version through the cache.
 *
 * @param isSought whether the table in the address is not among those loaded: then the pages are gone through for it
 */
function useMoreTables({ id, tables }: DatasetVersionDetailFragment, isSought: boolean) {
  const [after, setAfter] = useState<string | null>(null);
  const [{ error, fetching }, ask] = useQuery({
    query: MoreTablesDocument,
    variables: { id, after },
    pause: after === null,
  });
  const next = followingPage(tables.pageInfo);
  if (isSought && next !== null && next !== after) setAfter(next);
  const more: More | null =
    next === null
      ? null
      : {
          // One that did not come is asked for again.
          load: () => (next === after ? ask({ requestPolicy: 'network-only' }) : setAfter(next)),
          loading: fetching,
        };
  return { more, failure: error === undefined ? null : toFailure(error) };
}

function noteOf({ rows, files, sizeBytes, computedAt }: TableRowFragment) {
  return (
    <>
      {rows !== null && `${counted(rows, 'row', 'rows')}, `}
      {files > 1 && `${counted(files, 'file', 'files')}, `}
      {bytes(sizeBytes)}
      {computedAt !== null && (
        <>
          {', '}
          <When at={computedAt} />
        </>
      )}
    </>
  );
}

interface ChoiceProps {
  readonly tables: readonly TableRowFragment[];
  readonly open: TableRowFragment;
}

function Choice({ tables, open }: ChoiceProps) {
  const [, setTable] = useParam('table');
  if (tables.length === 1) return <span className="mono cut">{open.name}</span>;
  if (tables.reduce((sum, { name }) => sum + name.length, 0) <= MAX_SEGMENT_CHARACTERS) {
    const tabs = tables.map(({ name }) => ({ key: name, label: name }));
    return <Segments label="Table" tabs={tabs} param="table" />;
  }
  return (
    <NativeSelect
      aria-label="Table"
      value={open.name}
      data={tables.map(({ name, status }) => ({
        value: name,
        label: status === 'PROFILED' ? name : `${name}, ${status.toLowerCase()}`,
      }))}
      onChange={(event) => setTable(event.currentTarget.value)}
    />
  );
}

interface ColumnsProps {
  readonly version: DatasetVersionDetailFragment;
  readonly open: TableRowFragment;
  readonly rows: number;
}

/** Those of the first table came with the page. */
function Columns({ version, open, rows }: ColumnsProps) {
  const isFirst = version.table?.name === open.name;
  const [{ data, error }, ask] = useQuery({
    query: DatasetTableDocument,
    variables: { id: version.id, name: open.name },
    pause: isFirst,
  });
  const found = data?.node?.__typename === 'DatasetVersion' ? data.node.table : null;
  const table = isFirst ? version.table : found;
  if (table != null) return <ProfileTable table={table} rows={rows} />;
  if (error !== undefined) {
    return (
      <Failed
        what={says.couldNotLoad}
        failure={toFailure(error)}
        onRetry={() => ask({ requestPolicy: 'network-only' })}
      />
    );
  }
  return (
    <PanelBody>
      <div aria-busy="true" aria-label={says.label} role="group">
        <Skeleton width={320} />
      </div>
    </PanelBody>
  );
}
