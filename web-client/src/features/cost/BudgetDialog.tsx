import { TextInput } from '@mantine/core';
import type { BudgetRowFragment } from '@/api/generated/cost';
import { FormDialog } from '@/parts/form';
import { PickField } from '@/parts/pick/PickField';
import { SelectField } from '@/parts/SelectField';
import { whoseBudget } from './labels';
import { useBudgetForm } from './use-budget-form';
import { words } from './words';

interface BudgetDialogProps {
  /** Null for a new one. */
  readonly budget: BudgetRowFragment | null;
  readonly budgets: readonly BudgetRowFragment[];
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  readonly currency: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

const WHOLE = '';
const says = words.budget;

export function BudgetDialog({ budget, budgets, projects, currency, onClose, onChanged }: BudgetDialogProps) {
  const form = useBudgetForm(budget, { budgets, currency }, () => {
    onChanged();
    onClose();
  });
  return (
    <FormDialog
      title={budget === null ? says.set : says.change}
      verb={says.set}
      what={says.what}
      form={form}
      onClose={onClose}
    >
      <PickField
        label={says.whose}
        disabled={budget !== null}
        options={[
          { value: WHOLE, label: says.whole },
          ...projects.map(({ id, name }) => ({ value: id, label: name })),
          ...unlisted(budget, projects),
        ]}
        {...form.field('projectId')}
      />
      <SelectField
        label={says.period}
        disabled={budget !== null}
        options={[
          { value: 'WEEK', label: says.week },
          { value: 'MONTH', label: says.month },
        ]}
        {...form.field('period')}
      />
      <TextInput
        label={says.amount(currency)}
        required
        inputMode="decimal"
        autoComplete="off"
        data-autofocus
        {...form.text('amount')}
      />
    </FormDialog>
  );
}

/** The project of a budget that is changed, where it is none of those that the person may read. */
function unlisted(budget: BudgetRowFragment | null, projects: BudgetDialogProps['projects']) {
  if (budget?.projectId == null || projects.some(({ id }) => id === budget.projectId)) return [];
  return [{ value: budget.projectId, label: whoseBudget(budget) }];
}
