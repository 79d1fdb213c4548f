import type { Client } from '@urql/core';
import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import { useFollow, type Following } from '@/api/follow';
import { JobLogDocument, JobLogPageDocument } from '@/api/generated/log';
import { LogStore, MAX_LINES, type Line } from './log-store';

/** As many as the platform gives at a time. */
const PAGE_LINES = 1_000;
const NO_LINES: readonly Line[] = [];

export interface JobLogState {
  readonly store: LogStore;
  /** `off` for the log of a job that had ended: it is whole once it is read. */
  readonly following: Following['state'];
  /** Nothing is known of it yet. */
  readonly loading: boolean;
  readonly failure: Failure | null;
  readonly retry: () => void;
}

/**
 * The log of a job: of one that ended page after page, of a live one as a stream from its first line on. It stays with
 * the way it began, so that the last lines of a job that ends meanwhile still arrive.
 *
 * @param jobId null while it is not known, or where there is no job
 * @param first its first page, where the page has fetched that already
 */
export function useJobLog(
  jobId: string | null,
  live: boolean,
  first: readonly Line[] = NO_LINES,
): JobLogState {
  const [attempt, setAttempt] = useState(0);
  const [log, setLog] = useState(() => newLog(jobId, live, first));
  if (log.jobId !== jobId) setLog(newLog(jobId, live, first));
  const { store, streamed } = log;

  const following = useFollow({
    query: JobLogDocument,
    subject: `${jobId ?? ''} ${attempt}`,
    variables: jobId !== null && streamed ? (after) => ({ jobId, after }) : null,
    after: store.cursor,
    cursorOf: ({ jobLog }) => jobLog?.cursor ?? null,
    onData: ({ jobLog }) => store.append(jobLog === null ? [] : [jobLog]),
  });
  const isWhole = streamed || log.isWhole;
  const reading = useReading(isWhole ? null : jobId, store, attempt);

  return {
    store,
    following: following.state,
    loading: jobId !== null && !isWhole && reading.loading,
    failure: following.state === 'refused' ? following.failure : reading.failure,
    retry: () => setAttempt(attempt + 1),
  };
}

function newLog(jobId: string | null, live: boolean, first: readonly Line[]) {
  const store = new LogStore();
  store.append(first);
  store.flush();
  return { jobId, streamed: live, store, isWhole: first.length > 0 && first.length < PAGE_LINES };
}

interface Reading {
  readonly of: string;
  readonly loading: boolean;
  readonly failure: Failure | null;
}

/** Reads all pages of the log of a job that has ended. */
function useReading(jobId: string | null, store: LogStore, attempt: number): Omit<Reading, 'of'> {
  const client = useClient();
  const [reading, setReading] = useState<Reading | null>(null);
  const key = `${jobId ?? ''} ${attempt}`;

  useEffect(() => {
    if (jobId === null) return;
    const gone = new AbortController();
    readPages(client, jobId, store, gone.signal).then(
      (failure) => !gone.signal.aborted && setReading({ of: key, loading: false, failure }),
      () => undefined,
    );
    return () => gone.abort();
  }, [client, jobId, store, key]);

  return reading?.of === key ? reading : { loading: true, failure: null };
}

/** Returns what went wrong, or null. */
async function readPages(
  client: Client,
  jobId: string,
  store: LogStore,
  signal: AbortSignal,
): Promise<Failure | null> {
  for (let lines = 0; lines < MAX_LINES; lines += PAGE_LINES) {
    const variables = { id: jobId, first: PAGE_LINES, after: store.cursor };
    const { data, error } = await client
      .query(JobLogPageDocument, variables, { requestPolicy: 'network-only' })
      .toPromise();
    if (signal.aborted) return null;
    if (error !== undefined) return toFailure(error);
    const page = data?.node?.__typename === 'Job' ? data.node.log.lines : [];
    store.append(page);
    if (page.length < PAGE_LINES) break;
  }
  store.flush();
  return null;
}
