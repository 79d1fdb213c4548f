import type { ProjectQuery } from '@/api/generated/projects';
import { change, compareAmounts, minus, signedMoney } from '@/format/amount';
import { atLeast, count, money as inMoney } from '@/format/number';
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

function running({ jobs }: ProjectDetail): Figure | null {
  if (jobs === undefined) return null;
  const active = jobs.edges.filter(({ node }) => ['RUNNING', 'PROVISIONING'].includes(node.status)).length;
  const queued = jobs.edges.filter(({ node }) => node.status === 'QUEUED').length;
  return {
    label: 'Running now',
    value: count(active),
    unit: active === 1 ? 'job' : 'jobs',
    context: [queued === 0 ? 'none waits' : `${count(queued)} queued`],
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
  return {
    label: 'Models',
    value: known(all),
    context: [
      waiting === 0 ? (
        'none waits for approval'
      ) : (
        <Status tone="wait" icon="clock">
          {count(waiting)} waits for approval
        </Status>
      ),
    ],
  };
}

function endpoints({ endpoints: all }: ProjectDetail): Figure | null {
  if (all === undefined) return null;
  const ready = all.edges.filter(({ node }) => node.scaling.ready >= node.scaling.wanted).length;
  return {
    label: 'Endpoints',
    value: count(ready),
    unit: `of ${known(all)} scaled as wanted`,
    context: [],
  };
}

type Budget = Budgets[number];

function spent({ cost, before }: ProjectDetail, budget: Budget | undefined): Figure | null {
  if (cost === undefined || before === undefined) return null;
  const label = 'Spent this month';
  const { amount, currency } = cost.total;
  const relative = change(amount, before.total.amount);
  const against = `${signedMoney(minus(amount, before.total.amount), currency, 0)}${relative === null ? '' : `, ${relative}`} on last month`;
  if (budget === undefined) return { label, value: inMoney(amount, currency), context: [against] };
  const over = minus(budget.forecast.amount, budget.amount.amount);
  return {
    label,
    value: inMoney(amount, currency),
    context: [
      compareAmounts(over, '0') > 0 ? (
        <Status tone="warn" icon="warn">
          forecast {inMoney(over, currency, 0)} over its budget
        </Status>
      ) : (
        `within its budget of ${inMoney(budget.amount.amount, currency, 0)}`
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
