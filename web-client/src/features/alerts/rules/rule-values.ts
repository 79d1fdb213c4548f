import type {
  AlertRuleKind,
  AlertRuleRowFragment,
  AlertSeverity,
  PreviewAlertRuleInput,
} from '@/api/generated/alerts';
import { KINDS, typedThreshold } from '@/parts/alert/words';
import { isoSpan, spanMs, spanOf, type Span } from '@/format/span';
import { DAY_MS, MINUTE_MS } from '@/format/units';
import { words } from './words';

const says = words.ruleValues;

/** What is filled in; text, because a field may be half typed. */
export interface RuleValues {
  readonly name: string;
  readonly kind: AlertRuleKind;
  readonly endpointId: string;
  readonly threshold: string;
  readonly window: Span;
  readonly lasting: Span;
  readonly severity: AlertSeverity;
  readonly channelIds: readonly string[];
  /** People who find its alerts in their inboxes. */
  readonly memberIds: readonly string[];
  readonly teamIds: readonly string[];
}

export type RuleErrors = Partial<Record<keyof RuleValues, string>>;

export function firstRule(endpointId: string | undefined, channelIds: readonly string[]): RuleValues {
  return {
    name: '',
    kind: endpointId === undefined ? 'JOB_FAILURE' : 'ENDPOINT_ERRORS',
    endpointId: endpointId ?? '',
    threshold: endpointId === undefined ? '0' : '1',
    window: { amount: '5', unit: 'minutes' },
    lasting: { amount: '5', unit: 'minutes' },
    severity: 'WARNING',
    channelIds,
    memberIds: [],
    teamIds: [],
  };
}

export function valuesOf(rule: AlertRuleRowFragment): RuleValues {
  return {
    name: rule.name,
    kind: rule.kind,
    endpointId: rule.endpointId ?? '',
    threshold: typedThreshold(rule.kind, rule.threshold),
    window: spanOf(rule.window),
    lasting: inMinutes(spanOf(rule.lasting)),
    severity: rule.severity,
    channelIds: rule.channelIds,
    memberIds: rule.memberIds,
    teamIds: rule.teamIds,
  };
}

/** None at all is typed in minutes, too. */
function inMinutes(span: Span): Span {
  return span.unit === 'seconds' ? { amount: span.amount, unit: 'minutes' } : span;
}

/** What is wrong, by field; the platform checks all of it again. */
export function checkRule(values: RuleValues): RuleErrors {
  const errors: { -readonly [Field in keyof RuleValues]?: string } = {};
  if (values.name.trim() === '') errors.name = says.whatPeopleCall;
  return { ...errors, ...checkCondition(values) };
}

/** The same of what the rule looks at. */
export function checkCondition(values: RuleValues): RuleErrors {
  const errors: { -readonly [Field in keyof RuleValues]?: string } = {};
  const threshold = thresholdOf(values);
  if (!(threshold >= 0 && threshold <= 1e9)) errors.threshold = says.number0;
  if (!isMinutes(values.window, MINUTE_MS)) errors.window = says.wholeMinutes1Minute;
  if (!isMinutes(values.lasting, 0)) errors.lasting = says.wholeMinutes0;
  if (KINDS[values.kind].ofEndpoint && values.endpointId === '') errors.endpointId = says.endpointToWatch;
  return errors;
}

function isMinutes(span: Span, least: number): boolean {
  const ms = spanMs(span);
  return ms >= least && ms <= DAY_MS && ms % MINUTE_MS === 0;
}

function thresholdOf({ threshold, kind }: RuleValues): number {
  const typed = threshold.trim() === '' ? Number.NaN : Number(threshold);
  return Number((typed * KINDS[kind].scale).toPrecision(12));
}

/** As the API takes it; for values without errors. */
export function conditionOf(values: RuleValues): PreviewAlertRuleInput {
  return {
    kind: values.kind,
    ...(KINDS[values.kind].ofEndpoint ? { endpointId: values.endpointId } : {}),
    threshold: thresholdOf(values),
    window: isoSpan(values.window),
    lasting: isoSpan(values.lasting),
  };
}
