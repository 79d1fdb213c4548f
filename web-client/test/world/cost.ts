import type { BudgetPeriod, CostDimension, CostLine, PeriodInput, Resolvers } from '../generated/schema';
import { DAY, HOUR, iso } from './clock';
import { decimal, euros, micros, split, type Micros } from './decimal';
import { globalId } from './ids';
import { page } from './page';
import { conflict, refusal } from './refusal';
import { find, type World } from './world';

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

export interface CostReportRow {
  readonly lines: readonly UsageEventRow[];
}

export interface BudgetRow {
  id: string;
  projectId: string | null;
  period: BudgetPeriod;
  limit: Micros;
  version: number;
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
    unit: 'cpu_second',
    price: '0.000680',
    weight: 24,
    job: 'damage-sweep-07',
  },
  {
    project: 'parcel-vision',
    resource: 'h100',
    meter: 'job.cpu_seconds',
    unit: 'cpu_second',
    price: '0.000680',
    weight: 11,
    job: 'damage-vit-l-418',
  },
  {
    project: 'parcel-vision',
    resource: 'l4',
    meter: 'replica.cpu_seconds',
    unit: 'cpu_second',
    price: '0.000139',
    weight: 8,
    endpoint: 'parcel-damage',
  },
  {
    project: 'parcel-vision',
    resource: 'standard',
    meter: 'storage.gib_hours',
    unit: 'gib_hour',
    price: '0.000031',
    weight: 2,
  },
  {
    project: 'dock-ocr',
    resource: 'l4',
    meter: 'replica.cpu_seconds',
    unit: 'cpu_second',
    price: '0.000139',
    weight: 10,
    endpoint: 'dock-ocr',
  },
  {
    project: 'eta-model',
    resource: 'a100',
    meter: 'job.cpu_seconds',
    unit: 'cpu_second',
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
    unit: 'cpu_second',
    price: '0.000013',
    weight: 9,
    job: 'backfill-features',
  },
  {
    project: 'catalog-search',
    resource: 'a100',
    meter: 'job.cpu_seconds',
    unit: 'cpu_second',
    price: '0.000410',
    weight: 13,
  },
  {
    project: 'catalog-search',
    resource: 'l4',
    meter: 'replica.cpu_seconds',
    unit: 'cpu_second',
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

interface Scope {
  readonly projectId?: string | null | undefined;
  readonly jobId?: string | null | undefined;
  readonly runId?: string | null | undefined;
  readonly endpointId?: string | null | undefined;
  readonly meter?: string | null | undefined;
  readonly resource?: string | null | undefined;
}

function linesIn(world: World, period: PeriodInput, scope: Scope): UsageEventRow[] {
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

/** What a period cost, the whole tenant or a part of it. */
export function costOf(world: World, period: PeriodInput, scope: Scope = {}): CostReportRow {
  return { lines: linesIn(world, period, scope) };
}

function sum(lines: readonly UsageEventRow[]): Micros {
  return lines.reduce((total, line) => total + line.micros, 0n);
}

function quantity(amount: Micros, price: Micros): string {
  return price === 0n ? '0' : decimal((amount * 1_000_000n) / price);
}

function grouped(lines: readonly UsageEventRow[], by: readonly CostDimension[]): CostLine[] {
  const groups = new Map<string, UsageEventRow[]>();
  for (const line of lines) {
    // Quantities of two meters do not add up: a line of a report has one.
    const key = JSON.stringify([line.meter, ...by.map((dimension) => part(line, dimension))]);
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].map((members) => {
    const [line] = members as [UsageEventRow];
    const has = (dimension: CostDimension) => by.includes(dimension);
    return {
      amount: euros(sum(members)),
      meter: line.meter,
      unit: line.unit,
      unitPrice: euros(line.price),
      quantity: quantity(sum(members), line.price),
      day: has('DAY') ? line.from.slice(0, 10) : null,
      projectId: has('PROJECT') ? line.projectId : null,
      resource: has('RESOURCE') ? line.resource : null,
      jobId: has('JOB') ? line.jobId : null,
      runId: has('RUN') ? line.runId : null,
      endpointId: has('ENDPOINT') ? line.endpointId : null,
    };
  });
}

function part(line: UsageEventRow, dimension: CostDimension): string | null {
  switch (dimension) {
    case 'DAY':
      return line.from.slice(0, 10);
    case 'PROJECT':
      return line.projectId;
    case 'RESOURCE':
      return line.resource;
    case 'JOB':
      return line.jobId;
    case 'RUN':
      return line.runId;
    case 'ENDPOINT':
      return line.endpointId;
    case 'METER':
      return line.meter;
  }
}

/** The reference's budgets: a week of €9,800, a month of €42,000, and one project's month that will not hold. */
export function budgetsOf(world: World): BudgetRow[] {
  const project = world.projects.find(({ slug }) => slug === 'parcel-vision');
  return [
    { id: globalId('Budget', 'week'), projectId: null, period: 'WEEK', limit: micros('9800'), version: 1 },
    { id: globalId('Budget', 'month'), projectId: null, period: 'MONTH', limit: micros('42000'), version: 3 },
    ...(project === undefined
      ? []
      : [
          {
            id: globalId('Budget', 'vision'),
            projectId: project.id,
            period: 'MONTH' as const,
            limit: micros('17000'),
            version: 1,
          },
        ]),
  ];
}

/** The calendar week or month, in UTC, that `now` lies in. */
export function bounds(period: BudgetPeriod, now: number): [fromMs: number, toMs: number] {
  const at = new Date(now);
  if (period === 'MONTH') {
    return [
      Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1),
      Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1),
    ];
  }
  const monday = Math.floor(now / DAY) * DAY - ((at.getUTCDay() + 6) % 7) * DAY;
  return [monday, monday + 7 * DAY];
}

function spentBy(world: World, { period, projectId }: BudgetRow): Micros {
  const [from, to] = bounds(period, world.now());
  return sum(linesIn(world, { from: iso(from), to: iso(to) }, { projectId }));
}

/** As in the last seven days, for what is left of the period. */
function forecastOf(world: World, budget: BudgetRow): Micros {
  const now = world.now();
  const [, to] = bounds(budget.period, now);
  const lastWeek = sum(
    linesIn(world, { from: iso(now - 7 * DAY), to: iso(now) }, { projectId: budget.projectId }),
  );
  return spentBy(world, budget) + (lastWeek * BigInt(Math.max(0, to - now))) / BigInt(7 * DAY);
}

export const costResolvers: Resolvers = {
  Query: {
    cost: (_root, { period }, world) => costOf(world, period),
    usage: (_root, { period, first, after, ...scope }, world) =>
      page(linesIn(world, period, scope), { first, after }, 999),
    budgets: (_root, _args, { budgets }) => budgets,
  },
  CostReport: {
    total: ({ lines }) => euros(sum(lines)),
    lines: ({ lines }, { by }) => grouped(lines, by),
  },
  UsageEvent: {
    amount: (line) => euros(line.micros),
    unitPrice: ({ price }) => euros(price),
    quantity: ({ micros: amount, price }) => quantity(amount, price),
  },
  Budget: {
    amount: ({ limit }) => euros(limit),
    spent: (budget, _args, world) => euros(spentBy(world, budget)),
    forecast: (budget, _args, world) => euros(forecastOf(world, budget)),
    from: ({ period }, _args, world) => iso(bounds(period, world.now())[0]),
    to: ({ period }, _args, world) => iso(bounds(period, world.now())[1]),
    project: ({ projectId }, _args, world) =>
      projectId === null ? null : (find(world.projects, projectId) ?? null),
  },
  Mutation: {
    setBudget: (_root, { input }, world) => {
      if (!/^\d{1,12}(\.\d{1,2})?$/.test(input.amount) || micros(input.amount) <= 0n)
        throw refusal('VALIDATION', `amount: ${input.amount} (expected: more than 0)`, 'input.amount');
      const projectId = input.projectId ?? null;
      const known = world.budgets.find((row) => row.projectId === projectId && row.period === input.period);
      if ((known?.version ?? null) !== (input.expectedVersion ?? null)) throw conflict('the budget');
      if (known !== undefined) {
        known.limit = micros(input.amount);
        known.version += 1;
        return known;
      }
      const made: BudgetRow = {
        id: globalId('Budget', `${projectId ?? 'all'}-${input.period}`),
        projectId,
        period: input.period,
        limit: micros(input.amount),
        version: 1,
      };
      world.budgets = [...world.budgets, made];
      return made;
    },
    removeBudget: (_root, { id, expectedVersion }, world) => {
      const known = find(world.budgets, id);
      if (known === undefined) throw refusal('NOT_FOUND', 'no such budget');
      if (known.version !== expectedVersion) throw conflict('the budget');
      world.budgets = world.budgets.filter((row) => row !== known);
      return known;
    },
  },
};
