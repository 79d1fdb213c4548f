import type { SetRolloutPolicyInput, StartRolloutInput } from '@/api/generated/endpoints';
import { isoSpan, spanMs, spanOf, type Span } from '@/format/span';
import { DAY_MS, MINUTE_MS } from '@/format/units';
import type { Errors } from '@/parts/form';
import type { TrafficStep } from '@/parts/traffic-steps/TrafficSteps';
import type { PolicyOfEndpoint } from './use-rollouts';
import { words } from './words';

const says = words.startValues;

/** What is filled in; text, because a field may be half typed. */
export interface StartValues {
  readonly candidateId: string;
  readonly steps: readonly TrafficStep[];
  /** Percent. */
  readonly alpha: string;
  readonly minRequests: string;
  readonly pauseLimit: Span;
}

export const FIRST_STEPS: readonly TrafficStep[] = [
  { weight: '5', hold: { amount: '10', unit: 'minutes' } },
  { weight: '25', hold: { amount: '30', unit: 'minutes' } },
  { weight: '50', hold: { amount: '30', unit: 'minutes' } },
];

/** What is filled in at first: as the endpoint's policy says, where it has one. */
export function firstValues(policy: PolicyOfEndpoint | null): StartValues {
  if (policy === null)
    return {
      candidateId: '',
      steps: FIRST_STEPS,
      alpha: '1',
      minRequests: '100',
      pauseLimit: { amount: '1', unit: 'hours' },
    };
  return {
    candidateId: '',
    steps: policy.steps.map(({ weight, hold }) => ({ weight: String(weight), hold: spanOf(hold) })),
    alpha: String(Number((policy.alpha * 100).toPrecision(12))),
    minRequests: String(policy.minRequests),
    pauseLimit: spanOf(policy.pauseLimit),
  };
}

export const MOST_STEPS = 20;

/** What the platform says of a step stands with the steps. */
export function placed(fields: Errors): Errors {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => PLACED.has(name)));
}

const PLACED = new Set([
  'candidateId',
  'alpha',
  'minRequests',
  'pauseLimit',
  'stickyHeader',
  'steps',
  'weight',
  'hold',
]);

/** By field; `weight 2` and `hold 2` are those of the second step. */
export type StartErrors = Readonly<Record<string, string>>;

export function checkStart(values: StartValues): StartErrors {
  const errors = checkPolicy(values);
  if (values.steps.length === 0) return { ...errors, steps: says.steps };
  return values.candidateId === '' ? { ...errors, candidateId: says.candidateId } : errors;
}

/** All but the candidate; a policy may have no steps. */
export function checkPolicy(values: StartValues): StartErrors {
  const errors: Record<string, string> = {};
  let before = 0;
  values.steps.forEach(({ weight, hold }, index) => {
    const share = whole(weight);
    if (share === null || share < 1 || share > 99) errors[`weight ${index}`] = says.wholeNumber1;
    else if (share <= before) errors[`weight ${index}`] = says.moreThanTheBefore(before);
    else before = share;
    if (!(spanMs(hold) >= 1_000 && spanMs(hold) <= 7 * DAY_MS)) errors[`hold ${index}`] = says.secondTo7Days;
  });
  const alpha = values.alpha.trim() === '' ? Number.NaN : Number(values.alpha);
  if (!(alpha >= 0.01 && alpha <= 20)) errors.alpha = says.number001;
  const least = whole(values.minRequests);
  if (least === null || least < 1 || least > 1_000_000) errors.minRequests = says.wholeNumber12;
  if (!(spanMs(values.pauseLimit) >= MINUTE_MS && spanMs(values.pauseLimit) <= 7 * DAY_MS))
    errors.pauseLimit = says.minuteTo7Days;
  return errors;
}

/** As the API takes it; for values without errors. */
export function startInput(
  values: StartValues,
  endpointId: string,
  expectedVersion: number,
): StartRolloutInput {
  return {
    endpointId,
    expectedVersion,
    candidateId: values.candidateId,
    steps: values.steps.map(({ weight, hold }) => ({ weight: whole(weight) ?? 0, hold: isoSpan(hold) })),
    alpha: Number((Number(values.alpha) / 100).toPrecision(12)),
    minRequests: whole(values.minRequests) ?? 0,
    pauseLimit: isoSpan(values.pauseLimit),
  };
}

export interface PolicyValues extends StartValues {
  readonly stickyHeader: string;
}

const HEADER = /^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/;

/** By field; for a policy's values. */
export function checkPolicyValues(values: PolicyValues): StartErrors {
  const errors = checkPolicy(values);
  return HEADER.test(values.stickyHeader.trim()) ? errors : { ...errors, stickyHeader: says.stickyHeader };
}

/** As the API takes it; for values without errors. */
export function policyInput(
  values: PolicyValues,
  endpointId: string,
  expectedVersion: number | null,
): SetRolloutPolicyInput {
  const { steps, alpha, minRequests, pauseLimit } = startInput(values, endpointId, 0);
  return {
    endpointId,
    expectedVersion,
    steps: steps ?? [],
    alpha,
    minRequests,
    pauseLimit,
    stickyHeader: values.stickyHeader.trim(),
  };
}

function whole(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}
