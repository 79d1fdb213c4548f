import type { ProjectQuery } from '@/api/generated/projects';
import { change, compareAmounts, minus, signedMoney } from '@/format/amount';
import { atLeast, count, wholeDigits, wholeMoney } from '@/format/number';
import { Money } from '@/parts/Money';
import { Status } from '@/parts/Status';
import { Strip, type Figure } from '@/parts/Strip';
import type { ProjectDetail } from './use-project';
import { words } from './words';

const says = words.glance;

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
    label: says.running,
    value: known(active),
    unit: says.jobs(active.edges.length),
    context: [
      queued.edges.length > 0
        ? says.queued(known(queued))
        : active.edges.length === 0
          ? says.noneRunning
          : says.noneQueued,
    ],
  };
}

function data({ datasets, experiments }: ProjectDetail): Figure | null {
  if (datasets === undefined) return null;
  const tried = experiments === undefined ? null : known(experiments);
  return {
    label: says.datasets,
    value: known(datasets),
    context: tried === null ? [] : [says.experiments(tried)],
  };
}

function models({ models: all }: ProjectDetail): Figure | null {
  if (all === undefined) return null;
  const waiting = all.edges.filter(({ node }) => node.latest?.status === 'REGISTERED').length;
  const isAll = !all.pageInfo.hasNextPage;
  return {
    label: says.models,
    value: known(all),
    context: [
      waiting === 0 ? (
        isAll ? (
          says.noneAwaiting
        ) : (
          says.noneAwaitingOf(all.edges.length)
        )
      ) : (
        <Status tone="wait" icon="clock">
          {says.awaiting(atLeast(waiting, !isAll))}
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
    label: says.endpoints,
    value: count(ready),
    unit: all.pageInfo.hasNextPage ? says.scaledOfFirst(looked) : says.scaled(looked),
    context: [],
  };
}

type Budget = Budgets[number];

function spent({ cost, before }: ProjectDetail, budget: Budget | undefined): Figure | null {
  if (cost === undefined || before === undefined) return null;
  const label = says.spent;
  const { amount, currency } = cost.total;
  const value = <Money amount={amount} currency={currency} />;
  if (budget === undefined) {
    const relative = change(amount, before.total.amount);
    const difference = minus(amount, before.total.amount);
    const against =
      compareAmounts(difference, '0') === 0
        ? says.same
        : says.onLastMonth(signedMoney(difference, currency, wholeDigits(difference)), relative);
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
          {says.overBudget(wholeMoney(over, currency))}
        </Status>
      ) : (
        says.withinBudget(wholeMoney(budget.amount.amount, currency))
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
