import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import { BudgetsDocument, SetBudgetDocument, type BudgetRowFragment } from '@/api/generated/cost';
import { useRequestForm } from '@/parts/use-request-form';

export interface BudgetValues {
  /** Empty: the whole organisation. */
  readonly projectId: string;
  readonly period: 'WEEK' | 'MONTH';
  readonly amount: string;
}

const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;

/** The form of a new or changed budget; after a conflict it knows what the other person set. */
export function useBudgetForm(
  budget: BudgetRowFragment | null,
  budgets: readonly BudgetRowFragment[],
  onSet: () => void,
) {
  const client = useClient();
  const [theirs, setTheirs] = useState<BudgetRowFragment | null>(null);
  const [, setBudget] = useMutation(SetBudgetDocument);
  const initial: BudgetValues = {
    projectId: budget?.projectId ?? '',
    period: budget?.period ?? 'MONTH',
    amount: budget === null ? '' : budget.amount.amount.replace(/\.?0+$/, ''),
  };
  const form = useRequestForm<BudgetValues>(initial, async (values, once) => {
    const known = theirs !== null && isFor(theirs, values) ? theirs : find(budgets, values);
    const input = {
      period: values.period,
      amount: values.amount,
      projectId: values.projectId === '' ? null : values.projectId,
      expectedVersion: known?.version ?? null,
    };
    const { error } = await setBudget({ input }, once);
    if (error === undefined) {
      onSet();
      return null;
    }
    const refused = toFailure(error);
    if (refused.code !== 'CONFLICT') return refused;
    const { data } = await client.query(BudgetsDocument, {}, { requestPolicy: 'network-only' });
    const other = find(data?.budgets ?? [], values) ?? null;
    setTheirs(other);
    return other === null ? refused : null;
  });
  return { ...form, theirs };
}

/** What is wrong with an amount; true where nothing is. */
export function checkAmount(amount: string): string | true {
  if (amount.trim() === '') return 'A budget needs an amount';
  return (
    (AMOUNT.test(amount) && Number(amount) > 0) ||
    `${amount} (expected: more than 0, with at most two digits after the point)`
  );
}

function find(budgets: readonly BudgetRowFragment[], values: BudgetValues) {
  return budgets.find((row) => isFor(row, values));
}

function isFor(row: BudgetRowFragment, { projectId, period }: BudgetValues): boolean {
  return (row.projectId ?? '') === projectId && row.period === period;
}
