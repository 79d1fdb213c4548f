import { money, percent } from '@/format/number';
import { KeyValue } from '@/parts/KeyValue';
import { Panel } from '@/parts/Panel';
import { changesOf } from './changes';
import styles from './cost-panel.module.css';
import { costsOf, type StepCost } from './costs';
import { goesOn, type Policy, type RunDetail } from './retraining';
import { STEPS } from './steps';

interface CostPanelProps {
  readonly run: RunDetail;
  readonly policy: Policy;
  /** Null where it is not known, or there is none. */
  readonly endpoint: string | null;
}

/** What each step of a run has cost, against what was expected, and what is different since. */
export function CostPanel({ run, policy, endpoint }: CostPanelProps) {
  const { cost, estimate } = run;
  return (
    <Panel
      title="What it cost, what it changed"
      {...(cost === null
        ? {}
        : { end: `${money(cost.amount, cost.currency)}${goesOn(run) ? ' so far' : ' in all'}` })}
    >
      <div className={styles.split}>
        {cost === null ? (
          <p className={styles.none}>Costs are not shown to you: they need COST_READ in this project.</p>
        ) : (
          <section aria-label="What it cost">
            <Costs costs={costsOf(run.steps)} currency={cost.currency} />
            <KeyValue
              facts={[
                { label: 'In all', value: money(cost.amount, cost.currency), sum: true },
                {
                  label: 'Estimate',
                  value:
                    estimate === null ? 'none, it stopped before' : money(estimate.amount, estimate.currency),
                },
                { label: 'A run may cost', value: money(policy.maxCost.amount, policy.maxCost.currency) },
              ]}
            />
          </section>
        )}
        <section aria-label="What it changed">
          <KeyValue facts={changesOf(run, endpoint)} />
        </section>
      </div>
    </Panel>
  );
}

function Costs({ costs, currency }: { readonly costs: readonly StepCost[]; readonly currency: string }) {
  if (costs.length === 0) return <p className={styles.none}>No job ran, so that nothing was billed.</p>;
  return (
    <ul className={styles.costs} aria-label="Cost per step">
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
