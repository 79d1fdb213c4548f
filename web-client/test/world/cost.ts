import type { CostDimension, CostLine, Permission, PeriodInput, Resolvers } from '../generated/schema';
import { decimal, euros, type Micros } from './decimal';
import { linesIn, sum, type Scope, type UsageEventRow } from './ledger';
import { page } from './page';
import { find, permissionsIn, type World } from './world';

export interface CostReportRow {
  readonly lines: readonly UsageEventRow[];
}

/** What a period cost, the whole tenant or a part of it. */
export function costOf(world: World, period: PeriodInput, scope: Scope = {}): CostReportRow {
  return { lines: linesIn(world, period, scope) };
}

function quantity(amount: Micros, price: Micros): string {
  return price === 0n ? '0' : decimal((amount * 1_000_000n) / price);
}

function grouped(
  lines: readonly UsageEventRow[],
  by: readonly CostDimension[],
): Omit<CostLine, 'removedProject' | 'job' | 'endpoint'>[] {
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

/** What a line names, where it is there and the person may read it. */
function readable<Row extends { readonly id: string; readonly projectId: string }>(
  world: World,
  rows: readonly Row[],
  id: string | null | undefined,
  needed: Permission,
): Row | null {
  const row = id == null ? undefined : find(rows, id);
  return row !== undefined && permissionsIn(world, row.projectId).includes(needed) ? row : null;
}

export const costResolvers: Resolvers = {
  Query: {
    cost: (_root, { period }, world) => costOf(world, period),
    usage: (_root, { period, first, after, ...scope }, world) =>
      page(linesIn(world, period, scope), { first, after }, 999),
  },
  CostReport: {
    total: ({ lines }) => euros(sum(lines)),
    lines: ({ lines }, { by }) => grouped(lines, by),
  },
  CostLine: {
    job: ({ jobId }, _args, world) => readable(world, world.jobs, jobId, 'JOB_READ'),
    endpoint: ({ endpointId }, _args, world) => readable(world, world.endpoints, endpointId, 'ENDPOINT_READ'),
  },
  UsageEvent: {
    amount: (line) => euros(line.micros),
    unitPrice: ({ price }) => euros(price),
    quantity: ({ micros: amount, price }) => quantity(amount, price),
  },
};
