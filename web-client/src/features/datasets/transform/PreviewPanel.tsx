import { Link } from 'react-router';
import type { PreviewShownFragment } from '@/api/generated/datasets';
import { money } from '@/format/number';
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
import { words } from './words';

const says = words.previewPanel;

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
                {says.itsJob}
              </Link>
            ),
          })}
    >
      <div aria-live="polite">
        {failure !== null && !isPlaced && (
          <div className={styles.rest}>
            <FormFailure what={says.couldNotStart} failure={failure} />
          </div>
        )}
        {lost === 'gone' ? (
          <PanelBody>
            <p className="t2">{says.previewIsGone}</p>
          </PanelBody>
        ) : lost !== null ? (
          <Failed what={says.couldNotLoad} failure={lost} onRetry={run.again} />
        ) : tried === null ? (
          <PanelBody>
            <p className="t2">{says.previewTriesTheStatement}</p>
          </PanelBody>
        ) : (
          <>
            {isChanged && !isRunning && (
              <p className={styles.changed}>
                <Icon name="info" size={14} />
                {says.theStatement}
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
                reason={tried.preview.reason ?? says.reason}
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
  if (job === null || job.status === 'RUNNING') return says.runningOnTheFirst;
  return says.jobIs(stateWord(job.status).toLowerCase());
}

/** What it took and cost, as its job tells. */
function figuresOf({ status, job }: PreviewShownFragment): string {
  if (status === 'RUNNING' || job === null) return '';
  const took =
    job.startedAt === null || job.endedAt === null
      ? null
      : says.took(duration(Date.parse(job.endedAt) - Date.parse(job.startedAt)));
  const cost = job.cost === null ? null : says.cost(money(job.cost.amount, job.cost.currency));
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
        {says.statementMakesNothing}
      </Status>
      <p className={styles.reason}>{reason}</p>
      {lines.length > 0 && (
        <p className="t2 f12">
          {lines.length === 1 ? 'See ' : says.whatItNamesStands}
          {lines.map((line, index) => (
            <span key={line}>
              {index > 0 && ', '}
              <button type="button" className={`bare ${styles.line ?? ''}`} onClick={() => onLine(line)}>
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
        {partial ? says.sawTheFirst : says.sawAllRows}{' '}
        {more
          ? says.firstOfWhat(rows.length)
          : rows.length === 0
            ? says.makesNoRows
            : says.makesOfThem(rows.length)}
      </p>
      <ValueTable label={says.label} none="null" columns={columns} rows={rows} />
    </>
  );
}
