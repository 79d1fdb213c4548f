import type { Divergence, EndpointHealthQuery, QualityMeasure } from '@/api/generated/endpoints';
import { metric, NO_VALUE, percent } from '@/format/number';
import { DAY_MS } from '@/format/units';
import type { Line, SeriesColour } from '@/parts/chart/series-store';
import { words } from './words';

const says = words.health;

type Found = Extract<NonNullable<EndpointHealthQuery['node']>, { __typename: 'Endpoint' }>;
export type CaptureView = NonNullable<Found['capture']>;
export type QualityRuleView = NonNullable<Found['qualityRule']>;
export type DriftRuleView = NonNullable<Found['driftRule']>;
export type DriftWindow = Found['drift'][number];
export type DriftPast = NonNullable<Found['driftHistory']>;
export type DriftPastFeature = DriftPast['features'][number];
export type LabelArrivalView = Found['labelArrival'];
export type Observed = Found;
/** Undefined where the person may not read alerts. */
export type AlertsOfProject = NonNullable<Found['project']>;
export type AlertLine = AlertsOfProject['alerts'][number];
export type Window = Found['quality'][number];

export const MEASURES: Readonly<Record<QualityMeasure, { readonly label: string; readonly what: string }>> = {
  ACCURACY: { label: 'Accuracy', what: says.shareOfPredictions },
  MEAN_ABSOLUTE_ERROR: { label: says.meanAbsoluteError, what: says.howFarNumbers },
};

/** What a test of drift measures, in short. */
export const DIVERGENCES: Readonly<Record<Divergence, string>> = {
  JENSEN_SHANNON: 'JS',
  NORMAL_SCORES: says.normalScores,
  PSI: 'PSI',
  RANK_SHIFT: says.rankShift,
};

/** `91.2 %` of an accuracy, `3.41` of an error; four significant figures. */
export function qualityText(measure: QualityMeasure, value: number | null): string {
  if (value === null) return NO_VALUE;
  return measure === 'ACCURACY' ? percent(value, 1) : metric(Number(value.toPrecision(4)));
}

/** Half of the interval, as it stands after a value: `± 0.6 %`. */
export function marginText({ measure, low, high }: Pick<Window, 'measure' | 'low' | 'high'>): string {
  if (low === null || high === null) return '';
  const half = (high - low) / 2;
  return `± ${measure === 'ACCURACY' ? percent(half, 1) : metric(Number(half.toPrecision(2)))}`;
}

/** Of a revision, oldest first. */
export function ofRevision(windows: readonly Window[], revision: number): Window[] {
  return windows
    .filter((window) => window.revision === revision)
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
}

export function revisionsOf(windows: readonly Window[]): number[] {
  return [...new Set(windows.map(({ revision }) => revision))].sort((a, b) => a - b);
}

/** The newest window whose labels are all there, with a value. */
export function lastFrozen(windows: readonly Window[]): Window | null {
  const frozen = windows.filter((window) => window.frozen && window.value !== null);
  return frozen.reduce<Window | null>(
    (newest, window) =>
      newest === null || Date.parse(window.from) > Date.parse(newest.from) ? window : newest,
    null,
  );
}

/** The window before, of the same revision. */
export function windowBefore(windows: readonly Window[], of: Window): Window | null {
  const before = ofRevision(windows, of.revision).filter(
    ({ from, value, frozen }) => frozen && value !== null && Date.parse(from) < Date.parse(of.from),
  );
  return before.at(-1) ?? null;
}

/** How a window did against another; better or worse only where their intervals lie apart. */
export function directionOf(last: Window, before: Window): 'better' | 'same' | 'worse' {
  const { measure, value, low, high } = last;
  if (value === null || before.value === null) return 'same';
  if (low === null || high === null || before.low === null || before.high === null) return 'same';
  if (low <= before.high && high >= before.low) return 'same';
  return (measure === 'ACCURACY' ? value > before.value : value < before.value) ? 'better' : 'worse';
}

/** A line for what is frozen, and a dashed one for what still counts, joined at the last frozen window. */
export function linesOf(windows: readonly Window[], colourOf: (revision: number) => SeriesColour): Line[] {
  return revisionsOf(windows).flatMap((revision) => {
    const own = ofRevision(windows, revision);
    const frozen = own.filter((window) => window.frozen);
    const counting = own.filter((window) => !window.frozen);
    const join = frozen.at(-1);
    const colour = colourOf(revision);
    return [
      { id: `${revision}`, label: `r${revision}`, colour, dashed: false, points: frozen.map(point) },
      ...(counting.length === 0
        ? []
        : [
            {
              id: `${revision} counting`,
              label: says.rStillCounting(revision),
              colour,
              dashed: true,
              points: [...(join === undefined ? [] : [point(join)]), ...counting.map(point)],
            },
          ]),
    ];
  });
}

function point({ from, value, low, high }: Window) {
  return { x: Date.parse(from) / 1_000, y: value, low, high };
}

export interface Covered {
  readonly from: string;
  readonly to: string;
  readonly predictions: number;
  readonly labels: number;
  readonly share: number;
  readonly frozen: boolean;
}

/** How many predictions of each window have a label, of all revisions together; oldest first. */
export function coverageOf(windows: readonly Window[]): Covered[] {
  const byTime = new Map<string, Window[]>();
  for (const window of windows) byTime.set(window.from, [...(byTime.get(window.from) ?? []), window]);
  return [...byTime.values()]
    .map((own) => {
      const predictions = own.reduce((sum, window) => sum + window.predictions, 0);
      const labelled = own.reduce((sum, window) => sum + window.coverage * window.predictions, 0);
      return {
        from: own[0]?.from ?? '',
        to: own[0]?.to ?? '',
        predictions,
        labels: Math.round(labelled),
        share: predictions === 0 ? 0 : labelled / predictions,
        frozen: own.every((window) => window.frozen),
      };
    })
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
}

export interface HealthPeriod {
  readonly key: string;
  readonly label: string;
  readonly ms: number;
}

export const HEALTH_PERIODS: readonly [HealthPeriod, ...HealthPeriod[]] = [
  { key: '16d', label: '16 days', ms: 16 * DAY_MS },
  { key: '24h', label: '24 h', ms: DAY_MS },
  { key: '90d', label: '90 days', ms: 90 * DAY_MS },
];

/** A line of the shell that says what turned out to be true of a prediction. */
export function labelSnippet(graphql: string, endpointId: string): string {
  const body = {
    query: 'mutation($i: LogLabelsInput!) { logLabels(input: $i) { labels } }',
    variables: {
      i: { endpointId, labels: [{ inferenceId: 'order-17', value: '1' }] },
    },
  };
  return [
    'curl --fail-with-body \\',
    '  -H "Authorization: Bearer $KEELSON_API_KEY" \\',
    "  -H 'Content-Type: application/json' \\",
    `  --data-binary '${JSON.stringify(body)}' \\`,
    `  '${graphql}'`,
  ].join('\n');
}
