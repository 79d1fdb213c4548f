import {
  ResumeTenantDocument,
  SuspendTenantDocument,
  type OperatedTenantFragment,
} from '@/api/generated/operator';
import { FormDialog, missing, useForm } from '@/parts/form';
import { ReasonField } from './ReasonField';
import { words } from './words';

interface StandingDialogProps {
  readonly tenant: OperatedTenantFragment;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

const says = words.standing;

/** Suspends an organisation that is active, and resumes one that is not. */
export function StandingDialog({ tenant, onChange, onClose }: StandingDialogProps) {
  const isActive = tenant.status === 'ACTIVE';
  const form = useForm({
    of: null,
    values: () => ({ reason: '' }),
    check: (values) => missing(values, { reason: words.reason.missing }),
    send: async ({ reason }, { ask }) => {
      const change = { input: { id: tenant.id, reason: reason.trim() } };
      await (isActive ? ask(SuspendTenantDocument, change) : ask(ResumeTenantDocument, change));
      onChange();
      onClose();
    },
  });
  return (
    <FormDialog
      title={says.title(isActive, tenant.name)}
      verb={says.verb(isActive, tenant.name)}
      danger={isActive}
      form={form}
      onClose={onClose}
    >
      <p className="t2">{isActive ? says.suspend : says.resume}</p>
      <ReasonField form={form} />
    </FormDialog>
  );
}
