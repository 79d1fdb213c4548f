import { useClient } from 'urql';
import { BudgetsDocument, SetBudgetDocument, type BudgetRowFragment } from '@/api/generated/cost';
import { money } from '@/format/number';
import { useForm, type Errors } from '@/parts/form';
import { words } from './words';

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
  { budgets, currency }: { readonly budgets: readonly BudgetRowFragment[]; readonly currency: string },
  onSet: () => void,
) {
  const client = useClient();
  return useForm<BudgetValues, BudgetRowFragment | null>({
    of: budget,
    values: (of) => ({
      projectId: of?.projectId ?? '',
      period: of?.period ?? 'MONTH',
      amount: of === null ? '' : of.amount.amount.replace(/\.?0+$/, ''),
    }),
    check: ({ amount }) => checkAmount(amount),
    send: async (values, { ask, of }) => {
      // A new one takes the place of the one that there is for the same, which the person sees in the list.
      const known = of !== null && isFor(of, values) ? of : find(budgets, values);
      const input = {
        period: values.period,
        amount: values.amount,
        projectId: values.projectId === '' ? null : values.projectId,
        expectedVersion: known?.version ?? null,
      };
      await ask(SetBudgetDocument, { input });
      onSet();
    },
    reload: async (values) => {
      const { data } = await client.query(BudgetsDocument, {}, { requestPolicy: 'network-only' });
      return find(data?.budgets ?? [], values) ?? null;
    },
    differences: (theirs, yours) => [
      {
        label: words.budget.amountLabel,
        theirs: money(theirs.amount.amount, theirs.amount.currency),
        yours: money(yours.amount === '' ? '0' : yours.amount, currency),
      },
    ],
  });
}

/** What is wrong with an amount. */
export function checkAmount(amount: string): Errors {
  if (amount.trim() === '') return { amount: words.budget.needsAmount };
  return AMOUNT.test(amount) && Number(amount) > 0 ? {} : { amount: words.budget.wrong(amount) };
}

function find(budgets: readonly BudgetRowFragment[], values: BudgetValues) {
  return budgets.find((row) => isFor(row, values));
}

function isFor(row: BudgetRowFragment, { projectId, period }: BudgetValues): boolean {
  return (row.projectId ?? '') === projectId && row.period === period;
}
