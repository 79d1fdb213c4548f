import { useEffect, useRef } from 'react';
import { useFollow, type Following } from '@/api/follow';
import {
  JobChangedDocument,
  JobsDocument,
  ProjectJobsDocument,
  type JobRowFragment,
  type JobStatus,
} from '@/api/generated/jobs';
import { useProjectChoices, type ProjectChoices } from '@/api/project-names';
import { useRepeat } from '@/api/use-repeat';
import {
  askedFor,
  PAGE_SIZE,
  useFilter,
  useList,
  useNamedList,
  type Filter,
  type List,
} from '@/parts/list-page';
import { stateWord } from '@/parts/State';
import { JOB_STATUSES, words } from './words';

/** Jobs of the whole tenant are asked for again this often; those of one project say so themselves. */
const REPEAT_MS = 5_000;
/** Several jobs submitted at once are asked for at once. */
const GATHER_MS = 300;

export interface JobsFound {
  readonly list: List<JobRowFragment>;
  readonly status: Filter<JobRowFragment, JobStatus>;
  /** To show the jobs of one alone. */
  readonly choices: ProjectChoices;
  readonly following: Following;
  /** When the platform was last asked again, in milliseconds since 1970. */
  readonly askedMs: number | null;
}

/** @param project slug; null for all */
export function useJobs(project: string | null): JobsFound {
  const filter = useFilter({
    param: 'status',
    label: words.list.state,
    values: JOB_STATUSES,
    word: stateWord,
    of: (job: JobRowFragment) => job.status,
    asked: true,
  });
  const status = askedFor(filter);
  const all = useNamedList({
    query: JobsDocument,
    variables: { status },
    rows: ({ jobs }) => jobs,
    pause: project !== null,
  });
  const some = useList({
    query: ProjectJobsDocument,
    variables: { slug: project ?? '', status },
    rows: (data) => (data.project === null ? null : data.project.jobs),
    pause: project === null,
  });
  const list = project === null ? all : some;
  const choices = useProjectChoices((project === null ? all.data : some.data)?.projects);
  const projectId = project === null ? null : (some.data?.project?.id ?? null);

  const askedMs = useRepeat(
    JobsDocument,
    { first: PAGE_SIZE, after: null, status, named: all.data?.projects !== undefined },
    project === null ? REPEAT_MS : null,
  );
  const gathering = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(gathering.current), []);
  const following = useFollow({
    query: JobChangedDocument,
    subject: projectId ?? '',
    variables: projectId === null ? null : () => ({ projectId }),
    // Rows that are shown change through the cache; only one that is newer than all of them is worth a question.
    onData: ({ jobChanged }) => {
      const newest = list.rows?.[0]?.submittedAt ?? '';
      const isWanted = jobChanged !== null && (status === null || status.includes(jobChanged.status));
      if (!isWanted || Date.parse(jobChanged.submittedAt) <= Date.parse(newest)) return;
      clearTimeout(gathering.current);
      gathering.current = setTimeout(list.retry, GATHER_MS);
    },
  });

  return { list, status: filter, choices, following, askedMs };
}
