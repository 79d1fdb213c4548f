import {
  ResumeTenantDocument,
  SuspendTenantDocument,
  type OperatedTenantFragment,
} from '@/api/generated/operator';
import { ReasonDialog } from './ReasonDialog';
import { words } from './words';

interface StandingDialogProps {
  readonly tenant: OperatedTenantFragment;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

const says = words.standing;

/** Suspends an organisation that is active, and resumes one that is not. */
export function StandingDialog({ tenant: { id, name, status }, onChange, onClose }: StandingDialogProps) {
  const isActive = status === 'ACTIVE';
  return (
    <ReasonDialog
      title={says.title(isActive, name)}
      verb={says.verb(isActive, name)}
      danger={isActive}
      values={{ reason: '' }}
      send={({ reason }, { ask }) => {
        const change = { input: { id, reason } };
        return isActive ? ask(SuspendTenantDocument, change) : ask(ResumeTenantDocument, change);
      }}
      onChange={onChange}
      onClose={onClose}
    >
      {() => <p className="t2">{isActive ? says.suspend : says.resume}</p>}
    </ReasonDialog>
  );
}
