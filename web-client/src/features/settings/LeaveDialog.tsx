import { useNavigate } from 'react-router';
import { LeaveDocument } from '@/api/generated/settings';
import { useSignedIn } from '@/api/session';
import { useChange } from '@/api/use-change';
import { counted } from '@/format/number';
import { Confirm } from '@/parts/Confirm';
import { paths } from '@/paths';

interface LeaveDialogProps {
  /** Of one's own membership. */
  readonly expectedVersion: number;
  readonly onClose: () => void;
}

/** Leaving, for whoever sees no list of members too; the platform tells the last owner why not. */
export function LeaveDialog({ expectedVersion, onClose }: LeaveDialogProps) {
  const { tenant, tenants, refresh } = useSignedIn();
  const navigate = useNavigate();
  const leave = useChange(LeaveDocument);

  async function send() {
    if ((await leave.send({ expectedVersion })) === null) return;
    await navigate(paths.home());
    refresh();
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
