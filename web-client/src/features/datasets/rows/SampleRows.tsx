import { Link } from 'react-router';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { SampleRowsDocument, type DatasetVersionDetailFragment } from '@/api/generated/datasets';
import { count } from '@/format/number';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, Failed, Hidden, Skeleton } from '@/parts/states';
import table from '@/parts/table.module.css';
import { sampleOf, type Sample } from './sample';
import { ValueTable } from './ValueTable';
import { words } from './words';

const says = words.sampleRows;

/** Files whose lines the platform shows; of other tables it shows no row. */
const TEXT = /\.(ndjson|jsonl|csv|tsv)(\.gz)?$/i;

interface SampleRowsProps {
  readonly version: DatasetVersionDetailFragment;
  /** Whether there are files beyond those that were loaded. */
  readonly hasMoreFiles: boolean;
  /** Whether the person may run SQL on it. */
  readonly mayTry: boolean;
}

/** How the first text of a version begins. */
export function SampleRows({ version, hasMoreFiles, mayTry }: SampleRowsProps) {
  const mayBeText = hasMoreFiles || version.files.edges.some(({ node }) => TEXT.test(node.path));
  if (version.removedAt !== null) {
    return (
      <Panel title={says.sampleRows}>
        <Empty title={says.noRowsAnyMore}>
          <p>{says.theyWent}</p>
        </Empty>
      </Panel>
    );
  }
  if (!mayBeText) {
    return (
      <Panel title={says.sampleRows} {...linkOf(mayTry)}>
        <NoText />
      </Panel>
    );
  }
  return <Read version={version} mayTry={mayTry} />;
}

function NoText() {
  return (
    <Empty title={says.noRowsToShow}>
      <p>{says.rowsAreShown}</p>
    </Empty>
  );
}

function linkOf(mayTry: boolean) {
  if (!mayTry) return {};
  return {
    end: (
      <Link data-link to="?tab=sql">
        {says.queryInSql}
      </Link>
    ),
  };
}

function Read({ version, mayTry }: Omit<SampleRowsProps, 'hasMoreFiles'>) {
  const text = version.tables.edges.find(({ node }) => TEXT.test(node.name))?.node;
  const [{ data, error }, ask] = useQuery({
    query: SampleRowsDocument,
    // Its types are asked for once they are known: the page is open while they are found.
    variables: { id: version.id, table: text?.status === 'PROFILED' ? text.name : null },
  });
  const found = data?.node?.__typename === 'DatasetVersion' ? data.node : undefined;
  const failure = error === undefined ? null : toFailure(error);
  const sample = found === undefined ? null : sampleOf(found.firstRows, found.table?.columns ?? []);
  const isMissing = failure === null ? data?.node === null : isHidden(failure);
  return (
    <Panel
      title={says.sampleRows}
      {...(sample === null || sample.rows.length === 0 ? {} : { note: noteOf(sample, text?.rows ?? null) })}
      {...linkOf(mayTry)}
    >
      {isMissing ? (
        <Hidden />
      ) : failure !== null ? (
        <Failed what={says.what} failure={failure} onRetry={() => ask({ requestPolicy: 'network-only' })} />
      ) : sample === null ? (
        <PanelBody>
          <div role="group" aria-busy="true" aria-label={says.label}>
            <Skeleton width={320} />
          </div>
        </PanelBody>
      ) : found?.firstRows.length === 0 && text === undefined ? (
        <NoText />
      ) : sample.rows.length === 0 ? (
        <Empty title={says.noRowsToShow}>
          <p>{whyNone(sample)}</p>
        </Empty>
      ) : (
        <>
          <ValueTable label={says.rowsSideways} none="missing" columns={sample.columns} rows={sample.rows} />
          {sample.unreadable > 0 && <p className={table.note}>{says.tooLong(sample.unreadable)}</p>}
        </>
      )}
    </Panel>
  );
}

function whyNone({ unreadable }: Sample): string {
  return unreadable > 0 ? says.firstLines : says.firstTextFile;
}

function noteOf({ rows }: Sample, all: number | null): string {
  const first = all === null ? count(rows.length) : says.of(rows.length, all);
  return says.firstAsThey(first);
}
