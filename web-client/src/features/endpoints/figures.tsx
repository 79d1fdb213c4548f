import { FEWEST_PRICED, isZero, perThousand } from '@/format/amount';
import { NO_VALUE, percent, price, rate } from '@/format/number';
import { Money } from '@/parts/Money';
import type { Figure } from '@/parts/Strip';
import type { EndpointDetail } from './detail';
import { driftFigure } from './drift-figure';
import { figuresOf, type Bucket, type Period } from './traffic';
import { words } from './words';

const says = words.figures;

export const FIGURE_LABELS = ['Traffic', 'Latency p95', 'Errors', 'Drift', says.replicasReady, 'Cost'];

/** Fast, healthy, scaled, and at what price. */
export function figures(endpoint: EndpointDetail, buckets: readonly Bucket[], period: Period): Figure[] {
  const { perMinute, averagePerMinute, p95Ms, highestP95Ms, errorShare, errors, requests } = figuresOf(
    buckets,
    period,
  );
  const { scaling, cost, monthCost } = endpoint;
  return [
    {
      label: 'Traffic',
      value: perMinute === null ? NO_VALUE : rate(perMinute),
      unit: 'requests/min',
      context: [says.onAverage(rate(averagePerMinute), period.label)],
    },
    {
      label: 'Latency p95',
      value: p95Ms === null ? NO_VALUE : rate(p95Ms),
      unit: 'ms',
      context: [highestP95Ms === null ? says.noRequests(period.label) : says.highestMs(rate(highestP95Ms))],
    },
    {
      label: 'Errors',
      value: errorShare === null ? NO_VALUE : percent(errorShare, 2),
      context: [says.ofRequests(errors, requests)],
    },
    driftFigure(newestDrift(endpoint)),
    {
      label: says.replicasReady,
      value: scaling.ready,
      unit: says.unit(scaling.wanted),
      context: [says.toAllowed(scaling.min, scaling.max)],
    },
    ...(cost === undefined || monthCost === undefined
      ? []
      : [costFigure(cost.total, monthCost.total, requests)]),
  ];
}

/** As many features at most as the history names. */
const MOST_NAMED = 24;

function newestDrift({ driftRule, driftHistory }: EndpointDetail) {
  const drifted = (driftHistory?.features ?? []).filter(({ points }) => points.at(-1)?.verdict === 'DRIFTED');
  return {
    rule: driftRule,
    window: driftHistory?.windows.at(-1) ?? null,
    featureCount: driftHistory?.featureCount ?? 0,
    drifted: drifted.map(({ name }) => name),
    isCut: drifted.length === MOST_NAMED && (driftHistory?.featureCount ?? 0) > MOST_NAMED,
  };
}

type Total = NonNullable<EndpointDetail['cost']>['total'];

function costFigure(cost: Total, month: Total, requests: number): Figure {
  const perRequests = perThousand(cost.amount, requests);
  const monthly = (
    <span key="month">
      <Money amount={month.amount} currency={month.currency} /> {says.thisMonth}
    </span>
  );
  if (perRequests === null) {
    const few = says.tooFewRequests(requests, FEWEST_PRICED);
    return { label: 'Cost', value: NO_VALUE, unit: 'per 1,000', context: [few, monthly] };
  }
  // Lines of the ledger are longer than a short period: it may hold none yet.
  if (isZero(perRequests)) {
    return { label: 'Cost', value: NO_VALUE, unit: 'per 1,000', context: [says.noLedgerLineYet, monthly] };
  }
  return {
    label: 'Cost',
    value: price(perRequests, cost.currency),
    unit: 'per 1,000',
    context: [says.roundedOfRequests(requests), monthly],
  };
}
