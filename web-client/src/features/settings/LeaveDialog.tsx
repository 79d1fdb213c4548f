import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Failure } from '@/api/failure';
import { LeaveDocument } from '@/api/generated/settings';
import { useSignedIn } from '@/api/session';
import { Confirm, MessageDialog, useConfirm } from '@/parts/form';
import { paths } from '@/paths';
import { words } from './words';

interface LeaveDialogProps {
  /** Of one's own membership. */
  readonly expectedVersion: number;
  readonly onClose: () => void;
}

/** Leaving, for whoever sees no list of members too; the last owner is told what to do first. */
export function LeaveDialog({ expectedVersion, onClose }: LeaveDialogProps) {
  const { tenant, tenants, refresh } = useSignedIn();
  const navigate = useNavigate();
  const [isLastOwner, setLastOwner] = useState(false);
  const form = useConfirm(
    LeaveDocument,
    { expectedVersion },
    () => void Promise.resolve(navigate(paths.home())).then(refresh),
    (failure) => setLastOwner(isOfLastOwner(failure)),
  );
  if (isLastOwner) {
    const says = words.lastOwner;
    return (
      <MessageDialog
        title={says.title}
        onClose={onClose}
        actions={
          <>
            <Button variant="default" onClick={onClose}>
              {says.stay}
            </Button>
            <Button component={Link} to={paths.members()}>
              {says.members}
            </Button>
          </>
        }
      >
        <p className="t2">{says.why(tenant.name)}</p>
      </MessageDialog>
    );
  }
  const says = words.leave;
  return (
    <Confirm title={says.title(tenant.name)} verb={says.verb} form={form} onClose={onClose}>
      <p>{says.effect(tenants.length - 1)}</p>
    </Confirm>
  );
}

/** Only the platform knows who else is an owner. */
function isOfLastOwner({ code, message }: Failure): boolean {
  return code === 'CONFLICT' && message.includes('last owner');
}
