import { FEWEST_PRICED, isZero, perThousand } from '@/format/amount';
import { count, NO_VALUE, percent, price, rate } from '@/format/number';
import { Money } from '@/parts/Money';
import type { Figure } from '@/parts/Strip';
import type { EndpointDetail } from './detail';
import { driftFigure } from './drift-figure';
import { figuresOf, type Bucket, type Period } from './traffic';

export const FIGURE_LABELS = ['Traffic', 'Latency p95', 'Errors', 'Drift', 'Replicas ready', 'Cost'];

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
      context: [`${rate(averagePerMinute)} on average in ${period.label}`],
    },
    {
      label: 'Latency p95',
      value: p95Ms === null ? NO_VALUE : rate(p95Ms),
      unit: 'ms',
      context: [
        highestP95Ms === null ? `no requests in ${period.label}` : `highest ${rate(highestP95Ms)} ms`,
      ],
    },
    {
      label: 'Errors',
      value: errorShare === null ? NO_VALUE : percent(errorShare, 2),
      context: [`${count(errors)} of ${count(requests)} requests`],
    },
    driftFigure(newestDrift(endpoint)),
    {
      label: 'Replicas ready',
      value: scaling.ready,
      unit: `of ${scaling.wanted} wanted`,
      context: [`${scaling.min} to ${scaling.max} allowed`],
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
      <Money amount={month.amount} currency={month.currency} /> this month
    </span>
  );
  if (perRequests === null) {
    const few = `too few requests for a price per 1,000: ${count(requests)}, from ${count(FEWEST_PRICED)} on`;
    return { label: 'Cost', value: NO_VALUE, unit: 'per 1,000', context: [few, monthly] };
  }
  // Lines of the ledger are longer than a short period: it may hold none yet.
  if (isZero(perRequests)) {
    return { label: 'Cost', value: NO_VALUE, unit: 'per 1,000', context: ['no ledger line yet', monthly] };
  }
  return {
    label: 'Cost',
    value: price(perRequests, cost.currency),
    unit: 'per 1,000',
    context: [`rounded, of ${count(requests)} requests`, monthly],
  };
}
