import { useClient } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import { useFollow } from '@/api/follow';
import { JobChangedDocument, JobDocument, type JobQuery } from '@/api/generated/jobs';
import { useNamed } from '@/api/use-named';
import { useRepeat } from '@/api/use-repeat';
import type { JobDetail } from './detail';
import { hasEnded } from './words';

/** A job that cannot be followed is asked for again this often. */
const REPEAT_MS = 5_000;
/** One that is followed says when its state changes; what it costs so far grows without a word. */
const COST_MS = 30_000;

export interface JobFound {
  readonly data: JobQuery | undefined;
  readonly job: JobDetail | null;
  readonly failure: Failure | null;
  readonly ask: () => void;
}

/** The job, kept up to date until it has ended: by its project's changes where that may be read, else by asking again. */
export function useJob(id: string): JobFound {
  const client = useClient();
  const [{ data, error }, ask] = useNamed({ query: JobDocument, variables: { id } });
  const job = data?.node?.__typename === 'Job' ? data.node : null;
  const isOn = job !== null && !hasEnded(job.status);
  const projectId = job?.project?.id ?? null;
  // What people say is left out where the job is asked for again and again.
  const again = { id, named: projectId !== null, comments: false };
  const following = useFollow({
    query: JobChangedDocument,
    subject: projectId ?? '',
    variables: isOn && projectId !== null ? () => ({ projectId }) : null,
    // The cache has taken its state in; attempts and the state of its run come with the job.
    onData: ({ jobChanged }) => {
      if (jobChanged?.id !== id) return;
      void client.query(JobDocument, again, { requestPolicy: 'network-only' }).toPromise();
    },
  });
  useRepeat(JobDocument, again, !isOn ? null : following.state === 'following' ? COST_MS : REPEAT_MS);
  return {
    data,
    job,
    failure: error === undefined ? null : toFailure(error),
    ask: () => ask({ requestPolicy: 'network-only' }),
  };
}
