import type { Difference } from '@/parts/form';
import { msInWords, spanMs, type Span } from '@/format/span';
import type { Beside } from './retraining';
import type { PolicyValues } from './policy-values';
import { words } from './policy-words';

const says = words.policyLines;

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
    id === '' ? 'none' : (rows?.find((row) => row.id === id)?.name ?? says.oneThatYouMay);
  const datasets = beside?.datasets?.edges.map(({ node }) => node);
  const endpoints = beside?.endpoints?.edges.map(({ node }) => node);
  const experiments = beside?.experiments?.edges.map(({ node }) => node);
  return [
    ['Active', values.active ? 'on' : 'off'],
    ['Schedule', values.cron.trim() === '' ? 'none' : `${values.cron.trim()}, ${values.zone}`],
    [says.newData, values.onNewData ? 'triggers' : says.doesNot],
    [says.alertRule, named(beside?.alertRules, values.alertRuleId)],
    [says.trains, named(datasets, values.datasetId)],
    ['Transform', values.transformSql.trim() || 'none'],
    [
      says.transformMakes,
      values.transformSql.trim() === '' ? 'none' : named(datasets, values.transformDatasetId),
    ],
    ['Labels', values.transformSql.trim() === '' ? 'none' : named(datasets, values.labelsDatasetId)],
    ['Suite', suiteText(values.suiteId, datasets)],
    [says.scores, named(datasets, values.evaluationDatasetId)],
    ['Label', values.target.trim()],
    ['Experiment', named(experiments, values.experimentId)],
    [says.newRows, values.minNewRows],
    [says.maximumCost, `€${values.maxCost}`],
    ['p-value', values.maxPValue],
    ['Breaker', says.in(values.maxTrainings, spanText(values.period))],
    ['Cooldown', spanText(values.cooldown)],
    ['Endpoint', named(endpoints, values.endpointId)],
    [
      'Canary',
      values.endpointId === ''
        ? 'none'
        : values.canary.map(({ weight, hold }) => says.for(weight, spanText(hold))).join(', '),
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
  if (id === '') return says.whicheverIsInForce;
  const found = datasets.find(({ expectations }) => expectations?.id === id)?.expectations;
  return found == null ? says.one : says.suite(found.number);
}

function spanText(span: Span): string {
  return Number.isFinite(spanMs(span)) ? msInWords(spanMs(span)) : '–';
}
