import { TextInput } from '@mantine/core';
import { SetTenantPlanDocument, type OperatedTenantFragment } from '@/api/generated/operator';
import { FormDialog, missing, useForm } from '@/parts/form';
import { ReasonField } from './ReasonField';
import { words } from './words';

interface PlanDialogProps {
  readonly tenant: OperatedTenantFragment;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

const says = words.plan;

/** Moves it to another plan; which there are, the platform says where one is none. */
export function PlanDialog({ tenant, onChange, onClose }: PlanDialogProps) {
  const form = useForm({
    of: null,
    values: () => ({ plan: '', reason: '' }),
    check: (values) => missing(values, { plan: says.missing, reason: words.reason.missing }),
    send: async ({ plan, reason }, { ask }) => {
      const input = { id: tenant.id, plan: plan.trim(), expectedPlan: tenant.plan, reason: reason.trim() };
      await ask(SetTenantPlanDocument, { input });
      onChange();
      onClose();
    },
  });
  return (
    <FormDialog
      title={says.title(tenant.name)}
      verb={says.verb}
      what={says.what}
      form={form}
      onClose={onClose}
    >
      <p className="t2">{says.effect(tenant.plan)}</p>
      <TextInput label={says.label} required autoComplete="off" spellCheck={false} {...form.text('plan')} />
      <ReasonField form={form} />
    </FormDialog>
  );
}
