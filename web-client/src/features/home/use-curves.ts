import { useMemo } from 'react';
import { useQuery } from 'urql';
import { HomeCurvesDocument, type HomeJobFragment } from '@/api/generated/home';
import { useRepeat } from '@/api/use-repeat';
import { leadingMetric } from '@/format/leading-metric';
import { REFRESH_MS } from './use-home';

/** Values of the metric that says most of each run, in their order, by the job's id. */
export type Curves = ReadonlyMap<string, readonly (number | null)[]>;

/** Metrics of so many names are asked for; runs of one kind have theirs in common. */
const MAX_KEYS = 8;

/** The metric that says most of a job's run, as it stands now. */
export function headlineOf({ run }: Pick<HomeJobFragment, 'run'>) {
  const key = leadingMetric(run?.metrics.map((one) => one.key) ?? []);
  return run?.metrics.find((one) => one.key === key);
}

/** How the metrics of all running jobs went, in one request of its own; nothing is asked where none has any. */
export function useCurves(jobs: readonly HomeJobFragment[] | undefined): Curves {
  const leading = (jobs ?? [])
    .filter(({ status }) => status === 'RUNNING')
    .flatMap((job) => headlineOf(job)?.key ?? []);
  const text = JSON.stringify([...new Set(leading)].sort().slice(0, MAX_KEYS));
  const keys = useMemo(() => JSON.parse(text) as string[], [text]);
  const pause = keys.length === 0;
  const [{ data }] = useQuery({ query: HomeCurvesDocument, variables: { keys }, pause });
  useRepeat(HomeCurvesDocument, { keys }, pause ? null : REFRESH_MS);
  return useMemo(() => {
    const keyOf = new Map((jobs ?? []).map((job) => [job.id, headlineOf(job)?.key]));
    return new Map(
      (data?.running.edges ?? []).flatMap(({ node: { id, run } }) => {
        const found = run?.series.find(({ key }) => key === keyOf.get(id));
        return found === undefined ? [] : [[id, found.points.map(({ last }) => last)] as const];
      }),
    );
  }, [jobs, data]);
}
