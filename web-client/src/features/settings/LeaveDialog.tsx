import { Button } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import type { Failure } from '@/api/failure';
import { LeaveDocument } from '@/api/generated/settings';
import { useSignedIn } from '@/api/session';
import { useChange } from '@/api/use-change';
import { counted } from '@/format/number';
import { Confirm } from '@/parts/Confirm';
import { Dialog } from '@/parts/Dialog';
import { paths } from '@/paths';
import styles from './settings.module.css';

interface LeaveDialogProps {
  /** Of one's own membership. */
  readonly expectedVersion: number;
  readonly onClose: () => void;
}

/** Leaving, for whoever sees no list of members too; the last owner is told what to do first. */
export function LeaveDialog({ expectedVersion, onClose }: LeaveDialogProps) {
  const { tenant, tenants, refresh } = useSignedIn();
  const navigate = useNavigate();
  const leave = useChange(LeaveDocument);

  async function send() {
    if ((await leave.send({ expectedVersion })) === null) return;
    await navigate(paths.home());
    refresh();
  }

  if (isOfLastOwner(leave.failure)) {
    return (
      <Dialog title="You are the last owner" opened onClose={onClose}>
        <div className={styles.fields}>
          <p className="t2">
            {tenant.name} would be without anyone who may change it, so you did not leave. Hand it over to
            another member first, or make one an owner too.
          </p>
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            Stay
          </Button>
          <Button component={Link} to={paths.members()}>
            Open members
          </Button>
        </footer>
      </Dialog>
    );
  }
  return (
    <Confirm
      title={`Leave ${tenant.name}?`}
      verb="Leave organisation"
      opened
      onClose={onClose}
      onConfirm={() => void send()}
      sending={leave.sending}
      failure={leave.failure}
    >
      <p>
        Within two seconds you see nothing of it any more, and the API keys that you made for yourself are
        revoked. Jobs and keys of service accounts go on; runs and versions stay under your name. To come back
        you need an invitation. You belong to{' '}
        {counted(tenants.length - 1, 'other organisation', 'other organisations')}.
      </p>
    </Confirm>
  );
}

/** Only the platform knows who else is an owner. */
function isOfLastOwner(failure: Failure | null): boolean {
  return failure?.code === 'CONFLICT' && failure.message.includes('last owner');
}
