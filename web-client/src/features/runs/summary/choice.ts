import type { RunListedFragment } from '@/api/generated/runs';
import { leadingMetric } from '@/features/runs/metrics';
import { groupingOf } from '@/features/runs/table/grouping';
import { METRIC_COLUMN } from '@/features/runs/table/run-columns';
import { words } from '@/features/runs/words';

const says = words.group;

/** What a summary is about: the metric that the table is sorted by, else the one that says most; null without any. */
export function metricChosen(runs: readonly RunListedFragment[], sort: string): string | null {
  const keys = new Set(runs.flatMap(({ metrics }) => metrics.map(({ key }) => key)));
  const column = sort.replace(/^-/, '');
  const sorted = column.startsWith(METRIC_COLUMN) ? column.slice(METRIC_COLUMN.length) : null;
  if (sorted !== null && keys.has(sorted)) return sorted;
  return leadingMetric(runs) ?? null;
}

export interface GroupedBy {
  /** `backbone`. */
  readonly by: string;
  readonly of: (run: RunListedFragment) => string;
}

/** Of more values than this nothing is told by lanes. */
const MAX_VALUES = 12;

/** What the table is grouped by, else the parameter that tells the runs apart best; null where none does. */
export function groupChosen(runs: readonly RunListedFragment[], group: string): GroupedBy | null {
  const choice = groupingOf(group) === undefined ? paramOfFewValues(runs) : group;
  const grouping = choice === null ? undefined : groupingOf(choice);
  if (choice === null || grouping === undefined) return null;
  return {
    by: choice === 'state' ? says.byState : choice.slice(2),
    of: (run) => {
      const name = grouping.of({ run, depth: 0 });
      return name === '' ? says.empty : (name ?? grouping.none);
    },
  };
}

/** Words before numbers, which are seldom a few on purpose; then the one of fewest values. */
function paramOfFewValues(runs: readonly RunListedFragment[]): string | null {
  const values = new Map<string, Set<string>>();
  for (const { params } of runs)
    for (const { key, value } of params) values.set(key, (values.get(key) ?? new Set()).add(value));
  const [best] = [...values]
    .filter(([, different]) => different.size >= 2 && different.size <= MAX_VALUES)
    .map(([key, different]) => ({ key, size: different.size, isNumber: [...different].every(isNumber) }))
    .sort(
      (a, b) =>
        Number(a.isNumber) - Number(b.isNumber) || a.size - b.size || a.key.localeCompare(b.key, 'en'),
    );
  return best === undefined ? null : `p.${best.key}`;
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
