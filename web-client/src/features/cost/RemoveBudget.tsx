import { RemoveBudgetDocument, type BudgetRowFragment } from '@/api/generated/cost';
import { Confirm, useConfirm } from '@/parts/form';
import { budgetName } from './labels';
import { words } from './words';

interface RemoveBudgetProps {
  readonly budget: BudgetRowFragment;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

const says = words.remove;

export function RemoveBudget({ budget, onClose, onChanged }: RemoveBudgetProps) {
  const { id, version, amount, spent } = budget;
  const form = useConfirm(RemoveBudgetDocument, { id, expectedVersion: version }, () => {
    onChanged();
    onClose();
  });
  return (
    <Confirm title={says.title(budgetName(budget))} verb={says.verb} form={form} onClose={onClose}>
      <p>{says.effect(amount, spent)}</p>
    </Confirm>
  );
}
