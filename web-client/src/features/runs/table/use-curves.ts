import { useMemo } from 'react';
import { useQuery } from 'urql';
import { RunCurvesDocument } from '@/api/generated/runs';
import { words } from '@/features/runs/words';

type Values = readonly (number | null)[];

/** By run and metric, its values in order; nothing of what was not asked for. */
export type Curves = ReadonlyMap<string, ReadonlyMap<string, Values>>;

/** The platform gives the curves of as many runs at a time. */
const MAX_RUNS = 50;
const MAX_KEYS = 8;
/** It is asked twice at most. */
const MOST_RUNS = 2 * MAX_RUNS;
const NONE: Curves = new Map();
const NO_VALUES: Values = [];

/** What is said where cells stay empty, since so many curves are not asked for; null where all of them are. */
export function curvesLeftOut(runs: number, keys: number): string | null {
  if (keys === 0 || (runs <= MOST_RUNS && keys <= MAX_KEYS)) return null;
  return words.table.curvesOf(MOST_RUNS, MAX_KEYS);
}

/** Curves for a table's cells, of the metrics that a person picked a column for; nothing is asked without one. */
export function useCurves(ids: string[], keys: string[]): Curves {
  // Each column is a curve of every run: as many as the platform takes in one question.
  const text = JSON.stringify(keys.slice(0, MAX_KEYS));
  const wanted = useMemo(() => JSON.parse(text) as string[], [text]);
  const first = ids.slice(0, MAX_RUNS);
  const second = ids.slice(MAX_RUNS, MOST_RUNS);
  const [{ data }] = useQuery({
    query: RunCurvesDocument,
    variables: { ids: first, keys: wanted },
    pause: keys.length === 0 || first.length === 0,
  });
  const [{ data: more }] = useQuery({
    query: RunCurvesDocument,
    variables: { ids: second, keys: wanted },
    pause: keys.length === 0 || second.length === 0,
  });
  return useMemo(() => {
    const runs = [...(data?.compareRuns.runs ?? []), ...(more?.compareRuns.runs ?? [])];
    if (runs.length === 0) return NONE;
    return new Map(
      runs.map(({ id, series }) => {
        const curves = new Map<string, Values>(wanted.map((key) => [key, NO_VALUES]));
        for (const { key, points } of series)
          curves.set(
            key,
            points.map(({ last }) => last),
          );
        return [id, curves];
      }),
    );
  }, [data, more, wanted]);
}
