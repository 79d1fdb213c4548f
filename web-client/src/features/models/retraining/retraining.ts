import type {
  ModelRetrainingQuery,
  RetrainingBesideQuery,
  RetrainingDetailFragment,
  RetrainingRowFragment,
} from '@/api/generated/retraining';
import { metric, NO_VALUE } from '@/format/number';
import { words } from './words';

const says = words.retraining;

export type RetrainedModel = Extract<
  NonNullable<ModelRetrainingQuery['node']>,
  { __typename: 'RegisteredModel' }
>;
export type Policy = NonNullable<RetrainedModel['retraining']>;
export type PolicyBudget = NonNullable<Policy['budget']>;
export type RunRow = RetrainingRowFragment;
export type RunDetail = RetrainingDetailFragment;
export type Step = RunDetail['steps'][number];
export type Comparison = NonNullable<RunDetail['comparison']>;
export type Beside = Extract<NonNullable<RetrainingBesideQuery['project']>, { __typename: 'Project' }>;

/** Nothing more becomes of it. */
const OVER = ['DECLINED', 'PROMOTED', 'ROLLED_BACK'];

export function goesOn({ status }: Pick<RunRow, 'status'>): boolean {
  return !OVER.includes(status);
}

export function mayBeRolledBack({ status }: Pick<RunRow, 'status'>): boolean {
  return status === 'CANARY' || status === 'PROMOTED';
}

/** The run that the page is about: the one that goes on, else the newest. One that was declined beside it hides nothing. */
export function shownFirst(runs: readonly RunRow[]): RunRow | null {
  return runs.find(goesOn) ?? runs[0] ?? null;
}

export const TRIGGERS: Readonly<Record<RunRow['trigger'], string>> = {
  SCHEDULE: 'Schedule',
  ALERT: 'Alert',
  NEW_DATA: says.newData,
  BY_HAND: says.byHand,
};

/** What exactly triggered it, as the platform saw it: an instant, versions, a value, or what somebody said. */
export function evidenceOf(run: Pick<RunRow, 'trigger' | 'evidence' | 'triggeredBy'>): string {
  const seen = isRecord(run.evidence) ? run.evidence : {};
  switch (run.trigger) {
    case 'SCHEDULE': {
      const times = Number(seen.missed ?? 1);
      return `${text(seen.cron)}, ${text(seen.zone)}${times > 1 ? says.instantsOneRun(times) : ''}`;
    }
    case 'NEW_DATA':
      return says.version(text(seen.newest));
    case 'ALERT':
      return says.at(typeof seen.value === 'number' ? metric(seen.value) : NO_VALUE, seen.outlived === true);
    case 'BY_HAND':
      return typeof seen.note === 'string' && seen.note !== ''
        ? `${run.triggeredBy.label}: “${seen.note}”`
        : run.triggeredBy.label;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : NO_VALUE;
}

export type Verdict = 'better' | 'worse' | 'not shown';

/**
 * What the test says of the challenger; that nothing is shown is an answer too. Better is what the platform found by the
 * policy as it was then: it registers a challenger for that alone. Null before both were scored.
 */
export function verdictOf({
  comparison,
  challenger,
}: {
  readonly comparison: Pick<Comparison, 'upper'> | null;
  readonly challenger: object | null;
}): Verdict | null {
  if (comparison === null) return null;
  if (challenger !== null) return 'better';
  return comparison.upper < 0 ? 'worse' : 'not shown';
}

/** `v7`, or the word where there is no such version to see. */
export function versionName(version: { readonly number: number } | null, otherwise: string): string {
  return version === null ? otherwise : `v${version.number}`;
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `0.37`, `0.0042`, `1.4 × 10⁻⁸`; what is smaller than a number of the machine is only told to be less. */
export function pText(value: number): string {
  if (value === 0) return '< 10⁻³⁰⁰';
  if (value >= 0.001) return metric(Number(value.toPrecision(2)));
  const power = Math.floor(Math.log10(value));
  const digits = metric(Number((value / 10 ** power).toPrecision(2)));
  const raised = Array.from(String(-power), (digit) => RAISED[Number(digit)] ?? '').join('');
  return `${digits} × 10⁻${raised}`;
}

/** `+0.89 pt` of a difference of two shares. */
export function points(difference: number): string {
  const value = (Math.abs(difference) * 100).toFixed(2);
  return `${Number(value) === 0 ? '' : difference < 0 ? '−' : '+'}${value}\u00a0pt`;
}

/** `p = 0.37`, `p < 10⁻³⁰⁰`. */
export function pWithSign(value: number): string {
  return value === 0 ? `p ${pText(0)}` : `p = ${pText(value)}`;
}
