import { Link } from 'react-router';
import type { PreviewShownFragment } from '@/api/generated/datasets';
import { counted, money } from '@/format/number';
import { duration } from '@/format/time';
import { FormFailure } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { Panel, PanelBody } from '@/parts/Panel';
import { stateWord } from '@/parts/State';
import { Status } from '@/parts/Status';
import { Failed } from '@/parts/states';
import { paths } from '@/paths';
import { ValueTable } from '@/features/datasets/rows/ValueTable';
import { linesOf } from './lines';
import styles from './transform.module.css';
import type { PreviewRun } from './use-preview';

interface PreviewPanelProps {
  readonly run: PreviewRun;
  /** The statement is another than the one that was tried. */
  readonly isChanged: boolean;
  /** Whether a field says already why it could not be started. */
  readonly isPlaced: boolean;
  readonly onLine: (line: number) => void;
}

/** What a statement makes of the first rows, or why it makes nothing. */
export function PreviewPanel({ run, isChanged, isPlaced, onLine }: PreviewPanelProps) {
  const { tried, isRunning, failure, lost } = run;
  const preview = tried?.preview ?? null;
  return (
    <Panel
      title="Preview"
      {...(preview === null ? {} : { note: figuresOf(preview) })}
      {...(preview?.job == null
        ? {}
        : {
            end: (
              <Link data-link to={paths.job(preview.job.id)}>
                Its job
              </Link>
            ),
          })}
    >
      <div aria-live="polite">
        {failure !== null && !isPlaced && (
          <div className={styles.rest}>
            <FormFailure what="Could not start the preview" failure={failure} />
          </div>
        )}
        {lost === 'gone' ? (
          <PanelBody>
            <p className="t2">The preview is gone: it is kept for a day. Preview once more.</p>
          </PanelBody>
        ) : lost !== null ? (
          <Failed what="Could not load the preview" failure={lost} onRetry={run.again} />
        ) : tried === null ? (
          <PanelBody>
            <p className="t2">
              Preview tries the statement on the first 10,000 rows of each table that it reads, in a job of a
              minute at most. It makes no version and is billed as any job.
            </p>
          </PanelBody>
        ) : (
          <>
            {isChanged && !isRunning && (
              <p className={styles.changed}>
                <Icon name="info" size={14} />
                Of the statement as it was before it was changed.
              </p>
            )}
            {isRunning && (
              <PanelBody>
                <Status tone="run" icon="load">
                  {waitsOf(tried.preview)}
                </Status>
              </PanelBody>
            )}
            {tried.preview.status === 'FAILED' && (
              <Refused
                reason={tried.preview.reason ?? 'The job ended before it said why; its log may.'}
                lines={isChanged ? [] : linesOf(tried.preview.reason ?? '', tried.sql)}
                onLine={onLine}
              />
            )}
            {tried.preview.status === 'READY' && <Rows preview={tried.preview} />}
          </>
        )}
      </div>
    </Panel>
  );
}

function waitsOf({ job }: PreviewShownFragment): string {
  if (job === null || job.status === 'RUNNING') return 'Running on the first 10,000 rows of each table';
  return `Its job is ${stateWord(job.status).toLowerCase()}`;
}

/** What it took and cost, as its job tells. */
function figuresOf({ status, job }: PreviewShownFragment): string {
  if (status === 'RUNNING' || job === null) return '';
  const took =
    job.startedAt === null || job.endedAt === null
      ? null
      : `took ${duration(Date.parse(job.endedAt) - Date.parse(job.startedAt))}`;
  const cost = job.cost === null ? null : `cost ${money(job.cost.amount, job.cost.currency)}`;
  return [took, cost].filter((part) => part !== null).join(' · ');
}

interface RefusedProps {
  readonly reason: string;
  readonly lines: readonly number[];
  readonly onLine: (line: number) => void;
}

function Refused({ reason, lines, onLine }: RefusedProps) {
  return (
    <div className={styles.refused} role="alert">
      <Status tone="bad" icon="bad">
        The statement makes nothing
      </Status>
      <p className={styles.reason}>{reason}</p>
      {lines.length > 0 && (
        <p className="t2 f12">
          {lines.length === 1 ? 'See ' : 'What it names stands in '}
          {lines.map((line, index) => (
            <span key={line}>
              {index > 0 && ', '}
              <button type="button" className={styles.line} onClick={() => onLine(line)}>
                line {line}
              </button>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

function Rows({ preview: { columns, rows, more, partial } }: { readonly preview: PreviewShownFragment }) {
  return (
    <>
      <p className={styles.note} data-partial={partial || undefined}>
        <Icon name={partial ? 'warn' : 'info'} size={14} />
        {partial
          ? 'It saw the first 10,000 rows of each table only: sums, joins and what is rare may be otherwise in all of them.'
          : 'It saw all rows of what it reads.'}{' '}
        {more
          ? `The first ${counted(rows.length, 'row', 'rows')} of what it makes.`
          : rows.length === 0
            ? 'It makes no rows.'
            : `It makes ${counted(rows.length, 'row', 'rows')} of them.`}
      </p>
      <ValueTable label="Rows of the preview" none="null" columns={columns} rows={rows} />
    </>
  );
}
