import type { ProjectMoneyQuery } from '@/api/generated/projects';
import { change, compareAmounts, minus, signedMoney } from '@/format/amount';
import { count, money as inMoney } from '@/format/number';
import { Status } from '@/parts/Status';
import { Strip, type Figure } from '@/parts/Strip';
import type { ProjectMoney, ProjectWork } from './ProjectPage';

interface ProjectGlanceProps {
  readonly work: ProjectWork;
  readonly money: ProjectMoney | null;
  readonly budgets: ProjectMoneyQuery['budgets'];
}

export function ProjectGlance({ work, money, budgets }: ProjectGlanceProps) {
  const running = work.jobs.edges.filter(({ node }) =>
    ['RUNNING', 'PROVISIONING'].includes(node.status),
  ).length;
  const queued = work.jobs.edges.filter(({ node }) => node.status === 'QUEUED').length;
  const ready = work.endpoints.edges.filter(({ node }) => node.scaling.ready >= node.scaling.wanted).length;
  const experiments = known(work.experiments);
  const waiting = work.models.edges.filter(({ node }) => node.latest?.status === 'REGISTERED').length;
  return (
    <Strip
      figures={[
        spent(
          money,
          budgets.find(({ project, period }) => project?.id === work.id && period === 'MONTH'),
        ),
        {
          label: 'Running now',
          value: count(running),
          unit: running === 1 ? 'job' : 'jobs',
          context: [queued === 0 ? 'none waits' : `${count(queued)} queued`],
        },
        {
          label: 'Data sets',
          value: known(work.datasets),
          context: [experiments === '1' ? '1 experiment' : `${experiments} experiments`],
        },
        {
          label: 'Models',
          value: known(work.models),
          context: [
            waiting === 0 ? (
              'none waits for approval'
            ) : (
              <Status tone="wait" icon="clock">
                {count(waiting)} waits for approval
              </Status>
            ),
          ],
        },
        {
          label: 'Endpoints',
          value: count(ready),
          unit: `of ${known(work.endpoints)} scaled as wanted`,
          context: [],
        },
      ]}
    />
  );
}

type Budget = ProjectMoneyQuery['budgets'][number];

function spent(money: ProjectMoney | null, budget: Budget | undefined): Figure {
  const label = 'Spent this month';
  if (money === null) return { label, value: '–', context: ['Your roles do not cover cost'] };
  const { amount, currency } = money.cost.total;
  const relative = change(amount, money.before.total.amount);
  const against = `${signedMoney(minus(amount, money.before.total.amount), currency, 0)}${relative === null ? '' : `, ${relative}`} on last month`;
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

/** How many there are, or at least: `10+`. */
function known({
  edges,
  pageInfo,
}: {
  readonly edges: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}): string {
  return `${count(edges.length)}${pageInfo.hasNextPage ? '+' : ''}`;
}
