import { money, percent } from '@/format/number';
import { KeyValue } from '@/parts/KeyValue';
import { Panel } from '@/parts/Panel';
import { changesOf } from './changes';
import { Consumed } from './Consumed';
import styles from './cost-panel.module.css';
import { costsOf, type StepCost } from './costs';
import { goesOn, type Policy, type RunDetail } from './retraining';
import { STEPS } from './steps';
import { words } from './comparison-words';

const says = words.costPanel;

interface CostPanelProps {
  readonly run: RunDetail;
  readonly policy: Policy;
  /** Null where it is not known, or there is none. */
  readonly endpoint: string | null;
}

/** What each step of a run has cost, against what was expected, what is different since, and what the run used up. */
export function CostPanel({ run, policy, endpoint }: CostPanelProps) {
  const { cost, estimate } = run;
  return (
    <Panel
      title={says.title}
      {...(cost === null
        ? {}
        : { end: `${money(cost.amount, cost.currency)}${goesOn(run) ? says.soFar : says.inAll}` })}
    >
      <div className={styles.split}>
        {cost === null ? (
          <p className={styles.none}>{says.costsAreNotShown}</p>
        ) : (
          <section aria-label={says.whatItCost}>
            <Costs costs={costsOf(run.steps)} currency={cost.currency} />
            <KeyValue
              dense
              facts={[
                { label: says.allOfIt, value: money(cost.amount, cost.currency), sum: true },
                {
                  label: 'Estimate',
                  value: estimate === null ? says.stoppedBefore : money(estimate.amount, estimate.currency),
                },
                { label: says.runMayCost, value: money(policy.maxCost.amount, policy.maxCost.currency) },
              ]}
            />
          </section>
        )}
        <section aria-label={says.whatItChanged}>
          <KeyValue dense facts={changesOf(run, endpoint)} />
        </section>
        <Consumed run={run} />
      </div>
    </Panel>
  );
}

function Costs({ costs, currency }: { readonly costs: readonly StepCost[]; readonly currency: string }) {
  if (costs.length === 0) return <p className={styles.none}>{says.noJobRan}</p>;
  return (
    <ul className={styles.costs} aria-label={says.costPerStep}>
      {costs.map(({ name, amount, share }) => (
        <li key={name}>
          <span>{STEPS[name].word}</span>
          <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect className={styles.whole} width="100" height="8" rx="2" />
            <rect className={styles.part} width={share * 100} height="8" rx="2" />
          </svg>
          <span className="num">{money(amount, currency)}</span>
          <span className="num t3">{percent(share)}</span>
        </li>
      ))}
    </ul>
  );
}
