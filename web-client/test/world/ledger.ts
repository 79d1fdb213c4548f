import type { PeriodInput } from '../generated/schema';
import { DAY, HOUR, iso, MINUTE } from './clock';
import { micros, split, type Micros } from './decimal';
import { globalId } from './ids';
import { refusal } from './refusal';
import type { World } from './world';

/** One line of the ledger; its amount is exact. */
export interface UsageEventRow {
  id: string;
  projectId: string;
  resource: string;
  meter: string;
  unit: string;
  price: Micros;
  micros: Micros;
  from: string;
  to: string;
  source: string;
  jobId: string | null;
  runId: string | null;
  endpointId: string | null;
}

interface Source {
  readonly project: string;
  readonly resource: string;
  readonly meter: string;
  readonly unit: string;
  readonly price: string;
  readonly weight: number;
  readonly job?: string;
  readonly endpoint?: string;
}

/** What costs, and which part of a day's sum it is. */
const SOURCES: readonly Source[] = [
  {
    project: 'parcel-vision',
    resource: 'h100',
    meter: 'job.cpu_seconds',
    unit: 'cpu-second',
    price: '0.000680',
    weight: 24,
    job: 'damage-sweep-07',
  },
  {
    project: 'parcel-vision',
    resource: 'h100',
    meter: 'job.cpu_seconds',
    unit: 'cpu-second',
    price: '0.000680',
    weight: 11,
    job: 'damage-vit-l-418',
  },
  {
    project: 'parcel-vision',
    resource: 'l4',
    meter: 'replica.cpu_seconds',
    unit: 'cpu-second',
    price: '0.000139',
    weight: 8,
    endpoint: 'parcel-damage',
  },
  {
    project: 'parcel-vision',
    resource: 'standard',
    meter: 'storage.gib_hours',
    unit: 'GiB-hour',
    price: '0.000031',
    weight: 2,
  },
  {
    project: 'dock-ocr',
    resource: 'l4',
    meter: 'replica.cpu_seconds',
    unit: 'cpu-second',
    price: '0.000139',
    weight: 10,
    endpoint: 'dock-ocr',
  },
  {
    project: 'eta-model',
    resource: 'a100',
    meter: 'job.cpu_seconds',
    unit: 'cpu-second',
    price: '0.000410',
    weight: 13,
    job: 'eta-gbm-nightly',
  },
  {
    project: 'eta-model',
    resource: 'cpu',
    meter: 'inference.requests',
    unit: 'request',
    price: '0.000001',
    weight: 2,
    endpoint: 'eta',
  },
  {
    project: 'demand-forecast',
    resource: 'cpu',
    meter: 'job.cpu_seconds',
    unit: 'cpu-second',
    price: '0.000013',
    weight: 9,
    job: 'backfill-features',
  },
  {
    project: 'catalog-search',
    resource: 'a100',
    meter: 'job.cpu_seconds',
    unit: 'cpu-second',
    price: '0.000410',
    weight: 13,
    // Of a job that is no longer there.
    job: 'embed-refresh-43',
  },
  {
    project: 'catalog-search',
    resource: 'l4',
    meter: 'replica.cpu_seconds',
    unit: 'cpu-second',
    price: '0.000139',
    weight: 8,
    endpoint: 'catalog-rank',
  },
];

/**
 * Two months of lines. In the reference's week they sum to €6,288.33, in its month to €25,690.43, and over the same
 * days of the month before to €21,947.16.
 */
export function ledgerOf(world: World): UsageEventRow[] {
  const now = world.now();
  const today = Math.floor(now / DAY) * DAY;
  const at = new Date(now);
  const month = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
  const before = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1);
  const week = today - ((at.getUTCDay() + 6) % 7) * DAY;
  const elapsed = Math.floor((now - month) / DAY);
  const spans: [fromMs: number, toMs: number, total: string][] = [
    [before, Math.min(before + (elapsed + 1) * DAY, month), '21947.160000'],
    [before + (elapsed + 1) * DAY, month, '12641.820000'],
    [month, Math.max(month, week), '19402.100000'],
    [Math.max(month, week), now, '6288.330000'],
  ];
  return spans
    .flatMap(([fromMs, toMs, total]) => (fromMs < toMs ? span(fromMs, toMs, micros(total)) : []))
    .flatMap((line) => lastOf(line, now))
    .reverse();
}

function span(fromMs: number, toMs: number, total: Micros): UsageEventRow[] {
  const days: number[] = [];
  for (let day = fromMs; day < toMs; day += DAY) days.push(day);
  const perDay = split(
    total,
    days.map((day) => dayWeight(day) * Math.min(1, (toMs - day) / DAY)),
  );
  return days.flatMap((day, index) => linesOf(day, Math.min(day + DAY, toMs), perDay[index] ?? 0n));
}

/** Less is trained at weekends. */
function dayWeight(day: number): number {
  const weekday = new Date(day).getUTCDay();
  return weekday === 0 || weekday === 6 ? 0.6 : 1 + (weekday % 3) * 0.08;
}

function linesOf(fromMs: number, toMs: number, total: Micros): UsageEventRow[] {
  const parts = split(
    total,
    SOURCES.map(({ weight }) => weight),
  );
  return SOURCES.map((source, index) => ({
    id: globalId('UsageEvent', `${iso(fromMs).slice(0, 10)}-${index}`),
    projectId: globalId('Project', source.project),
    resource: source.resource,
    meter: source.meter,
    unit: source.unit,
    price: micros(source.price),
    micros: parts[index] ?? 0n,
    from: iso(fromMs + index * HOUR),
    to: iso(Math.min(toMs, fromMs + (index + 10) * HOUR)),
    source: source.job ?? source.endpoint ?? 'storage',
    jobId: source.job === undefined ? null : globalId('Job', source.job),
    runId: null,
    endpointId: source.endpoint === undefined ? null : globalId('Endpoint', source.endpoint),
  }));
}

/** Of an endpoint that serves now a replica's line has just ended. */
function lastOf(line: UsageEventRow, now: number): UsageEventRow[] {
  const [from, at] = [Date.parse(line.from), now - 45 * MINUTE];
  if (line.source !== 'parcel-damage' || from < now - DAY || at < from + HOUR) return [line];
  const [before = 0n, after = 0n] = split(line.micros, [at - from, now - at]);
  return [
    { ...line, micros: before, to: iso(at) },
    { ...line, id: globalId('UsageEvent', 'parcel-damage-last'), micros: after, from: iso(at), to: iso(now) },
  ];
}

export interface Scope {
  readonly projectId?: string | null | undefined;
  readonly jobId?: string | null | undefined;
  readonly runId?: string | null | undefined;
  readonly endpointId?: string | null | undefined;
  readonly meter?: string | null | undefined;
  readonly resource?: string | null | undefined;
}

export function linesIn(world: World, period: PeriodInput, scope: Scope): UsageEventRow[] {
  const [from, to] = [Date.parse(period.from), Date.parse(period.to)];
  if (from > to)
    throw refusal('VALIDATION', `period.to: ${period.to} (expected: after ${period.from})`, 'period.to');
  return world.ledger.filter((line) => {
    const at = Date.parse(line.from);
    if (at < from || at >= to) return false;
    return (['projectId', 'jobId', 'runId', 'endpointId', 'meter', 'resource'] as const).every(
      (name) => scope[name] == null || scope[name] === line[name],
    );
  });
}

export function sum(lines: readonly UsageEventRow[]): Micros {
  return lines.reduce((total, line) => total + line.micros, 0n);
}
