import { useMemo } from 'react';
import { useQuery } from 'urql';
import {
  RunCountsDocument,
  RunCountsOfExperimentDocument,
  type RunCountedFragment,
  type RunFilterInput,
  type RunStatus,
} from '@/api/generated/runs';

/** How many runs there are of each state, as the platform counted. */
export interface Counts {
  readonly of: ReadonlyMap<RunStatus, number>;
  readonly all: number;
  /** Whether it looked at all of them; else at the newest 10,000. */
  readonly complete: boolean;
}

/**
 * Of the runs that the filter means, whatever their states; undefined while they are counted, null where they were not.
 *
 * @param experiment null for the whole organisation
 */
export function useCounts(
  experiment: string | null,
  filter: RunFilterInput | null,
  pause = false,
): Counts | null | undefined {
  const [all] = useQuery({
    query: RunCountsDocument,
    variables: { filter },
    pause: pause || experiment !== null,
  });
  const [own] = useQuery({
    query: RunCountsOfExperimentDocument,
    variables: { experiment: experiment ?? '', filter },
    pause: pause || experiment === null,
  });
  const { data, error, fetching } =
    experiment === null ? { ...all, data: all.data?.runs } : { ...own, data: runsIn(own.data) };
  const counts = useMemo(() => (data === undefined ? undefined : countsIn(data)), [data]);
  if (error !== undefined) return null;
  return fetching ? undefined : counts;
}

function runsIn(data: { readonly node: unknown } | undefined): RunCountedFragment | undefined {
  const node = data?.node as { readonly runs?: RunCountedFragment } | null | undefined;
  return node?.runs;
}

function countsIn({ statusCounts: { complete, counts } }: RunCountedFragment): Counts {
  return {
    of: new Map(counts.map(({ status, runs }) => [status, runs])),
    all: counts.reduce((sum, { runs }) => sum + runs, 0),
    complete,
  };
}
