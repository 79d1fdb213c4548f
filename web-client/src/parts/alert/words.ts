import type { SpokenRuleFragment } from '@/api/generated/alert';
import { metric, NO_VALUE, percent } from '@/format/number';
import { spanInWords } from '@/format/span';

type AlertRuleKind = SpokenRuleFragment['kind'];

interface KindWords {
  /** In a list of kinds. */
  readonly label: string;
  /** In a sentence: "the share of requests that failed". */
  readonly what: string;
  /** Of a threshold, as it is typed. */
  readonly unit: string;
  /** How many of the API's units one typed unit is. */
  readonly scale: number;
  readonly ofEndpoint: boolean;
  /** Its value can be read off the endpoint's traffic. */
  readonly ofTraffic: boolean;
}

export const KINDS: Readonly<Record<AlertRuleKind, KindWords>> = {
  ENDPOINT_ERRORS: {
    label: 'Errors of an endpoint',
    what: 'share of requests that failed',
    unit: '%',
    scale: 0.01,
    ofEndpoint: true,
    ofTraffic: true,
  },
  ENDPOINT_LATENCY: {
    label: 'Latency of an endpoint, p95',
    what: '95th percentile of latency',
    unit: 'ms',
    scale: 1,
    ofEndpoint: true,
    ofTraffic: true,
  },
  DRIFT: {
    label: 'Drift of an endpoint',
    what: 'number of features that have drifted',
    unit: 'features',
    scale: 1,
    ofEndpoint: true,
    ofTraffic: false,
  },
  QUALITY: {
    label: 'Quality of an endpoint',
    what: 'share of predictions that are wrong, or how far they are off',
    unit: '',
    scale: 1,
    ofEndpoint: true,
    ofTraffic: false,
  },
  JOB_FAILURE: {
    label: 'Tasks that failed',
    what: 'number of tasks that failed or ran out of time',
    unit: 'tasks',
    scale: 1,
    ofEndpoint: false,
    ofTraffic: false,
  },
  BUDGET: {
    label: 'Budget that is spent',
    what: 'share of the budget that is spent',
    unit: '%',
    scale: 0.01,
    ofEndpoint: false,
    ofTraffic: false,
  },
};

/** `2.14 %`, `118 ms`, `3`: a value in the unit of the rule's kind. */
export function valueText(kind: AlertRuleKind, value: number | null): string {
  if (value === null) return NO_VALUE;
  if (KINDS[kind].unit === '%') return percent(value, digitsOf(value * 100));
  const text = metric(Number(value.toPrecision(4)));
  return kind === 'ENDPOINT_LATENCY' ? `${text} ms` : text;
}

function digitsOf(percents: number): number {
  if (Number.isInteger(percents)) return 0;
  return Math.abs(percents) >= 10 ? 1 : 2;
}

/** What the threshold is in the field that it is typed in. */
export function typedThreshold(kind: AlertRuleKind, threshold: number): string {
  return String(Number((threshold / KINDS[kind].scale).toPrecision(12)));
}

type Condition = Pick<SpokenRuleFragment, 'kind' | 'threshold' | 'window' | 'lasting'>;

/** `over 2 % in 5 min, for 10 min`. */
export function conditionText({ kind, threshold, window, lasting }: Condition): string {
  const limit = `over ${valueText(kind, threshold)}`;
  const within = kind === 'BUDGET' ? 'in its period' : `in ${spanInWords(window)}`;
  return `${limit} ${within}${isAtOnce(lasting) ? '' : `, for ${spanInWords(lasting)}`}`;
}

export function isAtOnce(lasting: string): boolean {
  return /^P(T0(\.0+)?[HMS])?$/.test(lasting);
}

/** Whether nobody is told now. */
export function isSilenced({ silencedUntil }: Pick<SpokenRuleFragment, 'silencedUntil'>, nowMs: number) {
  return silencedUntil !== null && Date.parse(silencedUntil) > nowMs;
}
