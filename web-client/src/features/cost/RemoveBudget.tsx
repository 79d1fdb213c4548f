import { useState } from 'react';
import { useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure } from '@/api/failure';
import { RemoveBudgetDocument, type BudgetRowFragment } from '@/api/generated/cost';
import { money } from '@/format/number';
import { Confirm } from '@/parts/Confirm';
import { budgetName } from './labels';

interface RemoveBudgetProps {
  readonly budget: BudgetRowFragment;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

export function RemoveBudget({ budget, onClose, onChanged }: RemoveBudgetProps) {
  const [requestKey] = useState(newIdempotencyKey);
  const [{ fetching, error }, remove] = useMutation(RemoveBudgetDocument);

  async function send() {
    const { id, version } = budget;
    const answer = await remove({ id, expectedVersion: version }, idempotent(requestKey));
    if (answer.error !== undefined) return;
    onChanged();
    onClose();
  }

  return (
    <Confirm
      title={`Remove the budget of ${budgetName(budget)}?`}
      verb="Remove budget"
      opened
      onClose={onClose}
      onConfirm={() => void send()}
      sending={fetching}
      failure={error === undefined ? null : toFailure(error)}
    >
      <p>
        Nobody is warned any more when {money(budget.amount.amount, budget.amount.currency, 0)} are passed.
        What runs goes on; {money(budget.spent.amount, budget.spent.currency)} stay spent.
      </p>
    </Confirm>
  );
}
