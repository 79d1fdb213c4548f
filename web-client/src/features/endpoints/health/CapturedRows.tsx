import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { CapturedRowsDocument } from '@/api/generated/endpoints';
import { bytes, NO_VALUE } from '@/format/number';
import { exactUtc } from '@/format/time';
import { Panel } from '@/parts/Panel';
import { Empty, Failed, Hidden, Skeleton } from '@/parts/states';
import table from '@/parts/table.module.css';
import { paths } from '@/paths';
import { capturedOf, valuesText, type Captured, type CapturedTable, type Kept } from './captured';
import styles from './captured.module.css';
import type { CaptureView } from './health';
import { words } from './words';

const says = words.capturedRows;

interface CapturedRowsProps {
  readonly capture: CaptureView;
  readonly projectId: string;
}

/** How the rows begin that requests are kept as; they are read when somebody wants to see them. */
export function CapturedRows({ capture: { dataset, kept }, projectId }: CapturedRowsProps) {
  const [isOpen, setOpen] = useState(false);
  if (dataset === null) {
    return (
      <Panel title={says.capturedRows}>
        <p className={styles.note}>{says.rowsAreShown}</p>
      </Panel>
    );
  }
  if (!isOpen) {
    return (
      <Panel title={says.capturedRows}>
        <Empty title={kept === 0 ? says.nothingWasKeptYet : says.requestsWereKept(kept)}>
          <p>{says.whatIsRedactedWas}</p>
          {kept > 0 && <Button onClick={() => setOpen(true)}>{says.showTheFirstRows}</Button>}
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
      title={says.capturedRows}
      {...(version == null
        ? {}
        : {
            note: noteOf(version),
            end: (
              <Button variant="subtle" size="compact-sm" loading={fetching} onClick={again}>
                {says.lookAgain}
              </Button>
            ),
          })}
    >
      {isMissing ? (
        <Hidden />
      ) : failure !== null ? (
        <Failed what={says.what} failure={failure} onRetry={again} />
      ) : dataset === undefined ? (
        <div className={styles.awaited} aria-busy="true" aria-label={says.readingTheRows}>
          <Skeleton width={320} />
        </div>
      ) : version == null || version.firstRows.length === 0 ? (
        <Empty title={says.noRowsYet}>
          <p>{version == null ? says.dataSetHas : says.versionBeginsWithNo(version.number)}</p>
          <Button variant="default" component={Link} to={paths.dataset(projectId, datasetId)}>
            Open {name}
          </Button>
        </Empty>
      ) : (
        <Rows found={capturedOf(version.firstRows)}>
          {says.allRows}{' '}
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
  return says.vToUtc(number, rows, exactUtc(from).slice(0, 16), exactUtc(to).slice(11, 16));
}

function Rows({ found, children }: { readonly found: CapturedTable; readonly children: ReactNode }) {
  const { rows, inputs, outputs, unreadable } = found;
  return (
    <>
      <div className={styles.scroll} role="region" aria-label={says.capturedRowsSideways} tabIndex={0}>
        <table className={table.table}>
          <caption className="sr">{says.capturedRows}</caption>
          <thead>
            <tr>
              <th scope="col">{says.timeUtc}</th>
              <th scope="col">{says.inferenceId}</th>
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
        {says.theFirst(rows.length)} <Redacted /> {says.wasNeverWrittenDown}{' '}
        {unreadable > 0 && says.tooLong(unreadable)}
        {children}
      </p>
    </>
  );
}

function Cell({ kept, tooLarge }: { readonly kept: Kept | undefined; readonly tooLarge: number | null }) {
  if (kept === undefined)
    return <td className="t3">{tooLarge === null ? NO_VALUE : says.message(bytes(tooLarge))}</td>;
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
          {says.digestKept(bytes(kept.bytes))}
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
  return latencyMs === null ? NO_VALUE : says.ms(Number(latencyMs.toPrecision(3)));
}
