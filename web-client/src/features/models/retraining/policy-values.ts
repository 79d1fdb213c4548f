import type { SetRetrainingPolicyInput } from '@/api/generated/retraining';
import { isoSpan, spanMs, spanOf, type Span } from '@/format/span';
import { DAY_MS, HOUR_MS } from '@/format/units';
import type { TrafficStep } from '@/parts/traffic-steps/TrafficSteps';
import { isZone } from './instants';
import type { Policy } from './retraining';
import { words } from './policy-words';

const says = words.policyValues;

/** What is filled in; text, because a field may be half typed. */
export interface PolicyValues {
  readonly active: boolean;
  /** Empty for no schedule. */
  readonly cron: string;
  readonly zone: string;
  readonly onNewData: boolean;
  /** Empty for none. */
  readonly alertRuleId: string;
  readonly datasetId: string;
  readonly evaluationDatasetId: string;
  readonly target: string;
  readonly experimentId: string;
  /** Euros. */
  readonly maxCost: string;
  readonly maxPValue: string;
  readonly minNewRows: string;
  readonly maxTrainings: string;
  readonly period: Span;
  readonly cooldown: Span;
  /** Empty for none. */
  readonly endpointId: string;
  readonly canary: readonly TrafficStep[];
  readonly channelIds: readonly string[];
  /** One SELECT; empty for none. */
  readonly transformSql: string;
  /** What the transform makes; empty for none. */
  readonly transformDatasetId: string;
  /** What it knows as `labels`; empty for none. */
  readonly labelsDatasetId: string;
  /** Empty for whichever is in force. */
  readonly suiteId: string;
  /** JSON of the trainer. */
  readonly parameters: string;
}

const FIRST_CANARY: readonly TrafficStep[] = [
  { weight: '5', hold: { amount: '1', unit: 'hours' } },
  { weight: '25', hold: { amount: '1', unit: 'hours' } },
];

export const MOST_STEPS = 20;

/** As the policy has it, else the platform's own values. */
export function valuesOf(policy: Policy | null): PolicyValues {
  if (policy === null)
    return {
      active: true,
      cron: '',
      zone: '',
      onNewData: false,
      alertRuleId: '',
      datasetId: '',
      evaluationDatasetId: '',
      target: '',
      experimentId: '',
      maxCost: '',
      maxPValue: '0.05',
      minNewRows: '0',
      maxTrainings: '4',
      period: { amount: '21', unit: 'days' },
      cooldown: { amount: '1', unit: 'days' },
      endpointId: '',
      canary: FIRST_CANARY,
      channelIds: [],
      transformSql: '',
      transformDatasetId: '',
      labelsDatasetId: '',
      suiteId: '',
      parameters: '',
    };
  const parameters = JSON.stringify(policy.parameters ?? {});
  return {
    active: policy.active,
    cron: policy.schedule?.cron ?? '',
    zone: policy.schedule?.zone ?? '',
    onNewData: policy.onNewData,
    alertRuleId: policy.alertRuleId ?? '',
    datasetId: policy.datasetId,
    evaluationDatasetId: policy.evaluationDatasetId,
    target: policy.target,
    experimentId: policy.experimentId,
    maxCost: policy.maxCost.amount,
    maxPValue: String(policy.maxPValue),
    minNewRows: String(policy.minNewRows),
    maxTrainings: String(policy.breaker.limit),
    period: spanOf(policy.breaker.period),
    cooldown: spanOf(policy.cooldown),
    endpointId: policy.endpointId ?? '',
    canary:
      policy.canary.length === 0
        ? FIRST_CANARY
        : policy.canary.map(({ weight, hold }) => ({ weight: String(weight), hold: spanOf(hold) })),
    channelIds: policy.channelIds,
    transformSql: policy.transform?.sql ?? '',
    transformDatasetId: policy.transform?.datasetId ?? '',
    labelsDatasetId: policy.transform?.labelsDatasetId ?? '',
    suiteId: policy.suiteId ?? '',
    parameters: parameters === '{}' ? '' : parameters,
  };
}

/** As a version of the policy has it, which the platform gives as `setRetrainingPolicy` takes it. */
export function valuesOfText(text: unknown): PolicyValues {
  const known = text as Partial<SetRetrainingPolicyInput>;
  const parameters = JSON.stringify(known.parameters ?? {});
  return {
    active: known.active ?? true,
    cron: known.schedule?.cron ?? '',
    zone: known.schedule?.zone ?? '',
    onNewData: known.onNewData ?? false,
    alertRuleId: idOf(known.alertRuleId),
    datasetId: idOf(known.datasetId),
    evaluationDatasetId: idOf(known.evaluationDatasetId),
    target: known.target ?? '',
    experimentId: idOf(known.experimentId),
    maxCost: known.maxCost ?? '',
    maxPValue: String(known.maxPValue ?? ''),
    minNewRows: String(known.minNewRows ?? 0),
    maxTrainings: String(known.maxTrainings ?? ''),
    period: spanOf(String(known.period)),
    cooldown: spanOf(String(known.cooldown)),
    endpointId: idOf(known.endpointId),
    canary: (known.canary ?? []).map(({ weight, hold }) => ({ weight: String(weight), hold: spanOf(hold) })),
    channelIds: (known.channelIds ?? []).map(String),
    transformSql: known.transform?.sql ?? '',
    transformDatasetId: idOf(known.transform?.datasetId),
    labelsDatasetId: idOf(known.transform?.labelsDatasetId),
    suiteId: idOf(known.suiteId),
    parameters: parameters === '{}' ? '' : parameters,
  };
}

function idOf(id: string | number | null | undefined): string {
  return String(id ?? '');
}

/** By field; `weight 2` and `hold 2` are those of the canary's third step. */
export type PolicyErrors = Readonly<Record<string, string>>;

export function checkPolicy(values: PolicyValues): PolicyErrors {
  const errors: Record<string, string> = {};
  if (values.cron.trim() !== '') {
    if (values.cron.trim().split(/\s+/).length !== 5) errors.cron = says.fiveFieldsMinuteHour;
    if (!isZone(values.zone)) errors.zone = says.timeZoneSuch;
  }
  if (values.datasetId === '') errors.datasetId = says.whatItIsTrained;
  if (values.evaluationDatasetId === '') errors.evaluationDatasetId = says.whatBothAreScored;
  else if (values.evaluationDatasetId === values.datasetId)
    errors.evaluationDatasetId = says.otherThanTrainedOn;
  if (values.transformSql.trim() !== '') {
    const reads = [values.datasetId, values.evaluationDatasetId, values.labelsDatasetId];
    if (values.transformDatasetId === '') errors.transformDatasetId = says.whatTheTransformMakes;
    else if (reads.includes(values.transformDatasetId)) errors.transformDatasetId = says.otherThanRead;
  }
  if (values.target.trim() === '') errors.target = says.theColumn;
  if (values.experimentId === '') errors.experimentId = says.whereItsRuns;
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(values.maxCost.trim())) errors.maxCost = says.eurosSuchAs60;
  const least = Number(values.maxPValue);
  if (values.maxPValue.trim() === '' || !(least > 0 && least <= 0.5)) errors.maxPValue = says.moreThan0;
  if (whole(values.minNewRows) === null) errors.minNewRows = says.wholeNumber;
  const most = whole(values.maxTrainings);
  if (most === null || most < 1 || most > 1_000) errors.maxTrainings = says.wholeNumber1;
  if (!(spanMs(values.period) >= HOUR_MS && spanMs(values.period) <= 366 * DAY_MS))
    errors.period = says.hourTo366Days;
  if (!(spanMs(values.cooldown) >= 0 && spanMs(values.cooldown) <= 90 * DAY_MS))
    errors.cooldown = says.most90Days;
  if (values.endpointId !== '') Object.assign(errors, checkCanary(values.canary));
  if (parametersOf(values.parameters) === null) errors.parameters = says.jsonObjectSuch;
  return errors;
}

function checkCanary(steps: readonly TrafficStep[]): PolicyErrors {
  const errors: Record<string, string> = {};
  let before = 0;
  steps.forEach(({ weight, hold }, index) => {
    const share = whole(weight);
    if (share === null || share < 1 || share > 99) errors[`weight ${index}`] = says.wholeNumber12;
    else if (share <= before) errors[`weight ${index}`] = says.moreThanTheBefore(before);
    else before = share;
    if (!(spanMs(hold) >= 1_000 && spanMs(hold) <= 7 * DAY_MS)) errors[`hold ${index}`] = says.secondTo7Days;
  });
  return errors;
}

/** As the API takes it, which changes a policy as a whole; for values without errors. */
export function policyInput(
  values: PolicyValues,
  modelId: string,
  expectedVersion: number | null,
): SetRetrainingPolicyInput {
  const isDeployed = values.endpointId !== '';
  return {
    modelId,
    ...(expectedVersion === null ? {} : { expectedVersion }),
    active: values.active,
    ...(values.cron.trim() === ''
      ? {}
      : { schedule: { cron: values.cron.trim().replaceAll(/\s+/g, ' '), zone: values.zone.trim() } }),
    onNewData: values.onNewData,
    ...(values.alertRuleId === '' ? {} : { alertRuleId: values.alertRuleId }),
    datasetId: values.datasetId,
    evaluationDatasetId: values.evaluationDatasetId,
    ...(values.transformSql.trim() === ''
      ? {}
      : {
          transform: {
            sql: values.transformSql,
            datasetId: values.transformDatasetId,
            ...(values.labelsDatasetId === '' ? {} : { labelsDatasetId: values.labelsDatasetId }),
          },
        }),
    ...(values.suiteId === '' ? {} : { suiteId: values.suiteId }),
    target: values.target.trim(),
    experimentId: values.experimentId,
    maxCost: values.maxCost.trim(),
    maxPValue: Number(values.maxPValue),
    minNewRows: whole(values.minNewRows) ?? 0,
    maxTrainings: whole(values.maxTrainings) ?? 0,
    period: isoSpan(values.period),
    cooldown: isoSpan(values.cooldown),
    channelIds: [...values.channelIds],
    parameters: parametersOf(values.parameters) ?? {},
    ...(isDeployed
      ? {
          endpointId: values.endpointId,
          canary: values.canary.map(({ weight, hold }) => ({
            weight: whole(weight) ?? 0,
            hold: isoSpan(hold),
          })),
        }
      : {}),
  };
}

/** The data set whose versions are trained on: what the transform makes, else what is read. */
export function trainedOn(values: PolicyValues): string {
  return values.transformSql.trim() === '' ? values.datasetId : values.transformDatasetId;
}

/** Null for what is no JSON object. */
function parametersOf(text: string): Readonly<Record<string, unknown>> | null {
  if (text.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

function whole(text: string): number | null {
  return /^\d{1,12}$/.test(text.trim()) ? Number(text) : null;
}
