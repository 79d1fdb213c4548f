import type { ProjectQuery } from '@/api/generated/projects';
import { change, compareAmounts, minus, signedMoney } from '@/format/amount';
import { atLeast, count, wholeDigits, wholeMoney } from '@/format/number';
import { Money } from '@/parts/Money';
import { Status } from '@/parts/Status';
import { Strip, type Figure } from '@/parts/Strip';
import type { ProjectDetail } from './use-project';

type Budgets = NonNullable<ProjectQuery['budgets']>;

interface ProjectGlanceProps {
  readonly project: ProjectDetail;
  readonly budgets: Budgets;
}

/** A figure for each part that the person may see; nothing for who may see none. */
export function ProjectGlance({ project, budgets }: ProjectGlanceProps) {
  const figures = [
    spent(
      project,
      budgets.find((budget) => budget.project?.id === project.id && budget.period === 'MONTH'),
    ),
    running(project),
    data(project),
    models(project),
    endpoints(project),
  ];
  const shown = figures.filter((figure) => figure !== null);
  return shown.length > 0 && <Strip figures={shown} />;
}

function running({ running: active, queued }: ProjectDetail): Figure | null {
  if (active === undefined || queued === undefined) return null;
  return {
    label: 'Running now',
    value: known(active),
    unit: active.edges.length === 1 ? 'job' : 'jobs',
    context: [
      queued.edges.length > 0
        ? `${known(queued)} queued`
        : active.edges.length === 0
          ? 'None running'
          : 'none queued',
    ],
  };
}

function data({ datasets, experiments }: ProjectDetail): Figure | null {
  if (datasets === undefined) return null;
  const tried = experiments === undefined ? null : known(experiments);
  return {
    label: 'Data sets',
    value: known(datasets),
    context: tried === null ? [] : [tried === '1' ? '1 experiment' : `${tried} experiments`],
  };
}

function models({ models: all }: ProjectDetail): Figure | null {
  if (all === undefined) return null;
  const waiting = all.edges.filter(({ node }) => node.latest?.status === 'REGISTERED').length;
  const isAll = !all.pageInfo.hasNextPage;
  return {
    label: 'Models',
    value: known(all),
    context: [
      waiting === 0 ? (
        `None ${isAll ? '' : `of the first ${count(all.edges.length)} `}awaiting approval`
      ) : (
        <Status tone="wait" icon="clock">
          {atLeast(waiting, !isAll)} awaiting approval
        </Status>
      ),
    ],
  };
}

function endpoints({ endpoints: all }: ProjectDetail): Figure | null {
  if (all === undefined) return null;
  const ready = all.edges.filter(({ node }) => node.scaling.ready >= node.scaling.wanted).length;
  const looked = count(all.edges.length);
  return {
    label: 'Endpoints',
    value: count(ready),
    unit: `of ${all.pageInfo.hasNextPage ? `the first ${looked}` : looked} scaled as wanted`,
    context: [],
  };
}

type Budget = Budgets[number];

function spent({ cost, before }: ProjectDetail, budget: Budget | undefined): Figure | null {
  if (cost === undefined || before === undefined) return null;
  const label = 'Spent this month';
  const { amount, currency } = cost.total;
  const value = <Money amount={amount} currency={currency} />;
  if (budget === undefined) {
    const relative = change(amount, before.total.amount);
    const difference = minus(amount, before.total.amount);
    const against =
      compareAmounts(difference, '0') === 0
        ? 'Same as last month'
        : `${signedMoney(difference, currency, wholeDigits(difference))}${relative === null ? '' : `, ${relative}`} on last month, rounded`;
    return {
      label,
      value,
      context: [against],
    };
  }
  const over = minus(budget.forecast.amount, budget.amount.amount);
  return {
    label,
    value,
    context: [
      compareAmounts(over, '0') > 0 ? (
        <Status tone="warn" icon="warn">
          forecast {wholeMoney(over, currency)} over its budget, rounded
        </Status>
      ) : (
        `within its budget of ${wholeMoney(budget.amount.amount, currency)}`
      ),
    ],
  };
}

function known({
  edges,
  pageInfo,
}: {
  readonly edges: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}): string {
  return atLeast(edges.length, pageInfo.hasNextPage);
}
