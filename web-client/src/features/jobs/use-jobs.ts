import { useEffect, useRef, useState } from 'react';
import { toFailure, type Failure } from '@/api/failure';
import { useFollow, type Following } from '@/api/follow';
import {
  JobChangedDocument,
  JobsDocument,
  ProjectJobsDocument,
  type JobRowFragment,
  type JobsQuery,
  type JobStatus,
} from '@/api/generated/jobs';
import { useProjectChoices, type ProjectChoices } from '@/api/project-names';
import { useRepeat } from '@/api/use-repeat';
import { useNamed } from '@/api/use-named';
import { usePages } from '@/api/use-pages';

/** Rows of one page of the list. */
const PAGE_SIZE = 50;
/** Jobs of the whole tenant are asked for again this often; those of one project say so themselves. */
const REPEAT_MS = 5_000;
/** Several jobs submitted at once are asked for at once. */
const GATHER_MS = 300;

export interface JobsFound {
  /** Undefined while on their way; null for a project that the person may not know of. */
  readonly rows: readonly JobRowFragment[] | null | undefined;
  /** To show the jobs of one alone. */
  readonly choices: ProjectChoices;
  readonly more: { readonly load: () => void; readonly loading: boolean } | null;
  readonly failure: Failure | null;
  readonly retry: () => void;
  readonly following: Following;
  /** When the platform was last asked again, in milliseconds since 1970. */
  readonly askedMs: number | null;
}

export function useJobs(project: string | null, statuses: readonly JobStatus[]): JobsFound {
  const [after, setAfter] = useState<string | null>(null);
  const status = statuses.length === 0 ? null : [...statuses];
  const variables = { first: PAGE_SIZE, after, status };
  const [all, askAll] = useNamed({ query: JobsDocument, variables, pause: project !== null });
  const [some, askSome] = usePages({
    query: ProjectJobsDocument,
    variables: { ...variables, slug: project ?? '' },
    pause: project === null,
  });
  const { data, error, fetching } = project === null ? all : some;
  const ask = project === null ? askAll : askSome;
  const connection = connectionOf(all.data, some.data, project !== null);
  const rows = connection?.edges.map(({ node }) => node);
  const choices = useProjectChoices(data?.projects);
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
      const newest = rows?.[0]?.submittedAt ?? '';
      const isWanted = jobChanged !== null && (status === null || status.includes(jobChanged.status));
      if (!isWanted || Date.parse(jobChanged.submittedAt) <= Date.parse(newest)) return;
      clearTimeout(gathering.current);
      gathering.current = setTimeout(() => ask({ requestPolicy: 'network-only' }), GATHER_MS);
    },
  });

  return {
    rows: project !== null && some.data?.project === null ? null : rows,
    choices,
    more:
      connection?.pageInfo.hasNextPage === true
        ? { load: () => setAfter(connection.pageInfo.endCursor), loading: fetching }
        : null,
    failure: error === undefined ? null : toFailure(error),
    retry: () => ask({ requestPolicy: 'network-only' }),
    following,
    askedMs,
  };
}

function connectionOf(
  all: JobsQuery | undefined,
  some: { readonly project: { readonly jobs: JobsQuery['jobs'] } | null } | undefined,
  ofProject: boolean,
): JobsQuery['jobs'] | undefined {
  return ofProject ? some?.project?.jobs : all?.jobs;
}
