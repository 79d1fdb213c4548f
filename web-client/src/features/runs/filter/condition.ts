import type { MetricValue, NumberOperator, RunFilterInput, TextOperator } from '@/api/generated/runs';
import { DAY_MS } from '@/format/units';

/** How a value is held against what a person gave. */
export type Operator = 'is' | 'not' | 'has' | 'ge' | 'le' | 'gt' | 'lt' | 'there';

/** What a run was given, measured, or called. */
export interface KeyCondition {
  readonly kind: 'param' | 'metric' | 'tag';
  readonly key: string;
  readonly operator: Operator;
  readonly value: string;
  /** Of a metric: which of its values counts; the latest where it is left out. */
  readonly of?: MetricValue;
}

export interface PersonCondition {
  readonly kind: 'person';
  readonly ids: readonly string[];
}

/** `7d` for the last seven days with today, `2026-11-01..2026-11-08` for days; both ends are within. */
export interface StartedCondition {
  readonly kind: 'started';
  readonly value: string;
}

export interface ArchivedCondition {
  readonly kind: 'archived';
}

export type Condition = KeyCondition | PersonCondition | StartedCondition | ArchivedCondition;

export type ConditionKind = Condition['kind'];

/** The platform takes as many, a name among them, which may be typed at any time. */
const MAX_WEIGHT = 10 - 1;
const MAX_NAME = 200;

const NUMBERS = {
  is: 'EQUAL',
  not: 'NOT_EQUAL',
  ge: 'AT_LEAST',
  le: 'AT_MOST',
  gt: 'GREATER',
  lt: 'LESS',
} as const satisfies Partial<Record<Operator, NumberOperator>>;

const TEXTS = {
  is: 'EQUAL',
  not: 'NOT_EQUAL',
  has: 'CONTAINS',
} as const satisfies Partial<Record<Operator, TextOperator>>;

/** What can be asked of each kind, the usual one first. */
export const OPERATORS = {
  param: ['is', 'not', 'has', 'ge', 'le', 'gt', 'lt'],
  metric: ['ge', 'le', 'gt', 'lt', 'is', 'not'],
  tag: ['is', 'not', 'has', 'there'],
} as const satisfies Record<KeyCondition['kind'], readonly Operator[]>;

const KEY = /^[\p{L}\p{N}_./: -]{1,250}$/u;

export function isKey(text: string): boolean {
  return KEY.test(text);
}

/** As how many the platform counts it. */
function weightOf(condition: Condition): number {
  if (condition.kind === 'archived') return 0;
  const days = condition.kind === 'started' ? daysOf(condition.value, 0) : null;
  return days?.from != null && days.to !== null ? 2 : 1;
}

function weightOfAll(conditions: readonly Condition[]): number {
  return conditions.reduce((sum, condition) => sum + weightOf(condition), 0);
}

/** Whether the platform takes all of them together. */
export function fit(conditions: readonly Condition[]): boolean {
  return weightOfAll(conditions) <= MAX_WEIGHT;
}

/** How many more the platform would take. */
export function roomFor(conditions: readonly Condition[]): number {
  return MAX_WEIGHT - weightOfAll(conditions);
}

/** There is one of these at a time. */
function excludes(condition: Condition, other: Condition): boolean {
  return (
    condition.kind === other.kind &&
    condition.kind !== 'param' &&
    condition.kind !== 'metric' &&
    condition.kind !== 'tag'
  );
}

/** With one more, in the place of the one that it excludes. */
export function withCondition(conditions: readonly Condition[], condition: Condition): Condition[] {
  return [...conditions.filter((other) => !excludes(condition, other)), condition];
}

/** Those that the platform takes together: the last of its kind where there is one at a time, and no more than it counts. */
export function taken(conditions: readonly Condition[]): Condition[] {
  return conditions.reduce<Condition[]>((before, condition) => {
    const next = withCondition(before, condition);
    return fit(next) ? next : before;
  }, []);
}

export function isNumeric({ kind, operator }: Pick<KeyCondition, 'kind' | 'operator'>): boolean {
  return kind === 'metric' || (kind === 'param' && !(operator in TEXTS));
}

/** Whether the platform would take it; else what is wrong. */
export function flawOf(condition: Condition): 'key' | 'number' | 'text' | 'days' | null {
  switch (condition.kind) {
    case 'person':
      return condition.ids.length > 0 && condition.ids.length <= 20 ? null : 'text';
    case 'started':
      return daysOf(condition.value, 0) === null ? 'days' : null;
    case 'archived':
      return null;
    default: {
      const { key, operator, value } = condition;
      if (!KEY.test(key)) return 'key';
      if (isNumeric(condition)) return isNumber(value) ? null : 'number';
      if (operator === 'there') return null;
      // An empty text would be contained in all of them.
      return value.length <= 500 && (operator !== 'has' || value !== '') ? null : 'text';
    }
  }
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/** What the platform is asked for; null for all that are not archived. */
export function filterOf(
  conditions: readonly Condition[],
  name: string,
  nowMs: number,
): RunFilterInput | null {
  const filter: Partial<Record<keyof RunFilterInput, unknown>> = {};
  const params: unknown[] = [];
  const metrics: unknown[] = [];
  const tags: unknown[] = [];
  for (const condition of conditions) {
    switch (condition.kind) {
      case 'person':
        filter.creatorIds = condition.ids;
        break;
      case 'archived':
        filter.archived = true;
        break;
      case 'started': {
        const days = daysOf(condition.value, nowMs);
        if (days?.from != null) filter.startedFrom = days.from;
        if (days?.to != null) filter.startedTo = days.to;
        break;
      }
      case 'param':
        params.push(paramOf(condition));
        break;
      case 'metric':
        metrics.push({
          key: condition.key,
          operator: numberOperator(condition.operator),
          number: Number(condition.value),
          ...(condition.of === undefined ? {} : { value: condition.of }),
        });
        break;
      case 'tag':
        tags.push(
          condition.operator === 'there'
            ? { key: condition.key }
            : { key: condition.key, operator: textOperator(condition.operator), text: condition.value },
        );
        break;
    }
  }
  const wanted = name.trim().slice(0, MAX_NAME).trim();
  if (wanted !== '') filter.name = wanted;
  if (params.length > 0) filter.params = params;
  if (metrics.length > 0) filter.metrics = metrics;
  if (tags.length > 0) filter.tags = tags;
  return Object.keys(filter).length === 0 ? null : (filter as RunFilterInput);
}

function paramOf(condition: KeyCondition) {
  const { key, operator, value } = condition;
  return isNumeric(condition)
    ? { key, numberOperator: numberOperator(operator), number: Number(value) }
    : { key, textOperator: textOperator(operator), text: value };
}

function numberOperator(operator: Operator): NumberOperator {
  return operator in NUMBERS ? NUMBERS[operator as keyof typeof NUMBERS] : 'EQUAL';
}

function textOperator(operator: Operator): TextOperator {
  return operator in TEXTS ? TEXTS[operator as keyof typeof TEXTS] : 'EQUAL';
}

/** Years are written in four digits, also that of the day after. */
const FIRST_DAY_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_DAY_MS = Date.parse('9999-12-30T00:00:00Z');

/** The days in UTC as moments, the end not within; null for what is none. */
export function daysOf(text: string, nowMs: number): { from: string | null; to: string | null } | null {
  const last = /^([1-9]\d{0,3})d$/.exec(text)?.[1];
  if (last !== undefined) {
    const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
    return { from: new Date(today - (Number(last) - 1) * DAY_MS).toISOString(), to: null };
  }
  const [, first = '', end = ''] = /^(\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?$/.exec(text) ?? [];
  const from = first === '' ? null : Date.parse(`${first}T00:00:00Z`);
  const to = end === '' ? null : Date.parse(`${end}T00:00:00Z`);
  if (from === null && to === null) return null;
  if ([from, to].some((ms) => ms !== null && !(ms >= FIRST_DAY_MS && ms <= LAST_DAY_MS))) return null;
  if (from !== null && to !== null && from > to) return null;
  return {
    from: from === null ? null : new Date(from).toISOString(),
    to: to === null ? null : new Date(to + DAY_MS).toISOString(),
  };
}
