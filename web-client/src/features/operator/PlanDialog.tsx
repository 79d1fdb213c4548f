import { SetTenantPlanDocument, type OperatedTenantFragment } from '@/api/generated/operator';
import { IdentifierField, missing } from '@/parts/form';
import { ReasonDialog } from './ReasonDialog';
import { words } from './words';

interface PlanDialogProps {
  readonly tenant: OperatedTenantFragment;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

const says = words.plan;

/** Moves it to another plan; which there are, the platform says where one is none. */
export function PlanDialog({ tenant, onChange, onClose }: PlanDialogProps) {
  const { id, name, plan: expectedPlan } = tenant;
  return (
    <ReasonDialog
      title={says.title(name)}
      verb={says.verb}
      what={says.what}
      values={{ plan: '', reason: '' }}
      check={(values) => missing(values, { plan: says.missing })}
      send={({ plan, reason }, { ask }) =>
        ask(SetTenantPlanDocument, { input: { id, plan: plan.trim(), expectedPlan, reason } })
      }
      onChange={onChange}
      onClose={onClose}
    >
      {(form) => (
        <>
          <p className="t2">{says.effect(expectedPlan)}</p>
          <IdentifierField label={says.label} {...form.text('plan')} />
        </>
      )}
    </ReasonDialog>
  );
}
