import type { EndpointsQuery, RevisionStatus } from '@/api/generated/endpoints';
import { sum } from '@/format/amount';
import { atLeast, NO_VALUE, ofLoaded, orMore, percent, rate } from '@/format/number';
import { Money } from '@/parts/Money';
import { Strip, type Figure } from '@/parts/Strip';
import { LIST_PERIOD, stateOf, type ListedEndpoint } from './columns';
import { figuresOf } from './traffic';
import { words } from './words';

const says = words.listGlance;

interface EndpointListGlanceProps {
  readonly rows: readonly ListedEndpoint[];
  readonly cost: EndpointsQuery['cost'];
  /** Whether these are all endpoints there are. */
  readonly isAll: boolean;
}

/** Whether what is deployed answers, how much it is asked, and at what price. */
export function EndpointListGlance({ rows, cost, isAll }: EndpointListGlanceProps) {
  const figures = [
    serving(rows, isAll),
    ...traffic(rows, isAll),
    replicas(rows, isAll),
    ...(cost === undefined ? [] : [spent(rows, isAll, cost.total.currency)]),
  ];
  return <Strip figures={figures} />;
}

/** What is not as it should be comes first. */
const TOLD: readonly RevisionStatus[] = ['FAILED', 'PENDING', 'LOADING', 'DRAINING', 'STOPPED'];

function serving(rows: readonly ListedEndpoint[], isAll: boolean): Figure {
  const states = rows.map(stateOf);
  const others = TOLD.map((state) => ({ state, n: states.filter((one) => one === state).length }));
  const told = others.filter(({ n }) => n > 0).map(({ state, n }) => says.inState(n, state));
  return {
    label: says.serving,
    value: atLeast(states.filter((state) => state === 'READY').length, !isAll),
    unit: says.ofEndpoints(rows.length, isAll),
    context: [ofLoaded(told.length === 0 ? says.allServe : told.join(', '), rows.length, isAll)],
  };
}

function traffic(rows: readonly ListedEndpoint[], isAll: boolean): Figure[] {
  const each = rows.map((row) => figuresOf(row.traffic, LIST_PERIOD));
  const requests = each.reduce((all, one) => all + one.requests, 0);
  const errors = each.reduce((all, one) => all + one.errors, 0);
  const known = each.flatMap(({ perMinute }) => (perMinute === null ? [] : [perMinute]));
  const average = each.reduce((all, one) => all + one.averagePerMinute, 0);
  const of = (said: string) => ofLoaded(said, rows.length, isAll);
  return [
    {
      label: says.traffic,
      value: known.length === 0 ? NO_VALUE : orMore(rate(known.reduce((all, one) => all + one, 0)), !isAll),
      unit: says.perMinute,
      context: [of(words.figures.onAverage(rate(average), LIST_PERIOD.label))],
    },
    {
      label: says.errors,
      value: requests === 0 ? NO_VALUE : percent(errors / requests, 2),
      context: [
        of(
          requests === 0
            ? words.figures.noRequests(LIST_PERIOD.label)
            : words.figures.ofRequests(errors, requests),
        ),
      ],
    },
  ];
}

function replicas(rows: readonly ListedEndpoint[], isAll: boolean): Figure {
  const ready = rows.reduce((all, { scaling }) => all + scaling.ready, 0);
  const wanted = rows.reduce((all, { scaling }) => all + scaling.wanted, 0);
  const short = rows.filter(({ scaling }) => scaling.ready < scaling.wanted);
  return {
    label: words.figures.replicasReady,
    value: atLeast(ready, !isAll),
    unit: words.figures.unit(wanted, !isAll),
    context: [
      ofLoaded(
        short.length === 0 ? says.allScaled : says.short(short.map(({ name }) => name)),
        rows.length,
        isAll,
      ),
    ],
  };
}

function spent(rows: readonly ListedEndpoint[], isAll: boolean, currency: string): Figure {
  const amounts = rows.flatMap((row) => (row.spent === null ? [] : [row.spent]));
  return {
    label: says.spent,
    value: <Money amount={sum(amounts)} currency={currency} />,
    context: [says.byEndpoints(rows.length, isAll)],
  };
}
