import type {
  InputMaybe,
  NumberOperator,
  RunFilterInput,
  RunStatus,
  TextOperator,
} from '../generated/schema';
import { page, type PageArgs } from './page';
import { present } from './present';
import { refusal } from './refusal';
import type { RunRow } from './runs';

/** The platform looks at as many of the newest runs of a list. */
const LOOKED_AT = 10_000;
const MAX_CONDITIONS = 10;

interface Asked extends PageArgs {
  readonly status?: InputMaybe<readonly InputMaybe<RunStatus>[]> | undefined;
  readonly filter?: InputMaybe<RunFilterInput> | undefined;
}

/**
 * Those that the filter means, of these states, with how many there are of each.
 *
 * @param projectOf the project of a run
 */
export function listOf(
  runs: readonly RunRow[],
  { status, filter, ...args }: Asked,
  projectOf: (run: RunRow) => string,
) {
  const conditions = countOf(filter ?? {});
  if (conditions > MAX_CONDITIONS) {
    throw refusal('VALIDATION', `filter: ${conditions} conditions (expected: at most 10)`, 'filter');
  }
  const meant = runs.slice(0, LOOKED_AT).filter((run) => means(filter ?? {}, run, projectOf(run)));
  const states = [...new Set(meant.map((run) => run.status))];
  const wanted = present(status);
  return {
    ...page(
      meant.filter((run) => wanted.length === 0 || wanted.includes(run.status)),
      args,
    ),
    statusCounts: {
      complete: runs.length <= LOOKED_AT,
      counts: states.map((state) => ({
        status: state,
        runs: meant.filter((run) => run.status === state).length,
      })),
    },
  };
}

function countOf({ params, metrics, tags, ...others }: RunFilterInput): number {
  const lists = present(params).length + present(metrics).length + present(tags).length;
  const single = Object.entries(others).filter(([name, value]) => name !== 'archived' && value != null);
  return lists + single.length;
}

function means(filter: RunFilterInput, run: RunRow, projectId: string): boolean {
  const { name, creatorIds, projectIds, startedFrom, startedTo } = filter;
  return (
    (run.archivedAt != null) === (filter.archived === true) &&
    (name == null || run.name.toLowerCase().includes(name.toLowerCase())) &&
    (creatorIds == null || creatorIds.includes(run.creatorId ?? '')) &&
    (projectIds == null || projectIds.includes(projectId)) &&
    (startedFrom == null || (run.startedAt !== null && run.startedAt >= startedFrom)) &&
    (startedTo == null || (run.startedAt !== null && run.startedAt < startedTo)) &&
    present(filter.params).every(({ key, text, textOperator, number, numberOperator }) => {
      const value = valueOf(run.params, key);
      if (value === undefined) return false;
      if (textOperator != null) return holdsText(textOperator, value, text ?? '');
      return value.trim() !== '' && holdsNumber(numberOperator ?? 'EQUAL', Number(value), number ?? 0);
    }) &&
    present(filter.tags).every(({ key, text, operator }) => {
      const value = valueOf(run.tags, key);
      return value !== undefined && (text == null || holdsText(operator ?? 'EQUAL', value, text));
    }) &&
    present(filter.metrics).every(({ key, number, operator, value }) => {
      const metric = run.metrics.find((one) => one.key === key);
      if (metric === undefined) return false;
      const of = value === 'LARGEST' ? metric.max : value === 'SMALLEST' ? metric.min : metric.value;
      return holdsNumber(operator, of, number);
    })
  );
}

function valueOf(list: readonly { readonly key: string; readonly value: string }[], key: string) {
  return list.find((item) => item.key === key)?.value;
}

function holdsText(operator: TextOperator, value: string, text: string): boolean {
  if (operator === 'CONTAINS') return value.toLowerCase().includes(text.toLowerCase());
  return (value === text) === (operator === 'EQUAL');
}

function holdsNumber(operator: NumberOperator, value: number, number: number): boolean {
  switch (operator) {
    case 'AT_LEAST':
      return value >= number;
    case 'AT_MOST':
      return value <= number;
    case 'GREATER':
      return value > number;
    case 'LESS':
      return value < number;
    case 'NOT_EQUAL':
      return value !== number;
    default:
      return value === number;
  }
}
