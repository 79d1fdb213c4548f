import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import { BudgetsDocument, SetBudgetDocument, type BudgetRowFragment } from '@/api/generated/cost';

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
  const [values, setValues] = useState<BudgetValues>({
    projectId: budget?.project?.id ?? '',
    period: budget?.period ?? 'MONTH',
    amount: budget === null ? '' : budget.amount.amount.replace(/\.?0+$/, ''),
  });
  const [error, setError] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [theirs, setTheirs] = useState<BudgetRowFragment | null>(null);
  const [requestKey, setRequestKey] = useState(newIdempotencyKey);
  const [{ fetching }, setBudget] = useMutation(SetBudgetDocument);

  function set(change: Partial<BudgetValues>) {
    setValues({ ...values, ...change });
    setError(null);
    setFailure(null);
    setTheirs(null);
    setRequestKey(newIdempotencyKey());
  }

  async function send() {
    const wrong = complaint(values.amount);
    setError(wrong);
    if (wrong !== null || fetching) return;
    const known = theirs ?? find(budgets, values);
    const input = {
      period: values.period,
      amount: values.amount,
      projectId: values.projectId === '' ? null : values.projectId,
      expectedVersion: known?.version ?? null,
    };
    const answer = await setBudget({ input }, idempotent(requestKey));
    if (answer.error === undefined) {
      onSet();
      return;
    }
    await refuse(toFailure(answer.error));
  }

  async function refuse(refused: Failure) {
    setRequestKey(newIdempotencyKey());
    if (refused.code === 'CONFLICT') {
      const { data } = await client.query(BudgetsDocument, {}, { requestPolicy: 'network-only' });
      const other = find(data?.budgets ?? [], values);
      setTheirs(other ?? null);
      if (other !== undefined) return;
    }
    const placed = refused.fields.amount;
    setError(placed ?? null);
    setFailure(placed === undefined ? refused : null);
  }

  return { values, set, error, failure, theirs, sending: fetching, send };
}

function find(budgets: readonly BudgetRowFragment[], { projectId, period }: BudgetValues) {
  return budgets.find((row) => (row.project?.id ?? '') === projectId && row.period === period);
}

function complaint(amount: string): string | null {
  if (amount.trim() === '') return 'A budget needs an amount';
  return AMOUNT.test(amount) && Number(amount) > 0
    ? null
    : `${amount} (expected: more than 0, with at most two digits after the point)`;
}
