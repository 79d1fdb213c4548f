import { Link } from 'react-router';
import { isZero, minus, share, sum } from '@/format/amount';
import { counted, money, percent } from '@/format/number';
import { calendarDay } from '@/format/time';
import { KeyValue, type Fact } from '@/parts/KeyValue';
import { Meter } from '@/parts/Meter';
import { Panel, PanelBody } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import { paths } from '@/paths';
import { nextRun } from './budget';
import styles from './budget-panel.module.css';
import type { Policy, PolicyBudget } from './retraining';
import { words } from './words';

const says = words.budgetPanel;

interface BudgetPanelProps {
  readonly policy: Policy;
  readonly project: string;
  readonly nowMs: number;
}

/** What the next run is expected to cost, what is left for it once others took theirs, and what the runs have cost. */
export function BudgetPanel({ policy, project, nowMs }: BudgetPanelProps) {
  const { budget, maxCost } = policy;
  if (budget === null)
    return (
      <Panel title="Budget">
        <PanelBody>
          <p className="t3 f12">{says.isShown}</p>
        </PanelBody>
      </Panel>
    );
  const { tone, icon, words } = nextRun(budget, maxCost);
  return (
    <Panel
      title="Budget"
      note={noteOf(budget, project)}
      end={
        <Link data-link to={paths.cost()}>
          {says.allBudgets}
        </Link>
      }
    >
      {budget.budget !== null && <Spent budget={budget} of={budget.budget} />}
      <KeyValue dense facts={factsOf(budget, maxCost, nowMs)} />
      <p className={styles.next}>
        <Status tone={tone} icon={icon}>
          {words}
        </Status>
      </p>
    </Panel>
  );
}

function noteOf({ budget }: PolicyBudget, project: string): string {
  if (budget === null) return says.noneThatYouMay;
  return `${budget.projectId === null ? says.wholeOrganisation : project}, ${budget.period.toLowerCase()}`;
}

interface SpentProps {
  readonly budget: PolicyBudget;
  readonly of: NonNullable<PolicyBudget['budget']>;
}

/** The mark says how full it is once the runs that go on and the next one have cost what is expected. */
function Spent({ budget: { held, estimate, covered }, of: { amount, spent } }: SpentProps) {
  const used = share(spent.amount, amount.amount);
  const then = share(sum([spent.amount, held.amount, estimate.amount]), amount.amount);
  return (
    <div className={styles.spent}>
      <p className={styles.line}>
        <span className="num">
          <span className="med">{money(spent.amount, spent.currency)}</span>{' '}
          <span className="t3">of {money(amount.amount, amount.currency)}</span>
        </span>
        <span className="num t3">{says.nextAbout(money(estimate.amount, estimate.currency))}</span>
      </p>
      <Meter
        used={used}
        pace={then}
        label={says.budgetUsed(percent(used, 1), percent(then, 1))}
        tone={used >= 1 ? 'bad' : covered ? 'accent' : 'warn'}
      />
      <p className={`${styles.line ?? ''} t3`}>
        <span>{percent(used, 1)} used</span>
        <span>{says.markAfterTheNext(percent(then, 1))}</span>
      </p>
    </div>
  );
}

function factsOf(budget: PolicyBudget, maxCost: Policy['maxCost'], nowMs: number): Fact[] {
  const { cost, runs, since, held, left, estimate } = budget;
  const euros = ({ amount, currency }: Policy['maxCost']) => money(amount, currency);
  return [
    {
      label: says.costSince(calendarDay(since, nowMs)),
      value: `${euros(cost)}, ${runs === 0 ? says.noRunHad : counted(runs, 'run', 'runs')}`,
    },
    { label: says.nextRun, value: says.aboutMayCost(euros(estimate), euros(maxCost)) },
    ...(isZero(held.amount) ? [] : [{ label: 'Held', value: says.runsThatGo(euros(held)) }]),
    ...(left === null
      ? []
      : [
          { label: 'Left', value: euros(left), sum: true },
          { label: says.afterTheNextRun, value: money(minus(left.amount, estimate.amount), left.currency) },
        ]),
  ];
}
