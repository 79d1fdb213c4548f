import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { CapturedRowsDocument } from '@/api/generated/endpoints';
import { bytes, count, counted, NO_VALUE } from '@/format/number';
import { exactUtc } from '@/format/time';
import { Panel } from '@/parts/Panel';
import { Empty, Failed, Hidden, Skeleton } from '@/parts/states';
import table from '@/parts/table.module.css';
import { paths } from '@/paths';
import { capturedOf, valuesText, type Captured, type CapturedTable, type Kept } from './captured';
import styles from './captured.module.css';
import type { CaptureView } from './health';

interface CapturedRowsProps {
  readonly capture: CaptureView;
  readonly projectId: string;
}

/** How the rows begin that requests are kept as; they are read when somebody wants to see them. */
export function CapturedRows({ capture: { dataset, kept }, projectId }: CapturedRowsProps) {
  const [isOpen, setOpen] = useState(false);
  if (dataset === null) {
    return (
      <Panel title="Captured rows">
        <p className={styles.note}>Rows are shown to who may read the data set (DATASET_READ).</p>
      </Panel>
    );
  }
  if (!isOpen) {
    return (
      <Panel title="Captured rows">
        <Empty title={kept === 0 ? 'Nothing was kept yet' : `${count(kept)} requests were kept`}>
          <p>
            What is redacted was never written down, and is marked as such. Rows come with the data set’s next
            version.
          </p>
          {kept > 0 && <Button onClick={() => setOpen(true)}>Show the first rows</Button>}
        </Empty>
      </Panel>
    );
  }
  return <Opened datasetId={dataset.id} name={dataset.name} projectId={projectId} />;
}

interface OpenedProps {
  readonly datasetId: string;
  readonly name: string;
  readonly projectId: string;
}

function Opened({ datasetId, name, projectId }: OpenedProps) {
  const [{ data, error, fetching }, ask] = useQuery({
    query: CapturedRowsDocument,
    variables: { dataset: datasetId },
    requestPolicy: 'cache-and-network',
  });
  const again = () => ask({ requestPolicy: 'network-only' });
  const failure = error === undefined ? null : toFailure(error);
  const dataset = data?.node?.__typename === 'Dataset' ? data.node : undefined;
  const version = dataset?.latest;
  const isMissing = (failure !== null && isHidden(failure)) || data?.node === null;
  return (
    <Panel
      title="Captured rows"
      {...(version == null
        ? {}
        : {
            note: noteOf(version),
            end: (
              <Button variant="subtle" size="compact-sm" loading={fetching} onClick={again}>
                Look again
              </Button>
            ),
          })}
    >
      {isMissing ? (
        <Hidden />
      ) : failure !== null ? (
        <Failed what="Could not read the rows" failure={failure} onRetry={again} />
      ) : dataset === undefined ? (
        <div className={styles.awaited} aria-busy="true" aria-label="Reading the rows">
          <Skeleton width={320} />
        </div>
      ) : version == null || version.firstRows.length === 0 ? (
        <Empty title="No rows yet">
          <p>
            {version == null
              ? 'The data set has no version yet: what is kept waits until its collector seals the first one.'
              : `Version ${version.number} begins with no row.`}
          </p>
          <Button variant="default" component={Link} to={paths.dataset(projectId, datasetId)}>
            Open {name}
          </Button>
        </Empty>
      ) : (
        <Rows found={capturedOf(version.firstRows)}>
          All rows are in{' '}
          <Link data-link to={paths.dataset(projectId, datasetId, version.number)}>
            {name} v{version.number}
          </Link>
          .
        </Rows>
      )}
    </Panel>
  );
}

interface Version {
  readonly number: number;
  readonly collectedFrom: { readonly rows: number; readonly from: string; readonly to: string } | null;
}

function noteOf({ number, collectedFrom }: Version): string {
  if (collectedFrom === null) return `v${number}`;
  const { rows, from, to } = collectedFrom;
  return `v${number}, ${counted(rows, 'row', 'rows')}, ${exactUtc(from).slice(0, 16)} to ${exactUtc(to).slice(11, 16)} UTC`;
}

function Rows({ found, children }: { readonly found: CapturedTable; readonly children: ReactNode }) {
  const { rows, inputs, outputs, unreadable } = found;
  return (
    <>
      <div className={styles.scroll} role="region" aria-label="Captured rows, sideways" tabIndex={0}>
        <table className={table.table}>
          <caption className="sr">Captured rows</caption>
          <thead>
            <tr>
              <th scope="col">Time, UTC</th>
              <th scope="col">Inference id</th>
              <th scope="col">Revision</th>
              {inputs.map((name) => (
                <th key={`in ${name}`} scope="col" data-part="input">
                  {name}
                </th>
              ))}
              {outputs.map((name) => (
                <th key={`out ${name}`} scope="col" data-part="output">
                  → {name}
                </th>
              ))}
              <th scope="col" data-figures>
                Latency
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.id} ${row.time}`}>
                <td className="num" title={row.time}>
                  {exactTime(row.time)}
                </td>
                <td data-name>
                  <div className={`${styles.id ?? ''} cut mono`} title={row.id}>
                    {row.id}
                  </div>
                </td>
                <td>r{row.revision}</td>
                {inputs.map((name) => (
                  <Cell key={`in ${name}`} kept={row.inputs[name]} tooLarge={row.requestBytes} />
                ))}
                {outputs.map((name) => (
                  <Cell key={`out ${name}`} kept={row.outputs[name]} tooLarge={row.answerBytes} />
                ))}
                <td data-figures>{latency(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.note}>
        The first {counted(rows.length, 'row', 'rows')} of the version. <Redacted /> was never written down.{' '}
        {unreadable > 0 && `${counted(unreadable, 'row is', 'rows are')} too long to be shown here. `}
        {children}
      </p>
    </>
  );
}

function Cell({ kept, tooLarge }: { readonly kept: Kept | undefined; readonly tooLarge: number | null }) {
  if (kept === undefined)
    return <td className="t3">{tooLarge === null ? NO_VALUE : `message of ${bytes(tooLarge)}`}</td>;
  switch (kept.kind) {
    case 'redacted':
      return (
        <td>
          <Redacted />
        </td>
      );
    case 'shortened':
      return (
        <td className="t3" title={`sha256 ${kept.digest}`}>
          {bytes(kept.bytes)}, digest kept
        </td>
      );
    case 'values':
      return (
        <td {...(kept.type === 'BYTES' ? {} : { className: 'num' })}>
          <div className={`${styles.value ?? ''} cut`} title={valuesText(kept.values)}>
            {valuesText(kept.values)}
          </div>
        </td>
      );
  }
}

function Redacted() {
  return <span className={styles.redacted} role="img" aria-label="redacted" title="redacted" />;
}

/** `13:59:58.214`. */
function exactTime(iso: string): string {
  return new Date(iso).toISOString().slice(11, 23);
}

function latency({ latencyMs }: Captured): string {
  return latencyMs === null ? NO_VALUE : `${Number(latencyMs.toPrecision(3))} ms`;
}
