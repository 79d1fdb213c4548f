import { Button } from '@mantine/core';
import { useState } from 'react';
import type { BudgetRowFragment } from '@/api/generated/cost';
import { share } from '@/format/amount';
import { percent, wholeMoney } from '@/format/number';
import { gone } from '@/format/period';
import { Icon } from '@/parts/Icon';
import { Meter } from '@/parts/Meter';
import { Money } from '@/parts/Money';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { Outlook } from './BreakdownTable';
import { BudgetDialog } from './BudgetDialog';
import styles from './cost.module.css';
import { budgetName } from './labels';
import { RemoveBudget } from './RemoveBudget';
import { words } from './words';

const says = words.budgets;

interface BudgetsPanelProps {
  readonly budgets: readonly BudgetRowFragment[];
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  readonly currency: string;
  readonly mayWrite: boolean;
  readonly nowMs: number;
  /** Asks again, after a change or to see another person's. */
  readonly onChanged: () => void;
}

/** What may be spent, how much of it is, and what it will be. */
export function BudgetsPanel({ budgets, projects, currency, mayWrite, nowMs, onChanged }: BudgetsPanelProps) {
  const [editing, setEditing] = useState<BudgetRowFragment | 'new' | null>(null);
  const [removing, setRemoving] = useState<BudgetRowFragment | null>(null);
  return (
    <Panel
      title={says.title}
      end={
        mayWrite && (
          <Button
            variant="subtle"
            leftSection={<Icon name="plus" size={14} />}
            onClick={() => setEditing('new')}
          >
            {words.budget.set}
          </Button>
        )
      }
    >
      {budgets.length === 0 && (
        <Empty title={says.none}>
          <p>{says.noneText}</p>
        </Empty>
      )}
      <ul className={styles.budgets}>
        {budgets.map((budget) => (
          <li key={budget.id} className={styles.budget}>
            <Budget budget={budget} nowMs={nowMs} />
            {mayWrite && (
              <div className={styles.actions}>
                <Button
                  variant="subtle"
                  onClick={() => setEditing(budget)}
                  aria-label={says.changeOf(budgetName(budget))}
                >
                  {says.change}
                </Button>
                <Button
                  variant="subtle"
                  onClick={() => setRemoving(budget)}
                  aria-label={says.removeOf(budgetName(budget))}
                >
                  {says.remove}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {editing !== null && (
        <BudgetDialog
          budget={editing === 'new' ? null : editing}
          budgets={budgets}
          projects={projects}
          currency={currency}
          onClose={() => setEditing(null)}
          onChanged={onChanged}
        />
      )}
      {removing !== null && (
        <RemoveBudget budget={removing} onClose={() => setRemoving(null)} onChanged={onChanged} />
      )}
    </Panel>
  );
}

function Budget({ budget, nowMs }: { readonly budget: BudgetRowFragment; readonly nowMs: number }) {
  const { amount, spent, forecast, from, to } = budget;
  const used = share(spent.amount, amount.amount);
  const pace = gone({ fromMs: Date.parse(from), toMs: Date.parse(to) }, nowMs);
  const text = words.glance.used(percent(used), percent(pace), budget.period.toLowerCase());
  return (
    <>
      <p className={styles.line}>
        <span className="med cut" title={budgetName(budget)}>
          {budgetName(budget)}
        </span>
        <span className="num t2">
          <Money amount={spent.amount} currency={spent.currency} /> {says.of}{' '}
          {wholeMoney(amount.amount, amount.currency)}
        </span>
      </p>
      <Meter used={used} pace={pace} label={text} tone={used >= 1 ? 'bad' : 'accent'} />
      <p className={`${styles.line ?? ''} t3 f12`}>
        {text}
        <Outlook forecast={forecast.amount} amount={amount.amount} currency={amount.currency} />
      </p>
    </>
  );
}
