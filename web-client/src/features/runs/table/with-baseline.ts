import type { RunListedFragment } from '@/api/generated/runs';

/** The one that the others are held against stands last, where it is not among them. */
export function withBaseline(
  runs: readonly RunListedFragment[],
  baseline: RunListedFragment | null,
): readonly RunListedFragment[] {
  return baseline === null || runs.some(({ id }) => id === baseline.id) ? runs : [...runs, baseline];
}
