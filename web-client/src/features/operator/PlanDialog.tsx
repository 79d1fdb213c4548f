import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import { SetTenantPlanDocument, type OperatedTenantFragment } from '@/api/generated/operator';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { needed, useRequestForm } from '@/parts/use-request-form';
import styles from './operator.module.css';

interface PlanDialogProps {
  readonly tenant: OperatedTenantFragment;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

/** Moves it to another plan; which there are, the platform says where one is none. */
export function PlanDialog({ tenant, onChange, onClose }: PlanDialogProps) {
  const [, move] = useMutation(SetTenantPlanDocument);
  const { field, failure, sending, submit } = useRequestForm(
    { plan: '', reason: '' },
    async ({ plan, reason }, once) => {
      const input = { id: tenant.id, plan: plan.trim(), expectedPlan: tenant.plan, reason: reason.trim() };
      const { error } = await move({ input }, once);
      if (error !== undefined) return toFailure(error);
      onChange();
      onClose();
      return null;
    },
  );
  return (
    <Dialog title={`Plan of ${tenant.name}`} opened onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <div className={styles.fields}>
          <p className="t2">
            It is on {tenant.plan}. What it has stays, also beyond a lower limit, which stops only growth;
            limits set for it alone hold on.
          </p>
          <TextInput
            label="Plan"
            required
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            {...field('plan', needed('A plan of the installation'))}
          />
          <Textarea
            label="Reason"
            description="Its owners read it in their audit log"
            rows={3}
            required
            {...field('reason', needed('Say why'))}
          />
          {failure !== null && <FormFailure what="Could not change the plan" failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            Change plan
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
