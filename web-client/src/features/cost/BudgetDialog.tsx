import { Button, TextInput } from '@mantine/core';
import { useWatch } from 'react-hook-form';
import type { BudgetRowFragment } from '@/api/generated/cost';
import { money } from '@/format/number';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { SelectField } from '@/parts/SelectField';
import styles from './cost.module.css';
import { whoseBudget } from './labels';
import { checkAmount, useBudgetForm } from './use-budget-form';

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

export function BudgetDialog({ budget, budgets, projects, currency, onClose, onChanged }: BudgetDialogProps) {
  const { field, form, failure, theirs, sending, submit } = useBudgetForm(budget, budgets, () => {
    onChanged();
    onClose();
  });
  const values = useWatch({ control: form.control });
  return (
    <Dialog title={budget === null ? 'Set budget' : 'Change budget'} opened onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <div className={styles.fields}>
          <SelectField
            label="For"
            disabled={budget !== null}
            value={values.projectId ?? WHOLE}
            onChange={(projectId) => form.setValue('projectId', projectId)}
            options={[
              { value: WHOLE, label: 'The whole organisation' },
              ...projects.map(({ id, name }) => ({ value: id, label: name })),
              ...unlisted(budget, projects),
            ]}
          />
          <SelectField
            label="Period"
            disabled={budget !== null}
            value={values.period ?? 'MONTH'}
            onChange={(period) => form.setValue('period', period === 'WEEK' ? 'WEEK' : 'MONTH')}
            options={[
              { value: 'WEEK', label: 'Each week, from Monday' },
              { value: 'MONTH', label: 'Each month, from the 1st' },
            ]}
          />
          <TextInput
            label={`Amount, ${currency}`}
            required
            inputMode="decimal"
            autoComplete="off"
            data-autofocus
            {...field('amount', { validate: checkAmount })}
          />
          {theirs !== null && (
            <div role="alert">
              <p className="med">Someone else changed it meanwhile</p>
              <KeyValue
                facts={[
                  { label: 'It is now', value: money(theirs.amount.amount, theirs.amount.currency) },
                  {
                    label: 'You want',
                    value: money(
                      values.amount === undefined || values.amount === '' ? '0' : values.amount,
                      currency,
                    ),
                  },
                ]}
              />
            </div>
          )}
          {failure !== null && <FormFailure what="Could not set the budget" failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            {theirs === null ? 'Cancel' : 'Keep theirs'}
          </Button>
          <Button type="submit" loading={sending}>
            {theirs === null ? 'Set budget' : 'Set mine'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

/** The project of a budget that is changed, where it is none of those that the person may read. */
function unlisted(budget: BudgetRowFragment | null, projects: BudgetDialogProps['projects']) {
  if (budget?.projectId == null || projects.some(({ id }) => id === budget.projectId)) return [];
  return [{ value: budget.projectId, label: whoseBudget(budget) }];
}
