import { compareAmounts, isZero, sum, type Amount } from '@/format/amount';
import { isoDay } from '@/format/period';
import { betterIs } from '@/features/runs/metrics';
import { DAY_MS } from '@/format/units';

/** What the summary needs to know of a run. */
export interface SummedRun {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly cost: { readonly amount: Amount; readonly currency: string } | null;
  readonly creator: { readonly id: string | null; readonly label: string };
  readonly metrics: readonly { readonly key: string; readonly value: number | null }[];
}

/** A run that was better than all that started before it. */
export interface Best {
  readonly atMs: number;
  readonly value: number;
}

export interface BestSoFar {
  readonly steps: readonly Best[];
  /** From the start of the first run that has the metric to that of the last. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** How the best came about; null where the metric's name does not tell which way is better, or fewer than two have it. */
export function bestSoFar(runs: readonly SummedRun[], key: string): BestSoFar | null {
  const better = betterIs(key);
  const measured = runs
    .flatMap((run) => {
      const value = metricOf(run, key);
      return value === null ? [] : [{ atMs: startMs(run), value }];
    })
    .sort((a, b) => a.atMs - b.atMs);
  const [first, last] = [measured[0], measured.at(-1)];
  if (better === null || measured.length < 2 || first === undefined || last === undefined) return null;
  const steps: Best[] = [];
  for (const run of measured) {
    const reached = steps.at(-1)?.value;
    const isBetter = reached === undefined || (better === 'max' ? run.value > reached : run.value < reached);
    if (!isBetter) continue;
    // Of two that started in one moment there is one step.
    if (steps.at(-1)?.atMs === run.atMs) steps.pop();
    steps.push(run);
  }
  return { steps, fromMs: first.atMs, toMs: last.atMs };
}

export function metricOf({ metrics }: Pick<SummedRun, 'metrics'>, key: string): number | null {
  return metrics.find((one) => one.key === key)?.value ?? null;
}

function startMs({ startedAt, createdAt }: SummedRun): number {
  return Date.parse(startedAt ?? createdAt);
}

/** How the values of a group lie. */
export interface Spread {
  readonly name: string;
  readonly count: number;
  readonly least: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  readonly greatest: number;
}

/** The groups that have the metric, the best median first; the largest where nothing tells which way is better. */
export function spreads<Run extends SummedRun>(
  runs: readonly Run[],
  key: string,
  groupOf: (run: Run) => string,
): Spread[] {
  const groups = new Map<string, number[]>();
  for (const run of runs) {
    const value = metricOf(run, key);
    if (value !== null) pushTo(groups, groupOf(run), value);
  }
  const better = betterIs(key);
  const sign = better === 'max' ? -1 : 1;
  return [...groups]
    .map(([name, values]) => spreadOf(name, values))
    .sort((a, b) => (better === null ? b.count - a.count : sign * (a.median - b.median)));
}

function spreadOf(name: string, values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    name,
    count: sorted.length,
    least: quantile(sorted, 0),
    lower: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    upper: quantile(sorted, 0.75),
    greatest: quantile(sorted, 1),
  };
}

/** Between the two values that it falls between, in proportion: the seventh way of Hyndman and Fan, as NumPy's. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  const part = place - Math.floor(place);
  return below * (1 - part) + above * part;
}

function pushTo<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item) {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** What the runs of one person cost, by the days on which they started. */
export interface PersonCost {
  /** Null for those of all others together. */
  readonly name: string | null;
  readonly isMe: boolean;
  readonly total: Amount;
  readonly amounts: readonly Amount[];
}

export interface StartCosts {
  /** The first day of each bar. */
  readonly days: readonly string[];
  readonly daysPerBar: number;
  readonly people: readonly PersonCost[];
  readonly currency: string;
  readonly total: Amount;
}

/** More bars than these are too thin to be told apart. */
const MAX_BARS = 28;
/** People with a colour of their own; of more, the last colour is that of all others. */
const MAX_PEOPLE = 3;

interface Charge {
  readonly day: number;
  readonly amount: Amount;
}

/** Null where nothing was charged, or in several currencies. */
export function costByStart(runs: readonly SummedRun[], me: string | null): StartCosts | null {
  const byPerson = new Map<string, Charge[]>();
  const labels = new Map<string, string>();
  const currencies = new Set<string>();
  let [firstDay, lastDay] = [Infinity, -Infinity];
  for (const run of runs) {
    if (run.cost === null || isZero(run.cost.amount)) continue;
    const day = Math.floor(startMs(run) / DAY_MS);
    const id = run.creator.id ?? run.creator.label;
    firstDay = Math.min(firstDay, day);
    lastDay = Math.max(lastDay, day);
    labels.set(id, run.creator.label);
    currencies.add(run.cost.currency);
    pushTo(byPerson, id, { day, amount: run.cost.amount });
  }
  const [currency] = currencies;
  if (currency === undefined || currencies.size > 1) return null;
  const daysPerBar = Math.ceil((lastDay - firstDay + 1) / MAX_BARS);
  const bars = Math.ceil((lastDay - firstDay + 1) / daysPerBar);

  function ofPerson(name: string | null, isMe: boolean, charges: readonly Charge[]): PersonCost {
    const byBar = Array.from({ length: bars }, (): Amount[] => []);
    for (const { day, amount } of charges) byBar[Math.floor((day - firstDay) / daysPerBar)]?.push(amount);
    return { name, isMe, total: sum(charges.map(({ amount }) => amount)), amounts: byBar.map(sum) };
  }

  const people = [...byPerson]
    .map(([id, charges]) => ({ ...ofPerson(labels.get(id) ?? id, id === me, charges), charges }))
    .sort((a, b) => compareAmounts(b.total, a.total));
  const apart = people.slice(0, people.length > MAX_PEOPLE ? MAX_PEOPLE - 1 : MAX_PEOPLE);
  const others = people.slice(apart.length).flatMap(({ charges }) => charges);
  return {
    days: Array.from({ length: bars }, (_, bar) => isoDay((firstDay + bar * daysPerBar) * DAY_MS)),
    daysPerBar,
    people: [...apart, ...(others.length === 0 ? [] : [ofPerson(null, false, others)])],
    currency,
    total: sum(people.map(({ total }) => total)),
  };
}
