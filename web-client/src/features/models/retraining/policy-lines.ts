import type { Difference } from '@/parts/form';
import { msInWords, spanMs, type Span } from '@/format/span';
import type { Beside } from './retraining';
import type { PolicyValues } from './policy-values';

/** Fields in which two policies differ, in words, so that a person may choose between them. */
export function differences(
  theirs: PolicyValues,
  mine: PolicyValues,
  beside: Beside | undefined,
): Difference[] {
  const ours = linesOf(mine, beside);
  return linesOf(theirs, beside)
    .map(([label, value], index) => ({ label, theirs: value, yours: ours[index]?.[1] ?? '' }))
    .filter((one) => one.theirs !== one.yours);
}

function linesOf(values: PolicyValues, beside: Beside | undefined): readonly (readonly [string, string])[] {
  const named = (rows: readonly { readonly id: string; readonly name: string }[] | undefined, id: string) =>
    id === '' ? 'none' : (rows?.find((row) => row.id === id)?.name ?? 'one that you may not read');
  const datasets = beside?.datasets?.edges.map(({ node }) => node);
  const endpoints = beside?.endpoints?.edges.map(({ node }) => node);
  const experiments = beside?.experiments?.edges.map(({ node }) => node);
  return [
    ['Active', values.active ? 'on' : 'off'],
    ['Schedule', values.cron.trim() === '' ? 'none' : `${values.cron.trim()}, ${values.zone}`],
    ['New data', values.onNewData ? 'triggers' : 'does not'],
    ['Alert rule', named(beside?.alertRules, values.alertRuleId)],
    ['Trains on', named(datasets, values.datasetId)],
    ['Transform', values.transformSql.trim() || 'none'],
    [
      'Transform makes',
      values.transformSql.trim() === '' ? 'none' : named(datasets, values.transformDatasetId),
    ],
    ['Labels', values.transformSql.trim() === '' ? 'none' : named(datasets, values.labelsDatasetId)],
    ['Suite', suiteText(values.suiteId, datasets)],
    ['Scores on', named(datasets, values.evaluationDatasetId)],
    ['Label', values.target.trim()],
    ['Experiment', named(experiments, values.experimentId)],
    ['New rows', values.minNewRows],
    ['Maximum cost', `€${values.maxCost}`],
    ['p-value', values.maxPValue],
    ['Breaker', `${values.maxTrainings} in ${spanText(values.period)}`],
    ['Cooldown', spanText(values.cooldown)],
    ['Endpoint', named(endpoints, values.endpointId)],
    [
      'Canary',
      values.endpointId === ''
        ? 'none'
        : values.canary.map(({ weight, hold }) => `${weight} % for ${spanText(hold)}`).join(', '),
    ],
    ['Tells', values.channelIds.map((id) => named(beside?.channels, id)).join(', ') || 'nobody'],
    ['Parameters', values.parameters.trim() || 'none'],
  ];
}

function suiteText(
  id: string,
  datasets: readonly {
    readonly expectations: { readonly id: string; readonly number: number } | null;
  }[] = [],
): string {
  if (id === '') return 'whichever is in force';
  const found = datasets.find(({ expectations }) => expectations?.id === id)?.expectations;
  return found == null ? 'one that is in force no more' : `suite ${found.number}`;
}

function spanText(span: Span): string {
  return Number.isFinite(spanMs(span)) ? msInWords(spanMs(span)) : '–';
}
