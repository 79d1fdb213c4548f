import type { BudgetPeriod, Resolvers } from '../generated/schema';
import { DAY, iso } from './clock';
import { euros, micros, type Micros } from './decimal';
import { globalId } from './ids';
import { linesIn, sum } from './ledger';
import { conflict, refusal } from './refusal';
import { find, permissionsIn, type World } from './world';

export interface BudgetRow {
  id: string;
  projectId: string | null;
  period: BudgetPeriod;
  limit: Micros;
  version: number;
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

export function spentBy(world: World, { period, projectId }: BudgetRow): Micros {
  const [from, to] = bounds(period, world.now());
  return sum(linesIn(world, { from: iso(from), to: iso(to) }, { projectId }));
}

/** The one budget is now parcel-vision's month, of which so much is not spent. */
export function capped(world: World, left: string) {
  const projectId = globalId('Project', 'parcel-vision');
  const budget = {
    id: globalId('Budget', 'vision'),
    projectId,
    period: 'MONTH' as const,
    limit: 0n,
    version: 2,
  };
  world.budgets = [{ ...budget, limit: spentBy(world, budget) + micros(left) }];
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

export const budgetResolvers: Resolvers = {
  Query: {
    budgets: (_root, _args, world) => world.budgets,
  },
  Budget: {
    amount: ({ limit }) => euros(limit),
    spent: (budget, _args, world) => euros(spentBy(world, budget)),
    forecast: (budget, _args, world) => euros(forecastOf(world, budget)),
    from: ({ period }, _args, world) => iso(bounds(period, world.now())[0]),
    to: ({ period }, _args, world) => iso(bounds(period, world.now())[1]),
    project: ({ projectId }, _args, world) =>
      projectId !== null && permissionsIn(world, projectId).includes('PROJECT_READ')
        ? (find(world.projects, projectId) ?? null)
        : null,
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
