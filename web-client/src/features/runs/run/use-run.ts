import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { useFollow } from '@/api/follow';
import {
  RunDocument,
  RunJobsDocument,
  RunSeriesDocument,
  type RunDetailFragment,
  type RunQuery,
  type RunSeriesLineFragment,
  type RunSeriesQuery,
  type SeriesAxis,
} from '@/api/generated/runs';
import { holds, useRights } from '@/api/permissions';

/** As its page has it: with the first lines of its job's log. */
export type LoadedRun = Extract<NonNullable<RunQuery['node']>, { __typename: 'Run' }>;

/** The platform gives as many series at a time. */
export const MAX_KEYS = 50;

const NONE: readonly never[] = [];
const ACTIVE = ['SCHEDULED', 'RUNNING'];

export function isActive({ status }: Pick<RunDetailFragment, 'status'>): boolean {
  return ACTIVE.includes(status);
}

/** The run, kept up to date while it is active: its job's changes arrive by themselves. */
export function useRun(id: string) {
  const { everywhere, somewhere } = useRights();
  const [{ data, error, fetching }, ask] = useQuery({
    query: RunDocument,
    variables: {
      id,
      named: holds(everywhere, 'PROJECT_READ'),
      // In a project where the person may not read it, it is null.
      costRead: holds(somewhere, 'COST_READ'),
    },
  });
  const run = data?.node?.__typename === 'Run' ? data.node : undefined;
  const again = () => ask({ requestPolicy: 'network-only' });
  /** Whose end was heard of: the page may have gone on to another run. */
  const [ended, setEnded] = useState<string | null>(null);

  useFollow({
    query: RunJobsDocument,
    subject: run?.projectId ?? '',
    variables: run?.job != null && isActive(run) ? () => ({ projectId: run.projectId }) : null,
    onData: ({ jobChanged }) => {
      // The cache has taken the change in; artifacts, models and the final cost come with the end.
      const isOver = jobChanged?.run?.id === id && !ACTIVE.includes(jobChanged.run.status);
      if (!isOver || ended === id) return;
      setEnded(id);
      again();
    },
  });

  const failure = error === undefined ? null : toFailure(error);
  return {
    run,
    fetching,
    failure,
    hidden: (failure !== null && isHidden(failure)) || (data != null && run === undefined),
    again,
  };
}

/** The run of the experiment that was run before it and came to its end. */
export type PreviousRun = Extract<
  NonNullable<RunSeriesQuery['node']>,
  { __typename: 'Run' }
>['experiment']['runs']['edges'][number]['node'];

export interface RunSeries {
  /** Null for the first one, and as long as that is not known. */
  readonly previous: PreviousRun | null;
  readonly series: readonly RunSeriesLineFragment[] | undefined;
  /** Undefined where the person may not read it, and as long as that is not known. */
  readonly project: { readonly id: string; readonly name: string } | undefined;
  readonly may: (permission: string) => boolean;
  readonly failure: ReturnType<typeof toFailure> | null;
  readonly again: () => void;
}

/** The metrics of the run as lines, its project, and what the person may do there. */
export function useRunSeries(run: RunDetailFragment | undefined, x: SeriesAxis): RunSeries {
  const text = run === undefined ? '' : JSON.stringify(run.metrics.map(({ key }) => key).slice(0, MAX_KEYS));
  const keys = useMemo(() => (text === '' ? [] : (JSON.parse(text) as string[])), [text]);
  const [{ data, error }, ask] = useQuery({
    query: RunSeriesDocument,
    variables: {
      id: run?.id ?? '',
      project: run?.projectId ?? '',
      keys,
      hasKeys: keys.length > 0,
      hasSteps: keys.length > 0 && x === 'STEP',
      x,
      before: run?.startedAt ?? run?.createdAt ?? null,
    },
    pause: run === undefined,
  });
  const node = data?.node?.__typename === 'Run' ? data.node : undefined;
  return {
    previous: node?.experiment.runs.edges[0]?.node ?? null,
    // Without a metric there is nothing to ask for.
    series: node === undefined ? undefined : (node.series ?? NONE),
    project: data?.project?.__typename === 'Project' ? data.project : undefined,
    may: (permission) => data?.viewer.permissions.some((held) => held === permission) ?? false,
    failure: error === undefined ? null : toFailure(error),
    again: () => ask({ requestPolicy: 'network-only' }),
  };
}
