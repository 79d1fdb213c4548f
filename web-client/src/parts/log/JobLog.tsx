import type { ReactNode } from 'react';
import { Panel } from '@/parts/Panel';
import { Failed } from '@/parts/states';
import { Status } from '@/parts/Status';
import type { Line } from './log-store';
import { LogTail } from './LogTail';
import { useJobLog, type JobLogState } from './use-job-log';
import { words as says } from './words';

interface JobLogProps {
  readonly jobId: string;
  /** It has not ended: the log is followed. */
  readonly live: boolean;
  /** Said while there are no lines, such as why the job has not started. */
  readonly empty?: ReactNode;
  readonly end?: ReactNode;
  /** Its first page, where the page has fetched that already. */
  readonly first?: readonly Line[];
  readonly fileName: string;
  readonly height?: number;
}

/** A panel with the log of one job; it fails alone. */
export function JobLog({ jobId, live, empty, end, first, fileName, height = 320 }: JobLogProps) {
  const log = useJobLog(jobId, live, first);
  return (
    <Panel title={says.title} note={<FollowingStatus log={log} live={live} />} end={end}>
      {log.failure !== null && <Failed what={says.notLoaded} failure={log.failure} onRetry={log.retry} />}
      {(log.failure === null || log.store.lines.length > 0) && (
        <LogTail
          store={log.store}
          following={live && log.following === 'following'}
          empty={log.loading ? says.loading : (empty ?? (live ? says.noneYet : says.none))}
          fileName={fileName}
          height={height}
        />
      )}
    </Panel>
  );
}

function FollowingStatus({ log, live }: { readonly log: JobLogState; readonly live: boolean }) {
  if (!live || log.failure !== null) return null;
  if (log.following === 'lost') {
    return (
      <Status tone="warn" icon="load">
        {says.lost}
      </Status>
    );
  }
  return log.following === 'following' ? (
    <Status tone="ok" icon="ok">
      {says.following}
    </Status>
  ) : null;
}
